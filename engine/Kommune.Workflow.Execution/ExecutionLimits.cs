using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>What one instance and one step may use. Beyond a limit a command is rejected or an incident raised, as named.</summary>
public sealed record ExecutionLimits
{
    public static ExecutionLimits Default { get; } = new();

    /// <summary>Elements one command may activate; every further one waits as an incident <see cref="IncidentKind.Limit"/>.</summary>
    public int ActivationsPerStepMax { get; init; } = 10_000;

    /// <summary>How deep scopes may nest inside an instance; deeper ones wait as an incident.</summary>
    public int NestingDepthMax { get; init; } = 64;

    /// <summary>How many processes may call each other in a row; a further call waits as an incident.</summary>
    public int CallDepthMax { get; init; } = 32;

    /// <summary>Rounds of one loop or multi-instance; more is an incident at its body.</summary>
    public int LoopRoundsMax { get; init; } = 10_000;

    /// <summary>Things one instance may create in its life; beyond it every activation waits as an incident.</summary>
    public int NumbersMax { get; init; } = InstanceKey.LocalMax - 100_000;

    /// <summary>Bytes (MessagePack) of the variables one command may bring; more is rejected.</summary>
    public int PayloadBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Characters of the reason a person gives for a command; more is rejected.</summary>
    public int ReasonLengthMax { get; init; } = 2_000;

    /// <summary>How deep a value may nest; deeper ones are an incident, or rejected in a command.</summary>
    public int ValueDepthMax { get; init; } = FeelJson.DepthMax;

    /// <summary>Values, counted with all that is inside, that one result or one command's variables may have.</summary>
    public int ValuePartsMax { get; init; } = 1_000_000;

    /// <summary>The longest back-off a worker may ask for; more is rejected.</summary>
    public TimeSpan BackOffMax { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Limits of each expression.</summary>
    public FeelLimits Expressions { get; init; } = new();
}
