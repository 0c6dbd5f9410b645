using System.Text;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Storage.Tests;

/// <summary>A whole engine on a database of its own, as the server hosts it.</summary>
public sealed class TestEngine : IAsyncDisposable
{
    public const string Tenant = TenantScope.Default;
    public static readonly Actor Agent = new("agent");

    private readonly IHost host;

    private TestEngine(IHost host) => this.host = host;

    public WorkflowEngine Workflow => host.Services.GetRequiredService<WorkflowEngine>();

    public EngineClock Clock => host.Services.GetRequiredService<EngineClock>();

    public InstanceHistory History => host.Services.GetRequiredService<InstanceHistory>();

    public CleanUp CleanUp => host.Services.GetRequiredService<CleanUp>();

    public IServiceProvider Services => host.Services;

    public static Task<TestEngine> StartAsync(
        StorageOptions storage, RuntimeOptions? runtime = null, TimeProvider? time = null, params IJobWorker[] workers) =>
        StartAsync(storage, runtime, time, workers, breaks: null);

    /// <summary>An engine some of whose commits fail as when the program dies before them.</summary>
    public static Task<TestEngine> StartBreakingAsync(
        StorageOptions storage, Func<InstanceCommit, Task> breaks, RuntimeOptions? runtime = null) =>
        StartAsync(storage, runtime, time: null, [], breaks);

    private static async Task<TestEngine> StartAsync(
        StorageOptions storage,
        RuntimeOptions? runtime,
        TimeProvider? time,
        IJobWorker[] workers,
        Func<InstanceCommit, Task>? breaks)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        foreach (var worker in workers)
        {
            builder.Services.AddSingleton(worker);
        }

        builder.Services.AddRuntime(runtime ?? new RuntimeOptions());
        builder.Services.AddStorage(storage);
        if (breaks is not null)
        {
            var store = builder.Services.Single(service => service.ServiceType == typeof(IInstanceStore)).ImplementationType!;
            builder.Services.AddSingleton<IInstanceStore>(parts =>
                new BreakingStore((IInstanceStore)ActivatorUtilities.CreateInstance(parts, store), breaks));
        }

        var engine = new TestEngine(builder.Build());
        await engine.host.StartAsync();
        await engine.Workflow.Ready;
        return engine;
    }

    /// <summary>Deploys a process given as the inside of a BPMN <c>process</c> element.</summary>
    public async Task<DeployedProcess> DeployAsync(string processId, string body, string? extra = null)
    {
        var outcome = await Workflow.DeployAsync(Tenant, [Bpmn(processId, body, extra)], Agent);
        Assert.DoesNotContain(outcome.Findings, f => f.Finding.Severity == Definitions.FindingSeverity.Error);
        return outcome.Processes.Single();
    }

    public async Task<InstanceKey> StartAsync(string processId, string? variables = null, string? commandId = null)
    {
        var outcome = await Workflow.StartAsync(
            Tenant, new ProcessReference.ById(processId), Context(variables), Agent, new StartOptions { CommandId = commandId });
        Assert.Null(outcome.Rejection);
        return outcome.Instance;
    }

    /// <summary>Completes the one open task of an instance.</summary>
    public async Task<CommandOutcome> CompleteTaskAsync(InstanceKey instance, string? variables = null, string? commandId = null)
    {
        var task = await QueryAsync(db => db.Tasks.SingleAsync(t => t.InstanceKey == instance.Value && t.State == TaskState.Open));
        InstanceKey.Of(task.Key, out var number);
        return await Workflow.SendAsync(Tenant, instance, new CompleteTask(number, Context(variables)), Agent, commandId);
    }

    public async Task<T> QueryAsync<T>(Func<WorkflowDbContext, Task<T>> query)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<WorkflowDbContext>());
    }

    public Task<InstanceRow> InstanceAsync(InstanceKey key) =>
        QueryAsync(db => db.Instances.AsNoTracking().SingleAsync(i => i.Key == key.Value));

    /// <summary>Waits until a condition holds that the engine brings about by itself; fails after some seconds.</summary>
    public async Task EventuallyAsync(Func<WorkflowDbContext, Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await QueryAsync(condition))
        {
            Assert.False(limit.IsCancellationRequested, "Expected the condition to hold within 20 seconds, but it did not.");
            await Task.Yield();
        }
    }

    public Task EndsAsync(InstanceKey key, InstanceStatus status = InstanceStatus.Completed) =>
        EventuallyAsync(db => db.Instances.AnyAsync(i => i.Key == key.Value && i.Status == status));

    public static FeelContext? Context(string? json) => json is null ? null : (FeelContext)FeelJson.Parse(json);

    public static DeploymentResource Bpmn(string processId, string body, string? extra = null) => new(
        $"{processId}.bpmn",
        Encoding.UTF8.GetBytes(
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                targetNamespace="test" id="definitions">
              {extra}
              <bpmn:process id="{processId}" name="{processId}" isExecutable="true">
                {body}
              </bpmn:process>
            </bpmn:definitions>
            """));

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
