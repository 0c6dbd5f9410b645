using System.Collections.Concurrent;
using System.Text;
using Kommune.Workflow.Server.Tests.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Hosts;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Metrics_and_traces_reach_a_collector_without_names_or_contents()
    {
        await using var collector = await Collector.StartAsync();
        await using (var server = new ObservedServer(collector.Address))
        {
            await server.InitializeAsync();
            await server.DeployAsync(Model.Review("beobachtet"));
            using var agent = await server.SignInAsync("agent");
            await agent.StartAsync("beobachtet", new { antrag = "Vertrauliches Anliegen" });
        }

        Assert.Contains("kommune.cases.started", collector.Received("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", collector.Received("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("/api/processes/{id}/cases", collector.Received("/v1/traces"), StringComparison.Ordinal);
        Assert.DoesNotContain("Vertrauliches", collector.Received("/v1/traces"), StringComparison.Ordinal);
        Assert.DoesNotContain("agent@", collector.Received("/v1/traces"), StringComparison.Ordinal);
    }

    private sealed class ObservedServer(string collector) : TestServer(demo: true)
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("OTEL_EXPORTER_OTLP_ENDPOINT", collector);
            builder.UseSetting("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        }
    }

    /// <summary>Takes what is exported over OTLP by HTTP.</summary>
    private sealed class Collector(WebApplication app) : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, StringBuilder> received = new(StringComparer.Ordinal);

        public string Address => app.Urls.First();

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            var collector = new Collector(app);
            app.MapPost("/v1/{kind}", collector.Take);
            await app.StartAsync();
            return collector;
        }

        /// <summary>All bodies sent to a path; protobuf leaves texts readable.</summary>
        public string Received(string path) => received.TryGetValue(path, out var texts) ? texts.ToString() : "";

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task<IResult> Take(HttpRequest request)
        {
            using var reader = new StreamReader(request.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync();
            received.AddOrUpdate(request.Path, _ => new StringBuilder(body), (_, texts) => texts.Append(body));
            return Results.Ok();
        }
    }
}
