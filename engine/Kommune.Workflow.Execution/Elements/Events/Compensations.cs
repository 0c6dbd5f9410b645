using System.Collections.Immutable;
using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Remembers what completed and can be undone, and undoes it in reverse order of completion (BPMN 2.0.2, 13.5.5).</summary>
internal static class Compensations
{
    /// <summary>Notes a completing activity in its scope, if it can be undone.</summary>
    public static void Record(Turn turn, ElementInstance instance, Element element)
    {
        if (instance.Role is InstanceRole.CompensationHandler or InstanceRole.CompensationScope || instance.Scope < 0)
        {
            return;
        }

        if (instance.Role == InstanceRole.LoopBody)
        {
            foreach (var round in instance.Compensations)
            {
                turn.Emit(new CompensationRecorded(instance.Scope, round));
            }
        }
        else if (turn.Plan.HandlerOf(element) != Element.None || turn.Plan.CompensatingStart(element) is not null
            || (!instance.Compensations.IsEmpty && element.Kind != ElementKind.EventSubProcess))
        {
            turn.Emit(new CompensationRecorded(
                instance.Scope,
                new CompensationRecord(element.Index, instance.LoopIndex, instance.Variables, instance.Compensations)));
        }
    }

    /// <summary>Takes what the event wants undone away from its scope and gives it to the thrower.</summary>
    public static void Claim(Turn turn, ElementInstance thrower, CompensateEvent compensate)
    {
        var scope = turn.State.Find(thrower.Scope);
        while (scope is not null)
        {
            var element = turn.ElementOf(scope);
            var isTarget = compensate.Activity == Element.None
                || turn.Graph.Elements[compensate.Activity].Scope == element.Index;
            if (isTarget)
            {
                Claim(turn, thrower, scope, compensate.Activity);
            }

            // An event sub-process undoes what its scope did, as well; a named activity may stand further out.
            if (element.Kind != ElementKind.EventSubProcess && (isTarget || compensate.Activity == Element.None))
            {
                return;
            }

            scope = turn.State.Find(scope.Scope);
        }
    }

    /// <summary>Takes everything a scope can undo.</summary>
    public static void ClaimAll(Turn turn, ElementInstance thrower, ElementInstance scope) =>
        Claim(turn, thrower, scope, Element.None);

    /// <summary>Starts undoing what was claimed; false when there is nothing to wait for.</summary>
    public static bool Begin(Turn turn, ElementInstance thrower, bool waitForCompletion)
    {
        if (thrower.PendingCompensations.IsEmpty)
        {
            return false;
        }

        if (waitForCompletion)
        {
            turn.Enqueue(new Move(MoveKind.NextCompensation, thrower.Number));
            return true;
        }

        while (!thrower.PendingCompensations.IsEmpty)
        {
            StartNext(turn, thrower);
        }

        return false;
    }

    /// <summary>Undoes the next activity; with none left the thrower goes on.</summary>
    public static void GoOn(Turn turn, int throwerNumber)
    {
        if (turn.State.Find(throwerNumber) is not { State: ElementState.Active or ElementState.Terminating } thrower)
        {
            return;
        }

        if (!thrower.PendingCompensations.IsEmpty)
        {
            StartNext(turn, thrower);
        }
        else if (thrower.State == ElementState.Terminating)
        {
            Transaction.EndCancelled(turn, thrower);
        }
        else if (thrower.Role == InstanceRole.CompensationScope)
        {
            turn.Touch(thrower.Number);
        }
        else
        {
            Transitions.Complete(turn, thrower);
        }
    }

    private static void Claim(Turn turn, ElementInstance thrower, ElementInstance scope, int activity)
    {
        var places = ImmutableArray.CreateBuilder<int>();
        for (var i = scope.Compensations.Length - 1; i >= 0; i--)
        {
            if (activity == Element.None || scope.Compensations[i].Element == activity)
            {
                places.Add(i);
            }
        }

        if (places.Count > 0)
        {
            turn.Emit(new CompensationConsumed(scope.Number, thrower.Number, places.ToImmutable()));
        }
    }

    private static void StartNext(Turn turn, ElementInstance thrower)
    {
        var record = thrower.PendingCompensations[0];
        var activity = turn.Graph.Elements[record.Element];
        var scope = ScopeOf(turn, thrower, activity);
        var handler = turn.Plan.HandlerOf(activity);
        if (handler != Element.None)
        {
            Transitions.Enter(turn, Transitions.Activate(
                turn,
                turn.Graph.Elements[handler],
                scope,
                InstanceRole.CompensationHandler,
                record.LoopIndex,
                thrower.Number));
            return;
        }

        var revived = Transitions.Activate(
            turn, activity, scope, InstanceRole.CompensationScope, record.LoopIndex, thrower.Number);
        if (turn.Plan.CompensatingStart(activity) is { } start)
        {
            EventSubProcess.Start(turn, revived, start, null);
            return;
        }

        ClaimAll(turn, revived, revived);
        turn.Enqueue(new Move(MoveKind.NextCompensation, revived.Number));
    }

    // The handler runs where the activity ran: in the innermost instance of its container around the thrower.
    private static int ScopeOf(Turn turn, ElementInstance thrower, Element activity)
    {
        for (var scope = thrower; scope is not null; scope = turn.State.Find(scope.Scope))
        {
            if (scope.Element == activity.Scope && scope.Role != InstanceRole.LoopBody)
            {
                return scope.Number;
            }
        }

        throw new InvalidOperationException($"Expected thrower {thrower.Number} to stand inside the scope of {activity.Id}.");
    }
}
