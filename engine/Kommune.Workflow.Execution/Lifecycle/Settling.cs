using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Runs a turn until nothing moves: moves first, then joins that waited for this, then scopes that may complete.</summary>
internal static class Settling
{
    public static void Settle(Turn turn)
    {
        do
        {
            Conditions.AskChanged(turn);
            while (turn.TryDequeue(out var move))
            {
                Go(turn, move);
                Conditions.AskChanged(turn);
            }
        }
        while ((turn.Plan.HasLateJoins && LateJoins.TryFireOne(turn)) || SettleOneScope(turn));
    }

    private static void Go(Turn turn, Move move)
    {
        switch (move.Kind)
        {
            case MoveKind.Arrive: Transitions.Arrive(turn, turn.Graph.Flows[move.Index], move.Instance); break;
            case MoveKind.Begin: Transitions.Begin(turn, turn.Graph.Elements[move.Index], move.Instance); break;
            case MoveKind.Return: Transitions.Return(turn, turn.Graph.Flows[move.Index], move.Instance); break;
            case MoveKind.Join: Joins.TryFire(turn, turn.Graph.Flows[move.Index], move.Instance); break;
            case MoveKind.NextRound: Loops.StartNextRound(turn, move.Instance); break;
            case MoveKind.NextCompensation: Compensations.GoOn(turn, move.Instance); break;
            default: throw new InvalidOperationException($"Expected a known move, but got {move.Kind}.");
        }
    }

    private static bool SettleOneScope(Turn turn)
    {
        if (!turn.TryTakeTouched(out var number))
        {
            return false;
        }

        if (turn.State.Find(number) is { State: ElementState.Active } scope && scope.Role != InstanceRole.LoopBody)
        {
            var element = turn.ElementOf(scope);
            turn.Plan.Rules[element.Index].Settle(turn, scope, element);
        }

        return true;
    }
}
