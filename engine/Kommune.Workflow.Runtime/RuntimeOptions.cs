using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>How the engine runs on this node, with its limits.</summary>
public sealed record RuntimeOptions
{
    /// <summary>Instances kept in memory between two commands; beyond it an instance leaves memory after its command.</summary>
    public int InstancesInMemoryMax { get; init; } = 2_000;

    /// <summary>Journal entries after which a snapshot is written.</summary>
    public int EntriesPerSnapshot { get; init; } = 50;

    /// <summary>Numbers taken from the store at once; those not used when the program ends are lost.</summary>
    public int NumbersPerBlock { get; init; } = 10_000;

    /// <summary>Times a command is decided again after another writer came first.</summary>
    public int ConflictRetriesMax { get; init; } = 5;

    /// <summary>Effects carried out at the same time.</summary>
    public int EffectsAtOnce { get; init; } = 8;

    /// <summary>Effects that wait in memory; further ones are found in the store by the next sweep.</summary>
    public int EffectsQueuedMax { get; init; } = 10_000;

    /// <summary>Attempts to carry out one effect; beyond it a person sees it under Betrieb and lets it be tried again.</summary>
    public int EffectAttemptsMax { get; init; } = 10;

    /// <summary>The pause after an effect's first failed attempt; it doubles with each further one.</summary>
    public TimeSpan EffectBackOff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause between two attempts of one effect.</summary>
    public TimeSpan EffectBackOffMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Waits that are still to be compared with messages that came first; further ones are left to the sweep.</summary>
    public int MessageLooksQueuedMax { get; init; } = 10_000;

    /// <summary>Commands that may wait for an instance; a further one is refused with <see cref="EngineBusyException"/>.</summary>
    public int CommandsPerInstanceMax { get; init; } = 1_000;

    /// <summary>Commits whose changes wait to be told to other nodes; beyond it the oldest are not told.</summary>
    public int ChangesQueuedMax { get; init; } = 10_000;

    /// <summary>How long changes are gathered before other nodes are told.</summary>
    public TimeSpan ChangesGatheredFor { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often what other nodes or a crash left behind is looked for.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often finished cases whose retention is over and expired messages are deleted.</summary>
    public TimeSpan CleanUpInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Timers fired at the same time.</summary>
    public int TimersAtOnce { get; init; } = 32;

    /// <summary>Jobs of one type that run inside this program at the same time.</summary>
    public int JobsPerWorkerMax { get; init; } = 4;

    /// <summary>How long a job inside this program may take before it is given to another worker.</summary>
    public TimeSpan WorkerLease { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Jobs one request may lease.</summary>
    public int JobsPerRequestMax { get; init; } = 1_000;

    /// <summary>The longest wait of a request for jobs.</summary>
    public TimeSpan JobWaitMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Requests for jobs that may wait at once; a further one is refused with <see cref="EngineBusyException"/>.</summary>
    public int JobRequestsWaitingMax { get; init; } = 1_000;

    /// <summary>How often a waiting request looks for jobs of other nodes.</summary>
    public TimeSpan JobPollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Messages with a longer time to live are kept this long.</summary>
    public TimeSpan MessageTimeToLiveMax { get; init; } = TimeSpan.FromDays(366);

    /// <summary>How long a finished case is kept when its definition does not say.</summary>
    public Period DefaultRetention { get; init; } = new(120, TimeSpan.Zero);

    /// <summary>How long command ids and their results are remembered.</summary>
    public TimeSpan CommandIdRetention { get; init; } = TimeSpan.FromDays(30);

    public ExecutionLimits Limits { get; init; } = new();

    /// <summary>Npgsql's connection string of a PostgreSQL database over which several nodes find each other; null: one node.</summary>
    public string? ClusterConnectionString { get; init; }

    /// <summary>The address at which other nodes reach this one; null: the machine's own name resolves to it.</summary>
    public string? AdvertisedAddress { get; init; }

    /// <summary>The same for all nodes of a cluster.</summary>
    public string ClusterId { get; init; } = "kommune-workflow";
}
