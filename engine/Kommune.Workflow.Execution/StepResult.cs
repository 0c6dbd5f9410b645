namespace Kommune.Workflow.Execution;

/// <summary>What comes in with a command: a step itself knows no clock, no caller and no store.</summary>
/// <param name="Now">The time of the step, UTC.</param>
/// <param name="Actor">Who acts.</param>
/// <param name="Decisions">Finds the decisions that business rule tasks call.</param>
/// <param name="Graphs">Finds the version a <see cref="MigrateInstance"/> moves to; null: it is refused.</param>
/// <param name="Limits">What the step may use; null: <see cref="ExecutionLimits.Default"/>.</param>
public sealed record StepContext(
    DateTimeOffset Now, Actor Actor, FindDecision Decisions, FindGraph? Graphs = null, ExecutionLimits? Limits = null);

/// <summary>The answer to one command: a rejection with nothing changed, or events (already applied to the state) and effects.</summary>
public sealed record StepResult(Rejection? Rejection, IReadOnlyList<InstanceEvent> Events, IReadOnlyList<Effect> Effects)
{
    public bool Accepted => Rejection is null;

    internal static StepResult Rejected(Rejection rejection) => new(rejection, [], []);
}
