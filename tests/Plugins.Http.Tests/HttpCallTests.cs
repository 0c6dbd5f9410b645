using System.Net;
using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Testing;
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

    [Theory]
    [InlineData("8.8.8.8", "frei.example", true)]
    [InlineData("10.1.2.3", "frei.example", false)]
    [InlineData("127.0.0.1", "frei.example", false)]
    [InlineData("::ffff:192.168.0.1", "frei.example", false)]
    [InlineData("fd00::1", "frei.example", false)]
    [InlineData("10.1.2.3", "intern.example", true)]
    [InlineData("169.254.169.254", "intern.example", false)]
    [InlineData("::ffff:169.254.169.254", "intern.example", false)]
    public void Only_targets_named_as_internal_may_be_at_private_addresses(string address, string host, bool allowed)
    {
        settings.Apply(new JsonObject { ["allowedHosts"] = "frei.example", ["internalHosts"] = "intern.example" });

        Assert.True(settings.Current.Allows(host));
        Assert.Equal(allowed, PrivateAddresses.Allows(IPAddress.Parse(address), settings.Current.AllowsPrivate(host)));
    }

    [Fact]
    public async Task A_name_that_leads_to_a_private_address_is_never_called_also_by_a_redirect()
    {
        using var target = new Answerer(_ => new Answer(200, "\"da\""));
        var port = new Uri(target.Address).Port;
        using var mover = new Answerer(_ => new Answer(302) { Headers = { ["Location"] = $"http://verbogen.stadt.example:{port}/" } });

        var direct = await CallAsync(new JsonObject { ["url"] = $"http://verbogen.stadt.example:{port}/" });
        var moved = await CallAsync(new JsonObject { ["url"] = mover.Address });

        Assert.All((JobResult[])[direct, moved], result =>
        {
            var stuck = Assert.IsType<JobResult.Failure>(result);
            Assert.True(stuck.Final);
            Assert.Contains("„verbogen.stadt.example“ führt zu einer internen Adresse", stuck.Message, StringComparison.Ordinal);
        });
        Assert.Empty(target.Seen);
    }

    [Fact]
    public async Task A_target_that_does_not_answer_is_asked_again_later()
    {
        using var never = new ManualResetEventSlim();
        using var target = new Answerer(_ =>
        {
            never.Wait(TestContext.Current.CancellationToken);
            return new Answer(200);
        });
        settings.Apply(new JsonObject { ["allowedHosts"] = "127.0.0.1", ["timeout"] = "PT0.1S" });

        var failed = Assert.IsType<JobResult.Failure>(await CallAsync(new JsonObject { ["url"] = target.Address }));
        never.Set();

        Assert.False(failed.Final);
        Assert.Contains("nicht geantwortet", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_waits_longer_after_each_failure_until_the_target_is_back()
    {
        var answers = new Queue<int>([503, 500, 200]);
        using var target = new Answerer(_ => new Answer(answers.Dequeue(), "7"));
        using var test = PluginTest.Of<HttpPlugin>();
        test.Set(new { allowedHosts = "127.0.0.1" });
        test.Deploy(
            "abruf.bpmn",
            $"""
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
                targetNamespace="http://example.org">
            <process id="abruf" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
            <serviceTask id="t"><extensionElements><zeebe:taskDefinition type="http-call"/><zeebe:ioMapping>
              <zeebe:input source="{target.Address}" target="url"/></zeebe:ioMapping></extensionElements></serviceTask>
            <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/></process></definitions>
            """);

        var @case = await test.StartAsync("abruf");
        Assert.Equal(["Das Ziel hat mit 503 geantwortet."], @case.Failures);
        await test.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(2, @case.Failures.Count);
        await test.AdvanceAsync(TimeSpan.FromSeconds(9));
        Assert.False(@case.IsFinished);
        await test.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.True(@case.IsFinished);
        Assert.Equal(7, (int?)@case.Variables["answer"]);
        Assert.Single(target.Seen.Select(seen => seen.Key).Distinct());
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
        return new HttpCall(new GuardedHttp(settings, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])))
            .ExecuteAsync(inputs, new ActivityContext(job), TestContext.Current.CancellationToken);
    }
}
