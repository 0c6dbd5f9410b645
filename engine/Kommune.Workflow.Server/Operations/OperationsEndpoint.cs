using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using InstanceStatus = Kommune.Workflow.Execution.InstanceStatus;

namespace Kommune.Workflow.Server.Operations;

/// <summary>How the installation fares.</summary>
internal static class OperationsEndpoint
{
    public static readonly string ProductVersion = typeof(OperationsEndpoint).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static readonly DateTimeOffset StartedAt = TimeProvider.System.GetUtcNow();

    /// <param name="Name">German.</param>
    /// <param name="Status">How it is.</param>
    /// <param name="Detail">What to know, or null.</param>
    public sealed record Check(string Name, [property: AllowedValues("ok", "degraded", "failed")] string Status, string? Detail);

    public sealed record Counts(
        int ActiveCases,
        int OpenTasks,
        int OpenIncidents,
        int WaitingJobs,
        int FailedJobs,
        int FailedEffects,
        int PendingTimers);

    public sealed record OperationsPage(
        string Version,
        DateTimeOffset StartedAt,
        DateTimeOffset EngineTime,
        string Database,
        IReadOnlyList<Check> Checks,
        Counts Counts);

    public static void MapOperations(this IEndpointRouteBuilder api) =>
        api.MapGet("/operations", Read).WithName("readOperations").WithSummary("Health and counts.")
            .Produces<OperationsPage>().ProducesProblem(403);

    private static async Task<OperationsPage> Read(
        Caller caller,
        WorkflowDbContext database,
        HealthCheckService health,
        ServerOptions options,
        EngineClock clock,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var report = await health.CheckHealthAsync(cancellation);
        return new OperationsPage(
            ProductVersion,
            StartedAt,
            clock.GetUtcNow(),
            options.PostgresConnection is null ? "SQLite" : "PostgreSQL",
            [.. report.Entries.Select(entry => new Check(entry.Key, StatusName(entry.Value.Status), entry.Value.Description))],
            new Counts(
                await database.Instances.CountAsync(i => i.Status == InstanceStatus.Active, cancellation),
                await database.Tasks.CountAsync(t => t.State == TaskState.Open, cancellation),
                await database.Incidents.CountAsync(i => !i.Resolved, cancellation),
                await database.Jobs.CountAsync(j => j.Retries > 0, cancellation),
                await database.Jobs.CountAsync(j => j.Retries == 0, cancellation),
                await EffectEndpoints.Failed(database).CountAsync(cancellation),
                await database.Timers.CountAsync(cancellation)));
    }

    private static string StatusName(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        _ => "failed",
    };
}
