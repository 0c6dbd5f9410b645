using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>What comes in with a command: a step itself knows no clock, no caller and no store.</summary>
/// <param name="Now">The time of the step, UTC.</param>
/// <param name="Actor">Who acts.</param>
/// <param name="Decisions">Finds the decisions that business rule tasks call.</param>
public sealed record StepContext(DateTimeOffset Now, Actor Actor, FindDecision Decisions);

/// <summary>The answer to one command: a rejection with nothing changed, or events (already applied to the state) and effects.</summary>
public sealed record StepResult(Rejection? Rejection, IReadOnlyList<InstanceEvent> Events, IReadOnlyList<Effect> Effects)
{
    public bool Accepted => Rejection is null;
}
