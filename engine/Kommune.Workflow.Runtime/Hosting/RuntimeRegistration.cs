using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

public static class RuntimeRegistration
{
    /// <summary>Registers the engine. Its ports come from the storage; workers are registered as <see cref="Sdk.IJobWorker"/>.</summary>
    public static IServiceCollection AddRuntime(this IServiceCollection services, RuntimeOptions options)
    {
        services.AddLogging(SilenceSilo);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EngineClock>();
        services.AddSingleton<KeySource>();
        services.AddSingleton(parts => new WorkflowEngine(
            parts.GetRequiredService<EngineSilo>(),
            parts.GetRequiredService<Deployer>(),
            parts.GetRequiredService<Withdrawals>(),
            parts.GetRequiredService<InstanceStarter>(),
            parts.GetRequiredService<InstanceRouter>(),
            parts.GetRequiredService<MessagePublisher>(),
            parts.GetRequiredService<SignalBroadcaster>(),
            parts.GetRequiredService<ConditionEvaluator>(),
            parts.GetRequiredService<JobActivator>()));
        services.AddSingleton<EngineSilo>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<ChangeRelay>();
        services.AddSingleton<InstanceHistory>();
        services.AddSingleton<CleanUp>();

        services.AddSingleton<DefinitionLibrary>();
        services.AddSingleton<DecisionLibrary>();
        services.AddSingleton<DeploymentPlanner>();
        services.AddSingleton<Deployer>();
        services.AddSingleton<Withdrawals>();
        services.AddSingleton<StartTimers>();

        services.AddSingleton<InstanceExecutor>();
        services.AddSingleton(parts => new DryRun(parts.GetRequiredService<InstanceExecutor>()));
        services.AddSingleton<InstancesInMemory>();
        services.AddSingleton<InstanceStarter>();
        services.AddSingleton<InstanceRouter>();
        services.AddMetrics();
        services.AddSingleton<EngineMetrics>();
        services.AddSingleton<CommitFollowUp>();

        services.AddSingleton<MessageDelivery>();
        services.AddSingleton<MessagePublisher>();
        services.AddSingleton<BufferedMessages>();
        services.AddSingleton<SignalBroadcaster>();
        services.AddSingleton<SignalStarts>();
        services.AddSingleton<ConditionEvaluator>();
        services.AddSingleton<JobBoard>();
        services.AddSingleton<JobActivator>();
        services.AddSingleton<RunningJobs>();
        services.AddSingleton<JobDispatcher>();
        services.AddSingleton<EffectDispatcher>();
        services.AddSingleton<EffectRunner>();
        services.AddSingleton(parts => new CommittedEffects(
            parts.GetRequiredService<IOutbox>(),
            parts.GetRequiredService<EffectDispatcher>(),
            parts.GetRequiredService<EffectRunner>(),
            parts.GetRequiredService<EngineClock>()));
        services.AddSingleton<TimerPump>();
        services.AddSingleton<Schedules>();
        services.AddSingleton<Sweep>();
        services.AddSingleton<EngineLoops>();
        services.AddHostedService<EngineHost>();
        services.TryAddSingleton(new PluginOptions());
        services.AddSingleton(parts => new PluginCatalogue(
            parts.GetRequiredService<PluginOptions>(),
            plugin => new PluginHost(plugin, parts.GetRequiredService<PluginOptions>(), parts),
            parts.GetRequiredService<ILogger<PluginCatalogue>>()));
        return services;
    }

    /// <summary>Lets plugins work. Their ports come from the storage and the server.</summary>
    public static IServiceCollection AddPlugins(this IServiceCollection services, PluginOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<PluginLeases>();
        services.AddSingleton<PluginRunner>();
        services.AddHostedService(parts => parts.GetRequiredService<PluginRunner>());
        return services;
    }

    // The silo's advice on garbage collection and its watchdog's first round say nothing an operator could use.
    private static void SilenceSilo(ILoggingBuilder logging) => logging
        .AddFilter("Orleans.Runtime.Silo", LogLevel.Error)
        .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
}
