using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Tests;
using Kommune.Workflow.Sdk;
using Xunit;

namespace Kommune.Workflow.Plugins.Webhook.Tests;

public sealed class SendWebhookTests
{
    private const string Secret = "0123456789abcdef";

    private readonly PretendHost host = new();
    private readonly Settings<WebhookSettings> settings = new(new WebhookSettingsValidator());

    [Fact]
    public async Task The_receiver_can_check_the_signature_and_sees_the_same_id_at_each_attempt()
    {
        using var listener = Listen(out var address);
        settings.Apply(new JsonObject { ["targets"] = $"kasse={address}", ["secrets"] = $"kasse={Secret}" });
        var received = ReceiveAsync(listener, 503, 204);

        var busy = await SendAsync("kasse");
        var taken = await SendAsync("kasse");

        Assert.False(Assert.IsType<JobResult.Failure>(busy).Final);
        Assert.IsType<JobResult.Completion>(taken);
        var deliveries = await received;
        Assert.Equal(["job:7", "job:7"], deliveries.Select(d => d.Id));
        Assert.All(deliveries, d => Assert.True(Signature.IsValid(Secret, d.Id, d.Timestamp, d.Signatures, host.Now, d.Body)));
        Assert.Equal("antrag.bewilligt", (string)JsonNode.Parse(deliveries[0].Body)!["type"]!);
    }

    [Fact]
    public async Task A_target_that_is_not_set_up_needs_a_person() =>
        Assert.True(Assert.IsType<JobResult.Failure>(await SendAsync("fremd")).Final);

    private async Task<JobResult> SendAsync(string target)
    {
        using var send = new SendWebhook(settings, host.Clock);
        var inputs = new JsonObject { ["target"] = target, ["kind"] = "antrag.bewilligt", ["data"] = new JsonObject { ["nummer"] = 1 } };
        return await send.ExecuteAsync(inputs, PretendHost.Context(inputs), TestContext.Current.CancellationToken);
    }

    private static HttpListener Listen(out string address)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        var listener = new HttpListener();
        listener.Prefixes.Add(address);
        listener.Start();
        return listener;
    }

    private static async Task<List<(string Id, string Timestamp, string Signatures, byte[] Body)>> ReceiveAsync(
        HttpListener listener, params int[] answers)
    {
        var deliveries = new List<(string, string, string, byte[])>();
        foreach (var status in answers)
        {
            var context = await listener.GetContextAsync();
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var headers = context.Request.Headers;
            deliveries.Add((headers["webhook-id"]!, headers["webhook-timestamp"]!, headers["webhook-signature"]!, body.ToArray()));
            context.Response.StatusCode = status;
            context.Response.Close();
        }

        return deliveries;
    }
}
