using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Decides commands: the one pure function everything in the engine goes through.</summary>
/// <remarks>
/// The same graph, state, command and context give the same events and effects, bit for bit. Safe to call from several
/// threads for different states.
/// </remarks>
public static class Interpreter
{
    /// <summary>Applies one command to an instance.</summary>
    /// <param name="graph">The graph of the version the instance runs on.</param>
    /// <param name="state">The instance's state; when the command is accepted the events are applied to it.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="context">Time, actor and what else a step may know.</param>
    /// <exception cref="InvalidOperationException">A bug of the engine; the state must be loaded again.</exception>
    public static StepResult Step(ProcessGraph graph, InstanceState state, Command command, StepContext context)
    {
        if (state.Status is InstanceStatus.Completed or InstanceStatus.Terminated && command is not AddRemark)
        {
            return StepResult.Rejected(Refusal.InvalidState(
                $"Expected instance {state.Key} to be active, but it is {state.Status}.", "Der Vorgang ist bereits beendet."));
        }

        if (state.Status == InstanceStatus.None && command is not StartInstance)
        {
            return StepResult.Rejected(Refusal.NotFound("Expected a started instance, but there is none.", "Den Vorgang gibt es nicht."));
        }

        var turn = new Turn(graph, state, context);
        if (command.Decide(turn) is { } rejection)
        {
            return StepResult.Rejected(rejection);
        }

        Settling.Settle(turn);
        CaseTitle.Refresh(turn);
        return new StepResult(null, turn.Events, turn.Effects);
    }
}
