using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;
using Xunit;

namespace Kommune.Workflow.Plugins.Http.Tests;

public sealed class HttpCallTests
{
    private readonly Settings<HttpSettings> settings = new(new HttpSettingsValidator());

    public HttpCallTests() => settings.Apply(new JsonObject
    {
        ["allowedHosts"] = "127.0.0.1, *.stadt.example",
        ["credentials"] = "fach=Bearer abc",
        ["answerBytesMax"] = 1000,
        ["timeout"] = "PT2S",
    });

    [Fact]
    public async Task The_answer_becomes_a_value_and_each_attempt_carries_the_same_key()
    {
        using var target = new Answerer(_ => new Answer(200, """{"stand": 3}"""));

        var result = await CallAsync(new JsonObject
        {
            ["url"] = target.Address + "zaehler?x=1",
            ["method"] = "POST",
            ["body"] = new JsonObject { ["a"] = 1 },
            ["credential"] = "fach",
        });

        var completed = Assert.IsType<JobResult.Completion>(result);
        Assert.Equal("""{"status":200,"answer":{"stand":3}}""", completed.Variables!.ToJsonString());
        Assert.Equal(("POST /zaehler?x=1", """{"a":1}""", "job:7", "Bearer abc"), Assert.Single(target.Seen));
    }

    [Theory]
    [InlineData("http://example.org/", "„example.org“ sind nicht erlaubt")]
    [InlineData("http://stadt.example.evil.org/", "nicht erlaubt")]
    [InlineData("ftp://127.0.0.1/", "Nur http und https")]
    public async Task A_target_that_is_not_allowed_is_never_called(string url, string reason)
    {
        var stuck = Assert.IsType<JobResult.Failure>(await CallAsync(new JsonObject { ["url"] = url }));

        Assert.True(stuck.Final);
        Assert.Contains(reason, stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_followed_to_allowed_targets_only()
    {
        using var target = new Answerer(request => request.Url!.AbsolutePath switch
        {
            "/out" => new Answer(302) { Headers = { ["Location"] = "http://example.org/secret" } },
            "/in" => new Answer(302) { Headers = { ["Location"] = "/there" } },
            _ => new Answer(200, "\"da\""),
        });

        var forbidden = await CallAsync(new JsonObject { ["url"] = target.Address + "out" });
        var followed = await CallAsync(new JsonObject { ["url"] = target.Address + "in" });

        Assert.Contains("example.org", Assert.IsType<JobResult.Failure>(forbidden).Message, StringComparison.Ordinal);
        Assert.Equal("da", (string)Assert.IsType<JobResult.Completion>(followed).Variables!["answer"]!);
    }

    [Fact]
    public async Task An_answer_larger_than_allowed_is_not_read_to_its_end()
    {
        using var target = new Answerer(_ => new Answer(200, new string('x', 5000), "text/plain"));

        var failed = Assert.IsType<JobResult.Failure>(await CallAsync(new JsonObject { ["url"] = target.Address }));

        Assert.Contains("größer als 1000 Bytes", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_target_is_asked_again_when_it_says_and_a_refusal_goes_to_the_model()
    {
        using var target = new Answerer(request => request.Url!.AbsolutePath == "/busy"
            ? new Answer(429) { Headers = { ["Retry-After"] = "120" } }
            : new Answer(404));

        var busy = Assert.IsType<JobResult.Failure>(await CallAsync(new JsonObject { ["url"] = target.Address + "busy" }));
        var refused = Assert.IsType<JobResult.BusinessError>(await CallAsync(new JsonObject { ["url"] = target.Address }));

        Assert.Equal((false, TimeSpan.FromMinutes(2)), (busy.Final, busy.RetryAfter));
        Assert.Equal("HTTP_ERROR", refused.Code);
    }

    [Fact]
    public void Settings_with_an_impossible_host_or_no_patience_are_refused_in_German()
    {
        var errors = settings.Check(new JsonObject { ["allowedHosts"] = "a b", ["timeout"] = "PT0S" });

        Assert.Contains(errors, error => error.Key.StartsWith("allowedHosts", StringComparison.Ordinal));
        Assert.Contains("muss", Assert.Single(errors["timeout"]), StringComparison.Ordinal);
    }

    private Task<JobResult> CallAsync(JsonObject inputs)
    {
        var job = new JobContext
        {
            TenantId = "<default>",
            JobKey = 7,
            InstanceKey = 1,
            ProcessId = "p",
            ProcessVersion = 1,
            ElementId = "call",
            ElementInstanceKey = 2,
            CaseNumber = null,
            Headers = new Dictionary<string, string>(),
            Retries = 3,
            Variables = inputs,
        };
        return new HttpCall(new GuardedHttp(settings))
            .ExecuteAsync(inputs, new ActivityContext(job), TestContext.Current.CancellationToken);
    }
}
