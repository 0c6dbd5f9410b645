using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>Metrics and traces of the server; sent only where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.</summary>
internal static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var version = Operations.OperationsEndpoint.ProductVersion;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("kommune-workflow", serviceVersion: version))
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddMeter("Kommune.Workflow.*", "Microsoft.Orleans"))
            .WithTracing(traces => traces.AddAspNetCoreInstrumentation());
        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }
    }
}
