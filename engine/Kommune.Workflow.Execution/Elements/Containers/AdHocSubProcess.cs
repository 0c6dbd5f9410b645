using System.Collections.Immutable;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>A sub-process without a fixed order: what runs inside is decided while it runs (BPMN 2.0.2, 13.3.5).</summary>
internal sealed class AdHocSubProcess : ElementRule
{
    public override void Activate(Turn turn, ElementInstance instance, Element element)
    {
        if (!SubProcess.Open(turn, instance, element))
        {
            return;
        }

        if (!TryFirstElements(turn, instance, element, out var first, out var problem))
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.ExtractValue, problem!);
            return;
        }

        Start(turn, instance, element, first);
        turn.Touch(instance.Number);
    }

    /// <summary>Starts elements inside: at once, or one after another in a sequential one.</summary>
    public static void Start(Turn turn, ElementInstance instance, Element element, ImmutableArray<int> elements)
    {
        if (element.AdHoc!.Sequential)
        {
            turn.Emit(new ElementsQueued(instance.Number, instance.QueuedElements.AddRange(elements)));
            StartNext(turn, instance);
            return;
        }

        foreach (var inner in elements)
        {
            if (turn.State.Find(instance.Number) is not null)
            {
                Transitions.Enter(turn, Transitions.Activate(turn, turn.Graph.Elements[inner], instance.Number));
            }
        }
    }

    /// <summary>
    /// Asks the completion conditions of those in which nothing runs: nothing would end there any more, so a repaired
    /// variable has to do it.
    /// </summary>
    public static void AskIdle(Turn turn)
    {
        foreach (var instance in turn.State.ElementInstances.Values)
        {
            if (instance is { Children.Count: 0, State: ElementState.Active }
                && turn.ElementOf(instance).AdHoc?.CompletionCondition is not null)
            {
                turn.Touch(instance.Number);
            }
        }
    }

    public override void Settle(Turn turn, ElementInstance instance, Element element)
    {
        var isDone = false;
        if (element.AdHoc!.CompletionCondition is { } condition
            && !Evaluation.TryCondition(turn, instance.Number, condition, out isDone, out var problem))
        {
            Incidents.Raise(turn, instance, ElementState.Active, IncidentKind.ExtractValue, problem);
            return;
        }

        var isQuiet = instance.Children.Count == 0 && instance.WaitingFlows.Count == 0;
        if (isDone && (isQuiet || element.AdHoc.CancelRemaining))
        {
            Transitions.Interrupt(turn, instance);
            Transitions.Complete(turn, instance);
        }
        else if (!isDone && isQuiet && !instance.QueuedElements.IsEmpty)
        {
            StartNext(turn, instance);
        }
        else if (isQuiet && element.AdHoc.CompletionCondition is null)
        {
            Transitions.Complete(turn, instance);
        }
    }

    public override void Retry(Turn turn, ElementInstance instance, Element element) => turn.Touch(instance.Number);

    private static void StartNext(Turn turn, ElementInstance instance)
    {
        if (instance.Children.Count > 0 || instance.QueuedElements.IsEmpty)
        {
            return;
        }

        var next = instance.QueuedElements[0];
        turn.Emit(new ElementsQueued(instance.Number, instance.QueuedElements.RemoveAt(0)));
        Transitions.Enter(turn, Transitions.Activate(turn, turn.Graph.Elements[next], instance.Number));
    }

    private static bool TryFirstElements(
        Turn turn, ElementInstance instance, Element element, out ImmutableArray<int> first, out string? problem)
    {
        first = [];
        if (element.AdHoc!.ActiveElements is not { } expression)
        {
            problem = null;
            first = [.. element.Children.Where(child => SubProcess.StartsByItself(turn.Graph.Elements[child]))];
            return true;
        }

        if (!Evaluation.TryValue(turn, instance.Number, expression, out var value, out problem))
        {
            return false;
        }

        if (value is not FeelList ids)
        {
            problem = $"„{expression.Text}“ muss eine Liste von Element-Ids ergeben, ergab aber {Evaluation.Describe(value)}.";
            return false;
        }

        var elements = ImmutableArray.CreateBuilder<int>();
        foreach (var id in ids)
        {
            if (id is not FeelString text || turn.Graph.Find(text.Value) is not { } inner || inner.Scope != element.Index)
            {
                problem = $"In „{element.Name ?? element.Id}“ gibt es kein Element {Evaluation.Describe(id)}.";
                return false;
            }

            elements.Add(inner.Index);
        }

        first = elements.ToImmutable();
        return true;
    }
}
