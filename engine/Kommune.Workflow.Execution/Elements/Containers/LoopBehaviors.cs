using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Events a multi-instance throws as its rounds end, caught at its boundary (BPMN 2.0.2, 10.3.8).</summary>
internal static class LoopBehaviors
{
    /// <summary>Throws what is due after a round has ended; whether the body goes on.</summary>
    public static bool Throw(Turn turn, ElementInstance body, LoopDefinition loop)
    {
        var due = loop.Behavior switch
        {
            LoopBehavior.None => true,
            LoopBehavior.One => body.Loop!.Completed == 1,
            _ => false,
        };
        if (due && loop.BehaviorEvent is { } behaviorEvent && !Throw(turn, body, behaviorEvent))
        {
            return false;
        }

        foreach (var complex in loop.ComplexBehaviors)
        {
            if (!Evaluation.TryCondition(turn, body.Number, complex.Condition, out var holds, out var problem))
            {
                Incidents.Raise(turn, body, ElementState.Active, IncidentKind.ExtractValue, problem);
                return false;
            }

            if (holds && !Throw(turn, body, complex.Event))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Throw(Turn turn, ElementInstance body, EventDefinition definition)
    {
        if (definition is SignalEvent signal && OwnBoundary(turn, body, signal) is { } boundary)
        {
            // Caught here and now, also for the last round, with which the body ends. The path over the boundary runs beside
            // the rounds: the behaviour tells of each round's end, so the rounds that follow must be able to end as well.
            Transitions.Happen(turn, boundary, body.Scope, body.Variables);
            return turn.State.Find(body.Number) is not null;
        }

        return Throwing.Throw(turn, body, definition) && turn.State.Find(body.Number) is not null;
    }

    private static Element? OwnBoundary(Turn turn, ElementInstance body, SignalEvent signal)
    {
        foreach (var index in turn.ElementOf(body).BoundaryEvents)
        {
            var boundary = turn.Graph.Elements[index];
            if (boundary.Events is [SignalEvent caught] && caught.Name == signal.Name)
            {
                return boundary;
            }
        }

        return null;
    }
}
