using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseCheck(WorkflowDbContext database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await database.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("Die Datenbank antwortet nicht.");
}
