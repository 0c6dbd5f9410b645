using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>The port to deployed definitions.</summary>
public interface IDefinitionStore
{
    /// <summary>Makes a deployment durable; on a conflict with another deployment nothing is written.</summary>
    /// <returns>False on a conflict: look at the latest versions again.</returns>
    Task<bool> DeployAsync(NewDeployment deployment, CancellationToken cancellationToken);

    /// <summary>Makes a withdrawal durable; on a conflict with a deployment nothing is written.</summary>
    /// <returns>False on a conflict: look at the versions again.</returns>
    Task<bool> WithdrawAsync(NewWithdrawal withdrawal, CancellationToken cancellationToken);

    /// <summary>The published versions of a procedure, newest first.</summary>
    ValueTask<IReadOnlyList<StoredProcedureVersion>> ReadProcedureVersionsAsync(
        string tenantId, string procedureId, CancellationToken cancellationToken);

    /// <summary>The processes that a deployment made.</summary>
    ValueTask<IReadOnlyList<StoredDefinition>> ReadDeployedAsync(
        string tenantId, long deploymentKey, CancellationToken cancellationToken);

    ValueTask<StoredDefinition?> FindAsync(long definitionKey, CancellationToken cancellationToken);

    /// <param name="tenantId">Whose.</param>
    /// <param name="processId">The process.</param>
    /// <param name="version">Null: the one that starts new cases.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<StoredDefinition?> FindAsync(
        string tenantId, string processId, int? version, CancellationToken cancellationToken);

    /// <summary>The newest version with this tag that is not withdrawn.</summary>
    ValueTask<StoredDefinition?> FindTaggedAsync(
        string tenantId, string processId, string versionTag, CancellationToken cancellationToken);

    /// <summary>The version that one deployment made or found unchanged.</summary>
    ValueTask<StoredDefinition?> FindDeployedAsync(
        string tenantId, string processId, long deploymentKey, CancellationToken cancellationToken);

    /// <summary>The content of a deployed file.</summary>
    ValueTask<byte[]> ReadResourceAsync(long resourceKey, CancellationToken cancellationToken);

    /// <summary>The latest versions of everything that files of these names made before; for telling what changed.</summary>
    ValueTask<LatestVersions> ReadLatestAsync(string tenantId, CancellationToken cancellationToken);

    /// <summary>All versions of a tenant's decisions.</summary>
    ValueTask<IReadOnlyList<StoredDecision>> ReadDecisionsAsync(string tenantId, CancellationToken cancellationToken);

    /// <summary>Messages or signals of this name that start instances of the latest versions.</summary>
    ValueTask<IReadOnlyList<StartSubscription>> StartSubscriptionsAsync(
        string tenantId, BookmarkKind kind, string name, CancellationToken cancellationToken);

    /// <summary>Timers that start instances, of every tenant.</summary>
    ValueTask<IReadOnlyList<StartTimer>> StartTimersAsync(CancellationToken cancellationToken);

    /// <summary>Moves a start timer on after it fired; null as next: it is over.</summary>
    Task AdvanceStartTimerAsync(StartTimer timer, DateTimeOffset? next, CancellationToken cancellationToken);
}

public sealed record StoredDefinition(
    long Key,
    string TenantId,
    string ProcessId,
    int Version,
    string? VersionTag,
    string? Name,
    string ResourceName,
    long ResourceKey,
    long DeploymentKey,
    bool Withdrawn = false)
{
    public DeployedProcess ToDeployed() => new(Key, ProcessId, Version, VersionTag, Name, ResourceName, DeploymentKey);
}

/// <remarks><c>Withdrawn</c>: its procedure's version was; only cases of the same deployment call it.</remarks>
public sealed record StoredDecision(
    long Key, string DecisionId, int Version, string? VersionTag, long ResourceKey, long DeploymentKey, bool Withdrawn);

public sealed record StoredProcedureVersion(string ProcedureId, int Version, long DeploymentKey, bool Withdrawn);

/// <summary>A message or signal that starts an instance.</summary>
public sealed record StartSubscription(
    long DefinitionKey, string ProcessId, string ElementId, int EventIndex, BookmarkKind Kind, string Name);

/// <summary>A timer that starts instances.</summary>
/// <param name="DefinitionKey">The version it starts.</param>
/// <param name="TenantId">Whose.</param>
/// <param name="ElementId">The start event.</param>
/// <param name="EventIndex">Which of its event definitions.</param>
/// <param name="Kind">Date, duration or cycle.</param>
/// <param name="Expression">The text of the model.</param>
/// <param name="NextAt">The next start.</param>
/// <param name="Remaining">Starts left, that one included; -1: without end.</param>
public sealed record StartTimer(
    long DefinitionKey,
    string TenantId,
    string ElementId,
    int EventIndex,
    TimerKind Kind,
    string Expression,
    DateTimeOffset NextAt,
    int Remaining);

/// <summary>The latest version of each thing of a tenant, by its id, with the hash of its file.</summary>
public sealed record LatestVersions(
    IReadOnlyDictionary<string, Latest<StoredDefinition>> Processes,
    IReadOnlyDictionary<string, Latest<DeployedDecision>> Decisions,
    IReadOnlyDictionary<string, Latest<DeployedRequirements>> Requirements,
    IReadOnlyDictionary<string, Latest<DeployedForm>> Forms,
    IReadOnlyDictionary<string, Latest<DeployedResource>> Resources);

/// <param name="Item">The version.</param>
/// <param name="FileHash">SHA-256 of the file it came with.</param>
/// <param name="DeploymentKey">The deployment that made it.</param>
public sealed record Latest<T>(T Item, byte[] FileHash, long DeploymentKey);

/// <summary>A deployment to be stored; its versions become the latest ones.</summary>
public sealed record NewDeployment
{
    public required long Key { get; init; }
    public required string TenantId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string? By { get; init; }

    /// <summary>The procedure's version that it is; null: loose files.</summary>
    public NewProcedureVersion? Procedure { get; init; }
    public IReadOnlyList<NewResource> Resources { get; init; } = [];
    public IReadOnlyList<NewProcess> Processes { get; init; } = [];
    public IReadOnlyList<NewDecision> Decisions { get; init; } = [];
    public IReadOnlyList<NewRequirements> Requirements { get; init; } = [];
    public IReadOnlyList<NewForm> Forms { get; init; } = [];
    public IReadOnlyList<StartSubscription> StartSubscriptions { get; init; } = [];
    public IReadOnlyList<StartTimer> StartTimers { get; init; } = [];
}

/// <param name="RecordKey">The key of the line in the procedure's record.</param>
/// <param name="Publication">What is published.</param>
public sealed record NewProcedureVersion(long RecordKey, Publication Publication);

/// <summary>A version of a procedure that starts no new cases any more; the version before it does again.</summary>
public sealed record NewWithdrawal
{
    public required string TenantId { get; init; }
    public required StoredProcedureVersion Version { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string? By { get; init; }
    public required string Comment { get; init; }

    /// <summary>The key of the line in the procedure's record.</summary>
    public required long RecordKey { get; init; }

    /// <summary>Keys of the withdrawn processes.</summary>
    public required IReadOnlyList<long> Withdrawn { get; init; }

    /// <summary>Keys of the versions that start new cases from now on.</summary>
    public required IReadOnlyList<long> Successors { get; init; }
    public IReadOnlyList<StartSubscription> StartSubscriptions { get; init; } = [];
    public IReadOnlyList<StartTimer> StartTimers { get; init; } = [];
}

public sealed record NewResource(long Key, string Name, byte[] Content, byte[] Hash);

public sealed record NewProcess(StoredDefinition Definition, string? StartFormId);

public sealed record NewDecision(DeployedDecision Decision, long ResourceKey);

public sealed record NewRequirements(DeployedRequirements Requirements, long ResourceKey);

public sealed record NewForm(DeployedForm Form, long ResourceKey);
