using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Runtime;

/// <summary>A file to deploy. The ending of its name tells what it is: <c>.bpmn</c>, <c>.dmn</c>, <c>.form</c> or
/// <c>.form.json</c>; any other file is kept as it is (texts).</summary>
public sealed record DeploymentResource(string Name, byte[] Content);

/// <summary>Says that the deployed files are all files of a procedure and become its next version.</summary>
public sealed record Publication
{
    public required string ProcedureId { get; init; }

    /// <summary>The number of the version: one more than the newest.</summary>
    public required int Version { get; init; }
    public required string Comment { get; init; }

    /// <summary>The second person; null: none was asked for.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>SHA-256 over paths and contents.</summary>
    public required byte[] ContentHash { get; init; }

    /// <summary>The draft's revision that is published: the draft ends, unless it was saved again meanwhile; null: no draft's.</summary>
    public long? DraftRevision { get; init; }
}

/// <summary>What a deployment made, or why it was refused.</summary>
public sealed record DeploymentOutcome
{
    /// <summary>Null when refused, or when every file was unchanged.</summary>
    public long? DeploymentKey { get; init; }
    public DateTimeOffset DeployedAt { get; init; }
    public IReadOnlyList<DeployedProcess> Processes { get; init; } = [];
    public IReadOnlyList<DeployedDecision> Decisions { get; init; } = [];
    public IReadOnlyList<DeployedRequirements> DecisionRequirements { get; init; } = [];
    public IReadOnlyList<DeployedForm> Forms { get; init; } = [];
    public IReadOnlyList<DeployedResource> Resources { get; init; } = [];

    /// <summary>Also hints and warnings of an accepted deployment.</summary>
    public IReadOnlyList<DeploymentFinding> Findings { get; init; } = [];

    /// <summary>Somebody else published this version of the procedure first; nothing was deployed.</summary>
    public bool Overtaken { get; init; }

    public bool Accepted => !Overtaken && Findings.All(f => f.Finding.Severity != FindingSeverity.Error);
}

public sealed record DeploymentFinding(string ResourceName, Finding Finding);

/// <param name="Key">The definition key.</param>
/// <param name="ProcessId">The id that versions share.</param>
/// <param name="Version">From 1.</param>
/// <param name="VersionTag">The model's own label of the version.</param>
/// <param name="Name">The process's name.</param>
/// <param name="ResourceName">The file it came with.</param>
/// <param name="DeploymentKey">The deployment that made this version; an earlier one when the file was unchanged.</param>
public sealed record DeployedProcess(
    long Key, string ProcessId, int Version, string? VersionTag, string? Name, string ResourceName, long DeploymentKey);

public sealed record DeployedDecision(
    long Key, string DecisionId, int Version, string? VersionTag, string? Name, string RequirementsId, long RequirementsKey);

public sealed record DeployedRequirements(
    long Key, string RequirementsId, int Version, string? Name, string ResourceName);

public sealed record DeployedForm(long Key, string FormId, int Version, string? VersionTag, string ResourceName);

public sealed record DeployedResource(long Key, string Name);

/// <summary>Which process to start.</summary>
public abstract record ProcessReference
{
    /// <summary>One version, by its definition key.</summary>
    public sealed record ByKey(long DefinitionKey) : ProcessReference;

    /// <summary>The latest version, or the one with this number.</summary>
    public sealed record ById(string ProcessId, int? Version = null) : ProcessReference;
}

public sealed record StartOptions
{
    public static StartOptions None { get; } = new();

    public string? CommandId { get; init; }

    /// <summary>Ids of elements to start before, instead of the start event.</summary>
    public IReadOnlyList<string> StartInstructions { get; init; } = [];

    /// <summary>The start event that is triggered; null: the none start event.</summary>
    public string? StartElement { get; init; }

    /// <summary>Which of its events occurred; -1: all that it needs.</summary>
    public int StartEventIndex { get; init; } = -1;

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether a rejection is the result of the command id, too.</summary>
    internal bool RemembersRejection { get; init; }
}

/// <param name="Rejection">Why nothing was started; then the rest is empty.</param>
/// <param name="Instance">The instance's key.</param>
/// <param name="Definition">What it runs on.</param>
public sealed record StartOutcome(Rejection? Rejection, InstanceKey Instance, DeployedProcess? Definition)
{
    public bool Accepted => Rejection is null;
}

/// <param name="Rejection">Why nothing changed; null when accepted.</param>
/// <param name="Events">What became true.</param>
public sealed record CommandOutcome(Rejection? Rejection, IReadOnlyList<InstanceEvent> Events)
{
    public bool Accepted => Rejection is null;
}

/// <param name="Name">The message's name.</param>
/// <param name="CorrelationKey">Null or empty: correlates by its name alone.</param>
/// <param name="TimeToLive">How long it waits for receivers; zero: only those who wait now get it.</param>
/// <param name="MessageId">While the message waits, another with same name, key and id is not published.</param>
/// <param name="Variables">What receivers get.</param>
public sealed record MessagePublication(
    string Name, string? CorrelationKey, TimeSpan TimeToLive, string? MessageId = null, FeelContext? Variables = null);

/// <param name="MessageKey">The message's key.</param>
/// <param name="AlreadyPublished">Whether a message with the same id waits already; then nothing was published.</param>
/// <param name="Receivers">Keys of the instances that got it now.</param>
public sealed record PublishOutcome(long MessageKey, bool AlreadyPublished, IReadOnlyList<long> Receivers);

/// <param name="MessageKey">The message's key.</param>
/// <param name="Instance">Who got it; null: nobody waited for it.</param>
public sealed record CorrelateOutcome(long MessageKey, InstanceKey? Instance);

/// <summary>A worker's wish for jobs.</summary>
public sealed record JobRequest
{
    /// <summary>Whose jobs; empty: every tenant's.</summary>
    public IReadOnlyList<string> TenantIds { get; init; } = [];
    public required string Type { get; init; }
    public required string Worker { get; init; }

    /// <summary>At least 1.</summary>
    public required int JobsMax { get; init; }

    /// <summary>How long nobody else gets the jobs.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>How long to wait when there are none; zero: not at all.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Names of the variables wanted; empty: all that are visible.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];
    public Actor Actor { get; init; } = Actor.Engine;
}

/// <summary>A job leased to a worker.</summary>
public sealed record ActivatedJob
{
    public required long Key { get; init; }
    public required string TenantId { get; init; }
    public required string Type { get; init; }
    public required InstanceKey Instance { get; init; }
    public required string ProcessId { get; init; }
    public required int Version { get; init; }
    public required long DefinitionKey { get; init; }
    public required string ElementId { get; init; }
    public required long ElementInstanceKey { get; init; }
    public required string? CaseNumber { get; init; }
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
    public required string Worker { get; init; }

    /// <summary>Attempts left, this one included.</summary>
    public required int Retries { get; init; }
    public required DateTimeOffset LockedUntil { get; init; }
    public required FeelContext Variables { get; init; }
}
