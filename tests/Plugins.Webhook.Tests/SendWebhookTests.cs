using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Kommune.Workflow.Testing;
using Xunit;

namespace Kommune.Workflow.Plugins.Webhook.Tests;

public sealed class SendWebhookTests : IDisposable
{
    private const string Secret = "0123456789abcdef";

    private readonly PluginTest test = PluginTest.Of<WebhookPlugin>();

    public void Dispose() => test.Dispose();

    [Fact]
    public async Task The_receiver_can_check_the_signature_and_sees_the_same_id_at_each_attempt()
    {
        using var listener = Listen(out var address);
        test.Set(new { targets = $"kasse={address}", secrets = $"kasse={Secret}" });
        var received = ReceiveAsync(listener, 503, 204);

        var @case = await SendAsync("kasse");
        Assert.Contains("503", Assert.Single(@case.Failures), StringComparison.Ordinal);
        await test.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.True(@case.IsFinished);
        var deliveries = await received;
        Assert.Single(deliveries.Select(d => d.Id).Distinct());
        Assert.All(deliveries, d => Assert.True(Signature.IsValid(Secret, d.Id, d.Timestamp, d.Signatures, test.Now, d.Body)));
        Assert.Equal("antrag.bewilligt", (string)JsonNode.Parse(deliveries[0].Body)!["type"]!);
    }

    [Fact]
    public async Task A_target_that_has_moved_gets_nothing_elsewhere()
    {
        using var listener = Listen(out var address);
        test.Set(new { targets = $"kasse={address}", secrets = $"kasse={Secret}" });
        var received = ReceiveAsync(listener, 302);

        var @case = await SendAsync("kasse");

        Assert.Contains("302", Assert.Single(@case.Failures), StringComparison.Ordinal);
        Assert.Single(await received);
    }

    [Fact]
    public async Task A_target_that_is_not_set_up_needs_a_person() =>
        Assert.Contains("„fremd“", Assert.Single((await SendAsync("fremd")).Incidents), StringComparison.Ordinal);

    private Task<TestCase> SendAsync(string target) =>
        test.RunAsync("webhook-send", new { target, kind = "antrag.bewilligt", data = new { nummer = 1 } });

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
            context.Response.RedirectLocation = status == 302 ? "http://127.0.0.1:1/" : null;
            context.Response.Close();
        }

        return deliveries;
    }
}
