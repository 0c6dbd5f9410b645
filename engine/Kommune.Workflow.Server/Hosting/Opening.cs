using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Administration;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Sessions;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>What is done once the engine runs and before the first request is answered.</summary>
internal sealed class Opening(
    WorkflowEngine engine,
    ProcedureDeployment procedures,
    IServiceScopeFactory scopes,
    ServerOptions options,
    SetupLink setup) : BackgroundService, IHealthCheck
{
    /// <summary>How long a request waits for the opening; then it is answered with 503.</summary>
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ready only when the engine answers and the procedures are deployed.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(open.Task.IsCompletedSuccessfully
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("Die Anwendung startet noch."));

    /// <summary>Returns when the server is open; ends the request with 503 when that takes too long.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        try
        {
            await open.Task.WaitAsync(PatienceMax, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            throw new ProblemException(
                503, "UNAVAILABLE", "Expected the engine to run, but it is starting or failed to.", "Die Anwendung startet gerade.");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await engine.Ready.WaitAsync(stoppingToken);
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();
            if (options.Demo)
            {
                var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
                await DemoAccounts.EnsureAsync(database, users, stoppingToken);
            }

            await procedures.DeployAsync(stoppingToken);
            open.SetResult();
            await Console.Out.WriteLineAsync(await GreetingAsync(database, stoppingToken));

            // Starting leaves much garbage, and a server at rest would hold it until somebody works.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
        catch (Exception e)
        {
            open.TrySetException(e);
            throw;
        }
    }

    private async Task<string> GreetingAsync(WorkflowDbContext database, CancellationToken cancellation)
    {
        var address = $"Kommune.Workflow läuft unter {options.Urls}";
        if (options.Demo)
        {
            return $"""
                {address}
                Demo: Anmelden mit {string.Join(", ", DemoAccounts.UserNames)} – Kennwort jeweils „{DemoAccounts.Password}“.
                Mit --demo sind HTTP Basic und die Uhr der Engine freigegeben: nicht für echte Daten verwenden.
                """;
        }

        return await setup.IsNeededAsync(database, cancellation)
            ? $"{address}{Environment.NewLine}Einrichtung (einmalig): {setup.Address}"
            : address;
    }
}
