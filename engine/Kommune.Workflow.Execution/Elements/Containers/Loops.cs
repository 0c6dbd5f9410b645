using System.Diagnostics.CodeAnalysis;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>
/// Repeats an activity: standard loop, sequential and parallel multi-instance (BPMN 2.0.2, 13.3.6 and 13.3.7). The body
/// carries boundary events and counts; each round is an instance inside it.
/// </summary>
internal static class Loops
{
    public static void Start(Turn turn, ElementInstance body, Element element)
    {
        var loop = element.Loop!;
        FeelList? items = null;
        var count = -1;
        string? problem = null;
        if (loop.Kind != LoopKind.Standard && !TryRounds(turn, body, loop, out items, out count, out problem))
        {
            Incidents.Raise(turn, body, ElementState.Activating, IncidentKind.ExtractValue, problem!);
            return;
        }

        if (count > turn.Limits.LoopRoundsMax)
        {
            Incidents.Raise(
                turn,
                body,
                ElementState.Activating,
                IncidentKind.Limit,
                $"Die Mehrfachausführung hätte {count} Durchläufe; erlaubt sind {turn.Limits.LoopRoundsMax}.");
            return;
        }

        turn.Emit(new LoopStarted(body.Number, count, items));
        turn.Enqueue(new Move(MoveKind.NextRound, body.Number));
    }

    /// <summary>Starts the next round, or completes the body when there is none.</summary>
    public static void StartNextRound(Turn turn, int bodyNumber)
    {
        if (turn.State.Find(bodyNumber) is not { State: ElementState.Active, Loop: { } state } body)
        {
            return;
        }

        var element = turn.ElementOf(body);
        var loop = element.Loop!;
        var mayStart = loop.Kind == LoopKind.Standard
            ? TryStandardRound(turn, body, loop, state, out var problem)
            : Some(state.Started < state.Count, out problem);
        if (problem is not null)
        {
            var kind = state.Started >= turn.Limits.LoopRoundsMax ? IncidentKind.Limit : IncidentKind.ExtractValue;
            Incidents.Raise(turn, body, ElementState.Active, kind, problem);
            return;
        }

        if (!mayStart)
        {
            if (state.Active == 0)
            {
                Transitions.Complete(turn, body);
            }

            return;
        }

        StartRound(turn, body, element, state);
        if (loop.Kind == LoopKind.Parallel && state.Started < state.Count)
        {
            turn.Enqueue(new Move(MoveKind.NextRound, bodyNumber));
        }
    }

    /// <summary>A round has mapped its outputs: counts it, throws what the loop's behaviour asks for, and decides how to go on.</summary>
    public static void EndRound(Turn turn, ElementInstance round, Element element)
    {
        var body = turn.State.Get(round.Scope);
        var loop = element.Loop!;
        FeelValue? output = null;
        if (loop.OutputCollection is not null && loop.OutputElement is { } expression
            && !Evaluation.TryValue(turn, round.Number, expression, out output, out var problem))
        {
            Incidents.Raise(turn, round, ElementState.Leaving, IncidentKind.ExtractValue, problem);
            return;
        }

        turn.Emit(new LoopRoundEnded(body.Number, round.LoopIndex, Completed: true, output?.ToJsonValue()));
        var isDone = false;
        if (loop.CompletionCondition is { } condition
            && !Evaluation.TryCondition(turn, round.Number, condition, out isDone, out problem))
        {
            // The round has ended; its body is what waits for the repair.
            Transitions.End(turn, round, element);
            Incidents.Raise(turn, body, ElementState.Active, IncidentKind.ExtractValue, problem);
            return;
        }

        Transitions.End(turn, round, element);
        if (!LoopBehaviors.Throw(turn, body, loop))
        {
            return;
        }

        if (isDone)
        {
            Finish(turn, body);
        }
        else
        {
            GoOn(turn, body, loop);
        }
    }

    /// <summary>Leaves the innermost loop around an instance; without one nothing happens but the instance's end.</summary>
    public static void Break(Turn turn, ElementInstance instance)
    {
        Transitions.End(turn, instance, turn.ElementOf(instance));
        for (var around = turn.State.Find(instance.Scope); around is not null; around = turn.State.Find(around.Scope))
        {
            if (around.Role == InstanceRole.LoopBody)
            {
                Finish(turn, around);
                return;
            }
        }
    }

    /// <summary>A round was ended from outside: it counts as terminated.</summary>
    public static void RoundTerminated(Turn turn, ElementInstance body, int loopIndex)
    {
        turn.Emit(new LoopRoundEnded(body.Number, loopIndex, Completed: false, null));
        GoOn(turn, body, turn.ElementOf(body).Loop!);
    }

    /// <summary>Sets the collected outputs where the loop stands.</summary>
    public static void PassOutputsUp(Turn turn, ElementInstance body, Element element)
    {
        if (element.Loop!.OutputCollection is { } name && body.Loop is { } state)
        {
            Mapping.Propagate(turn, body.Scope, name, LoopVariables.Outputs(state));
        }
    }

    private static void GoOn(Turn turn, ElementInstance body, LoopDefinition loop)
    {
        // A parallel multi-instance has started all its rounds: the last one to end completes it.
        if (loop.Kind != LoopKind.Parallel || body.Loop!.Active == 0)
        {
            turn.Enqueue(new Move(MoveKind.NextRound, body.Number));
        }
    }

    private static void Finish(Turn turn, ElementInstance body)
    {
        for (var i = body.Children.Count - 1; i >= 0; i--)
        {
            var remaining = turn.State.Get(body.Children[i]);
            turn.Emit(new LoopRoundEnded(body.Number, remaining.LoopIndex, Completed: false, null));
            Transitions.Terminate(turn, remaining);
        }

        Transitions.Complete(turn, body);
    }

    private static void StartRound(Turn turn, ElementInstance body, Element element, LoopState state)
    {
        var loop = element.Loop!;
        var index = state.Started + 1;
        var round = Transitions.Activate(turn, element, body.Number, InstanceRole.LoopRound, index);
        Mapping.SetLocal(turn, round.Number, "loopCounter", FeelNumber.Of(index));
        if (loop.InputElement is { } name && state.Items is { } items)
        {
            Mapping.SetLocal(turn, round.Number, name, items[index - 1]);
        }

        Transitions.Enter(turn, round);
    }

    // A standard loop asks before each round but the first, and before that one, too, when it tests before.
    private static bool TryStandardRound(
        Turn turn, ElementInstance body, LoopDefinition loop, LoopState state, out string? problem)
    {
        problem = null;
        if (state.Started >= Math.Min(loop.Maximum ?? int.MaxValue, turn.Limits.LoopRoundsMax))
        {
            problem = loop.Maximum is null || loop.Maximum > turn.Limits.LoopRoundsMax
                ? $"Die Schleife hat {turn.Limits.LoopRoundsMax} Durchläufe erreicht, mehr sind nicht erlaubt."
                : null;
            return false;
        }

        if (loop.Condition is not { } condition || (state.Started == 0 && !loop.TestBefore))
        {
            return true;
        }

        turn.Variables.Extra = FeelContext.Empty.With("loopCounter", FeelNumber.Of(state.Started));
        Evaluation.TryCondition(turn, body.Number, condition, out var holds, out problem);
        turn.Variables.Extra = null;
        return holds;
    }

    private static bool TryRounds(
        Turn turn, ElementInstance body, LoopDefinition loop, out FeelList? items, out int count, out string? problem)
    {
        items = null;
        count = 0;
        if (loop.InputCollection is { } collection)
        {
            if (!Evaluation.TryValue(turn, body.Number, collection, out var value, out problem))
            {
                return false;
            }

            items = value.ToJsonValue() as FeelList;
            count = items?.Count ?? 0;
            problem = items is null ? $"„{collection.Text}“ muss eine Liste ergeben, ergab aber {Evaluation.Describe(value)}." : null;
            return items is not null;
        }

        problem = "Die Mehrfachausführung nennt weder eine Liste noch eine Anzahl.";
        return loop.Cardinality is { } cardinality
            && Evaluation.TryValue(turn, body.Number, cardinality, out var number, out problem)
            && TryCount(cardinality, number, out count, out problem);
    }

    private static bool TryCount(
        FeelExpression cardinality, FeelValue value, out int count, [NotNullWhen(false)] out string? problem)
    {
        var isCount = value is FeelNumber { IsInteger: true, Value: >= 0 and <= int.MaxValue };
        count = isCount ? (int)((FeelNumber)value).Value : 0;
        problem = isCount
            ? null
            : $"„{cardinality.Text}“ muss eine Anzahl ergeben, ergab aber {Evaluation.Describe(value)}.";
        return isCount;
    }

    private static bool Some(bool value, out string? problem)
    {
        problem = null;
        return value;
    }
}
