using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Benchmarks;

/// <summary>The engine on a SQLite file of its own, as the server hosts it.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    public static readonly Actor Agent = new("agent");

    private static readonly FeelContext Variables = FeelContext.Of(("n", FeelNumber.Of(1)));

    private readonly IHost host;

    private EngineUnderTest(IHost host) => this.host = host;

    public WorkflowEngine Workflow => host.Services.GetRequiredService<WorkflowEngine>();

    public static async Task<EngineUnderTest> StartAsync(string folder)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole();
        builder.Services.AddRuntime(new RuntimeOptions());
        builder.Services.AddStorage(new StorageOptions { DataDirectory = folder });
        var engine = new EngineUnderTest(builder.Build());
        await engine.host.StartAsync();
        await engine.Workflow.Ready;
        var outcome = await engine.Workflow.DeployAsync(
            TenantScope.Default, [BenchProcesses.TenScripts, BenchProcesses.OneTask], Agent);
        return outcome.Accepted ? engine : throw new InvalidOperationException("Expected the processes to be deployed.");
    }

    public async Task<InstanceKey> StartInstanceAsync(string processId)
    {
        var outcome = await Workflow.StartAsync(TenantScope.Default, new ProcessReference.ById(processId), Variables, Agent);
        return outcome.Accepted ? outcome.Instance : throw new InvalidOperationException(outcome.Rejection!.Message);
    }

    public async Task CompleteTaskAsync(InstanceKey instance, int task)
    {
        var outcome = await Workflow.SendAsync(TenantScope.Default, instance, new CompleteTask(task), Agent);
        if (outcome.Rejection is { } rejection)
        {
            throw new InvalidOperationException(rejection.Message);
        }
    }

    /// <summary>The local number of an instance's open task.</summary>
    public async Task<int> FindTaskAsync(InstanceKey instance)
    {
        var history = host.Services.GetRequiredService<InstanceHistory>();
        var first = await history.ReadAsync(instance);
        return first[0].Entry.Events.OfType<TaskCreated>().Single().Task.Number;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
