using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Testing;
using Xunit;

namespace Kommune.Workflow.Plugins.Webhook.Tests;

public sealed class WebhookInboxTests : IDisposable
{
    private const string Secret = "0123456789abcdef";
    private const string Body = """{"nummer": "R-1"}""";

    private readonly PluginTest test = PluginTest.Of<WebhookPlugin>();

    public WebhookInboxTests()
    {
        test.Set(new
        {
            inlets = "rechnung = start rechnungseingang\nstatus = nachricht geprueft = nummer\ngeschlossen = start x\nspaeter = start y",
            secrets = $"rechnung={Secret}\nstatus={Secret}\nspaeter={Secret}",
        });
        test.Deploy(
            "rechnungseingang.bpmn",
            """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
                targetNamespace="http://example.org">
            <message id="m" name="geprueft"><extensionElements><zeebe:subscription correlationKey="=nummer"/></extensionElements></message>
            <process id="rechnungseingang" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
            <receiveTask id="t" messageRef="m"/><sequenceFlow id="g" sourceRef="t" targetRef="e"/><endEvent id="e"/></process></definitions>
            """);
    }

    public void Dispose() => test.Dispose();

    [Fact]
    public async Task A_signed_delivery_starts_one_case_however_often_it_is_sent()
    {
        var first = await SendAsync("rechnung", "d1");
        var again = await SendAsync("rechnung", "d1");

        Assert.Equal((202, 202), (first.Status, again.Status));
        var started = Assert.Single(test.Cases);
        Assert.Equal(("rechnungseingang", "R-1"), (started.ProcessId, (string)started.Variables["nummer"]!));
    }

    [Fact]
    public async Task A_delivery_can_resume_the_case_it_is_about()
    {
        var first = await test.StartAsync("rechnungseingang", new { nummer = "R-1" });
        var second = await test.StartAsync("rechnungseingang", new { nummer = "R-2" });

        await SendAsync("status", "d2");

        Assert.Equal((true, false), (first.IsFinished, second.IsFinished));
    }

    [Fact]
    public async Task A_token_instead_of_a_signature_is_enough()
    {
        var taken = await SendAsync("rechnung", "d3", headers => Token(headers, Secret));
        var refused = await SendAsync("rechnung", "d4", headers => Token(headers, "falsch"));

        Assert.Equal((202, 401), (taken.Status, refused.Status));
    }

    [Theory]
    [InlineData("webhook-signature", "v1,AAAA")]
    [InlineData("webhook-timestamp", "12")]
    [InlineData("webhook-id", "another")]
    public async Task What_is_changed_on_the_way_or_sent_again_much_later_is_refused(string header, string value)
    {
        var refused = await SendAsync("rechnung", "d5", headers => headers[header] = value);

        Assert.Equal(401, refused.Status);
        Assert.Empty(test.Cases);
    }

    [Theory]
    [InlineData("unbekannt")]
    [InlineData("geschlossen")]
    public async Task An_unknown_inlet_answers_like_a_wrong_signature(string name) =>
        Assert.Equal(401, (await SendAsync(name, "d6")).Status);

    [Fact]
    public async Task Without_an_id_or_with_other_content_than_an_object_nothing_happens()
    {
        var noId = await SendAsync("rechnung", "d7", headers =>
        {
            Token(headers, Secret);
            headers.Remove("webhook-id");
        });
        var noObject = await SendAsync("rechnung", "d8", body: "[1]");

        Assert.Equal((400, 400), (noId.Status, noObject.Status));
        Assert.Empty(test.Cases);
    }

    [Fact]
    public async Task A_procedure_that_is_not_published_asks_to_send_again_later()
    {
        Assert.Equal(503, (await SendAsync("spaeter", "d9")).Status);
    }

    private static void Token(Dictionary<string, string> headers, string token)
    {
        headers.Remove("webhook-signature");
        headers["Authorization"] = "Bearer " + token;
    }

    private Task<PluginResponse> SendAsync(
        string name, string id, Action<Dictionary<string, string>>? change = null, string body = Body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["webhook-id"] = id,
            ["webhook-timestamp"] = Signature.Seconds(test.Now),
            ["webhook-signature"] = "v1,old " + Signature.Sign(Secret, id, test.Now, bytes),
        };
        change?.Invoke(headers);
        return test.CallAsync("POST", $"in/{name}", body, headers);
    }
}
