using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Tests;
using Kommune.Workflow.Sdk;
using Xunit;

namespace Kommune.Workflow.Plugins.Webhook.Tests;

public sealed class WebhookInboxTests
{
    private const string Secret = "0123456789abcdef";
    private const string Body = """{"nummer": "R-1"}""";

    private readonly PretendHost host = new();
    private readonly WebhookInbox inbox;

    public WebhookInboxTests()
    {
        var settings = new Settings<WebhookSettings>(new WebhookSettingsValidator());
        settings.Apply(new JsonObject
        {
            ["inlets"] = "rechnung = start rechnungseingang\nstatus = nachricht geprueft = nummer\ngeschlossen = start x",
            ["secrets"] = $"rechnung={Secret}\nstatus={Secret}",
        });
        inbox = new WebhookInbox(settings, host);
    }

    [Fact]
    public async Task A_signed_delivery_starts_one_case_however_often_it_is_sent()
    {
        var first = await SendAsync("rechnung", "d1");
        var again = await SendAsync("rechnung", "d1");

        Assert.Equal((202, 202), (first.Status, again.Status));
        var (process, variables, _) = Assert.Single(host.Started);
        Assert.Equal(("rechnungseingang", "R-1"), (process, (string)variables["nummer"]!));
    }

    [Fact]
    public async Task A_delivery_can_resume_the_case_it_is_about()
    {
        await SendAsync("status", "d2");

        var message = Assert.Single(host.Published);
        Assert.Equal(("geprueft", "R-1"), (message.Name, message.CorrelationKey));
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
        Assert.Empty(host.Started);
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
        Assert.Empty(host.Started);
    }

    [Fact]
    public async Task A_procedure_that_is_not_published_asks_to_send_again_later()
    {
        host.Unknown.Add("rechnungseingang");

        Assert.Equal(503, (await SendAsync("rechnung", "d9")).Status);
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
            ["webhook-timestamp"] = Signature.Seconds(host.Now),
            ["webhook-signature"] = "v1,old " + Signature.Sign(Secret, id, host.Now, bytes),
        };
        change?.Invoke(headers);
        var request = new PluginRequest
        {
            Route = new Dictionary<string, string> { ["name"] = name },
            Query = new Dictionary<string, string>(),
            Headers = headers,
            Body = bytes,
            Caller = null,
        };
        return inbox.TakeAsync(request, TestContext.Current.CancellationToken);
    }
}
