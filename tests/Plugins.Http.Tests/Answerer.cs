using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kommune.Workflow.Plugins.Http.Tests;

/// <summary>A server on this machine that answers each request as told and remembers it.</summary>
internal sealed class Answerer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<HttpListenerRequest, Answer> answer;

    public Answerer(Func<HttpListenerRequest, Answer> answer)
    {
        this.answer = answer;
        Address = $"http://127.0.0.1:{FreePort()}/";
        listener.Prefixes.Add(Address);
        listener.Start();
        _ = ServeAsync();
    }

    public string Address { get; }

    public List<(string Line, string Body, string? Key, string? Authorization)> Seen { get; } = [];

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var request = context.Request;
            lock (Seen)
            {
                Seen.Add((
                    $"{request.HttpMethod} {request.Url!.PathAndQuery}",
                    reader.ReadToEnd(),
                    request.Headers["Idempotency-Key"],
                    request.Headers["Authorization"]));
            }

            var told = answer(request);
            context.Response.StatusCode = told.Status;
            context.Response.ContentType = told.ContentType;
            foreach (var (name, value) in told.Headers)
            {
                context.Response.Headers[name] = value;
            }

            try
            {
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(told.Body));
                context.Response.Close();
            }
            catch (HttpListenerException)
            {
                // The caller had read enough.
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

internal sealed record Answer(int Status, string Body = "", string ContentType = "application/json")
{
    public Dictionary<string, string> Headers { get; init; } = [];
}
