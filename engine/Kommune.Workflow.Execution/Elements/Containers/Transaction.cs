using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>A sub-process that can be cancelled: all inside ends, what completed is undone, and it is left by its cancel event.</summary>
internal sealed class Transaction : SubProcess
{
    /// <summary>A cancel end event was reached inside.</summary>
    public static void Cancel(Turn turn, ElementInstance endEvent)
    {
        var transaction = Around(turn, endEvent);
        Transitions.End(turn, endEvent, turn.ElementOf(endEvent));
        Transitions.Interrupt(turn, transaction);
        Transitions.Stay(turn, transaction, ElementState.Terminating);
        Compensations.ClaimAll(turn, transaction, transaction);
        turn.Enqueue(new Move(MoveKind.NextCompensation, transaction.Number));
    }

    /// <summary>All is undone: the transaction ends.</summary>
    public static void EndCancelled(Turn turn, ElementInstance transaction)
    {
        var host = transaction.Role == InstanceRole.LoopRound ? turn.State.Get(transaction.Scope) : transaction;
        foreach (var index in turn.ElementOf(host).BoundaryEvents)
        {
            var boundary = turn.Graph.Elements[index];
            for (var i = 0; i < boundary.Events.Length; i++)
            {
                if (boundary.Events[i] is CancelEvent)
                {
                    Occurrence.Of(turn, host, boundary, i, null);
                    return;
                }
            }
        }

        Transitions.Terminate(turn, host);
    }

    private static ElementInstance Around(Turn turn, ElementInstance endEvent)
    {
        for (var scope = turn.State.Find(endEvent.Scope); scope is not null; scope = turn.State.Find(scope.Scope))
        {
            if (turn.ElementOf(scope).Kind == ElementKind.Transaction && scope.Role != InstanceRole.LoopBody)
            {
                return scope;
            }
        }

        throw new InvalidOperationException("Expected a cancel end event to stand in a transaction; the compiler refuses others.");
    }
}
