namespace Kommune.Workflow.Sdk;

/// <summary>Work that runs as long as the program does.</summary>
/// <param name="Name">Unique in the plugin: letters, digits and hyphens.</param>
/// <param name="RunsOn">On which nodes of a cluster.</param>
/// <param name="RunAsync">
/// Runs until its token is cancelled. When it returns or throws earlier it is started again, after 1 s, 2 s, … at most 1 min.
/// </param>
public sealed record BackgroundWork(string Name, RunsOn RunsOn, Func<CancellationToken, Task> RunAsync);

/// <summary>On which nodes of a cluster work runs.</summary>
public enum RunsOn
{
    /// <summary>
    /// On exactly one, by a lease in the database. When that node fails, another takes over within 30 s; the token is cancelled as soon
    /// as the lease is lost.
    /// </summary>
    OneNode,

    /// <summary>On each.</summary>
    EveryNode,
}

/// <summary>How a plugin fares.</summary>
/// <param name="State">The state.</param>
/// <param name="Detail">What to know, in German; null for nothing.</param>
public sealed record PluginHealth(HealthState State, string? Detail = null)
{
    /// <summary>All is well.</summary>
    public static PluginHealth Ok { get; } = new(HealthState.Ok);
}

/// <summary>How something fares.</summary>
public enum HealthState
{
    /// <summary>As it should.</summary>
    Ok,

    /// <summary>It works, but somebody should look.</summary>
    Degraded,

    /// <summary>It does not work.</summary>
    Failed,
}
