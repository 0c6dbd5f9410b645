using System.Collections.Immutable;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Moves element instances through their life: the only writer of life-cycle and flow events.</summary>
internal static class Transitions
{
    /// <summary>Creates an instance of an element; <see cref="Enter"/> then starts its work.</summary>
    public static ElementInstance Activate(
        Turn turn, Element element, int scope, InstanceRole role = InstanceRole.Normal, int loopIndex = 0, int thrower = 0)
    {
        var number = turn.State.NextNumber;
        if (role is InstanceRole.Normal or InstanceRole.CompensationHandler && element.Loop is not null)
        {
            role = InstanceRole.LoopBody;
        }

        turn.Activations++;
        turn.Emit(new ElementActivated(number, element.Index, scope, role, loopIndex, thrower));
        return turn.State.Get(number);
    }

    /// <summary>Starts an instance's work: inputs, waits of its boundary events, then the element's own rule.</summary>
    public static void Enter(Turn turn, ElementInstance instance)
    {
        var element = turn.ElementOf(instance);
        if (turn.Activations > turn.Limits.ActivationsPerStepMax || instance.Number > turn.Limits.NumbersMax)
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.Limit, LimitMessage(turn, instance));
            return;
        }

        if (instance.Role != InstanceRole.LoopBody && !element.Inputs.IsEmpty
            && Mapping.MapInputs(turn, instance, element) is { } inputProblem)
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.IoMapping, inputProblem);
            return;
        }

        if (instance.Role != InstanceRole.LoopRound && !element.BoundaryEvents.IsEmpty
            && Waits.OpenBoundaries(turn, instance, element) is { } waitProblem)
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.ExtractValue, waitProblem);
            return;
        }

        if (instance.Role == InstanceRole.LoopBody)
        {
            Loops.Start(turn, instance, element);
            return;
        }

        turn.Plan.Rules[element.Index].Activate(turn, instance, element);
    }

    /// <summary>Ends an instance's work with its results: outputs go up, then it leaves.</summary>
    public static void Complete(Turn turn, ElementInstance instance, FeelContext? results = null)
    {
        var element = turn.ElementOf(instance);
        if (instance.Role == InstanceRole.LoopBody)
        {
            Loops.PassOutputsUp(turn, instance, element);
        }
        else if ((results is not null || !element.Outputs.IsEmpty)
            && Mapping.MapOutputs(turn, instance, element, results) is { } problem)
        {
            Incidents.Raise(turn, instance, ElementState.Completing, IncidentKind.IoMapping, problem);
            return;
        }

        Leave(turn, instance, element);
    }

    /// <summary>Decides where to go and goes there.</summary>
    public static void Leave(Turn turn, ElementInstance instance, Element element)
    {
        if (instance.Role == InstanceRole.LoopRound)
        {
            Loops.EndRound(turn, instance, element);
            return;
        }

        var discipline = turn.Plan.DisciplineAround[element.Index];
        if (discipline is FlowDiscipline.Counters or FlowDiscipline.Tokens
            && instance.Role is InstanceRole.Normal or InstanceRole.LoopBody)
        {
            Flowchart.Leave(turn, instance, element);
            return;
        }

        turn.ChosenFlows.Clear();
        var takesFlows = instance.Role is InstanceRole.Normal or InstanceRole.LoopBody && element.Outgoing.Length > 0;
        if (takesFlows
            && turn.Plan.Rules[element.Index].ChooseFlows(turn, instance, element, turn.ChosenFlows) is { } problem)
        {
            Incidents.Raise(turn, instance, ElementState.Leaving, IncidentKind.Condition, problem);
            return;
        }

        End(turn, instance, element);
        foreach (var flow in turn.ChosenFlows)
        {
            for (var i = 0; i < element.CompletionQuantity; i++)
            {
                Take(turn, turn.Graph.Flows[flow], instance.Scope);
            }
        }

        if (discipline != FlowDiscipline.Bpmn)
        {
            QueuedScope.CompleteIfIdle(turn, instance.Scope);
        }
    }

    /// <summary>Ends a completed instance without going anywhere.</summary>
    public static void End(Turn turn, ElementInstance instance, Element element)
    {
        Require(instance, ElementState.Completed);
        Waits.CloseAll(turn, instance);
        Compensations.Record(turn, instance, element);
        turn.Emit(new ElementCompleted(instance.Number));
        turn.Touch(instance.Scope);
        if (instance.Thrower > 0)
        {
            turn.Enqueue(new Move(MoveKind.NextCompensation, instance.Thrower));
        }

        if (element.Kind == ElementKind.Process)
        {
            EndProcess(turn, instance);
        }
    }

    /// <summary>Lets a token go along a flow.</summary>
    public static void Take(Turn turn, SequenceFlow flow, int scope)
    {
        var waits = turn.Plan.TokensWait[flow.Target];
        turn.Emit(new FlowTaken(flow.Index, scope, waits));
        turn.Enqueue(new Move(waits ? MoveKind.Join : MoveKind.Arrive, scope, flow.Index));
        turn.NoteMoved(scope);
    }

    /// <summary>Lets a token go to an event that has just happened behind an event-based gateway.</summary>
    public static void TakeToEvent(Turn turn, SequenceFlow flow, int scope, FeelContext? variables)
    {
        turn.Emit(new FlowTaken(flow.Index, scope, false));
        Happen(turn, turn.Graph.Elements[flow.Target], scope, variables);
    }

    /// <summary>Takes the tokens that wait on these flows into an instance.</summary>
    public static void Join(Turn turn, ElementInstance instance, ImmutableArray<int> flows) =>
        turn.Emit(new FlowsJoined(instance.Number, flows));

    /// <summary>Activates what a token reached; nothing when its scope has ended meanwhile.</summary>
    public static void Arrive(Turn turn, SequenceFlow flow, int scope)
    {
        if (turn.State.Find(scope) is not null)
        {
            Enter(turn, Activate(turn, turn.Graph.Elements[flow.Target], scope));
        }
    }

    /// <summary>Activates an element whose turn it is; nothing when its scope has ended meanwhile.</summary>
    public static void Begin(Turn turn, Element element, int scope)
    {
        if (turn.State.Find(scope) is not null)
        {
            Enter(turn, Activate(turn, element, scope));
        }
    }

    /// <summary>Activates what a token came back to; the instance remembers the flow.</summary>
    public static void Return(Turn turn, SequenceFlow flow, int scope)
    {
        if (turn.State.Find(scope) is not null)
        {
            var instance = Activate(turn, turn.Graph.Elements[flow.Target], scope);
            Join(turn, instance, [flow.Index]);
            Enter(turn, instance);
        }
    }

    /// <summary>Records that a token goes along a flow of a flowchart.</summary>
    public static void Follow(Turn turn, SequenceFlow flow, int scope, bool comesBack)
    {
        turn.Emit(new FlowTaken(flow.Index, scope, comesBack));
        if (comesBack)
        {
            turn.Enqueue(new Move(MoveKind.Return, scope, flow.Index));
        }
    }

    /// <summary>Creates an instance of an event that has just happened, and completes it.</summary>
    public static void Happen(Turn turn, Element element, int scope, FeelContext? variables) =>
        Complete(turn, Activate(turn, element, scope), variables);

    /// <summary>Records that an instance stays in a state beyond this turn, or leaves such a state.</summary>
    public static void Stay(Turn turn, ElementInstance instance, ElementState state)
    {
        if (instance.State != state)
        {
            Require(instance, state);
            turn.Emit(new ElementStateChanged(instance.Number, state));
        }
    }

    /// <summary>Takes up the work of a stuck instance where it stopped.</summary>
    public static void Retry(Turn turn, ElementInstance instance)
    {
        var element = turn.ElementOf(instance);
        var stuckIn = instance.State;
        if (stuckIn is ElementState.Activating or ElementState.Completing or ElementState.Leaving)
        {
            Stay(turn, instance, ElementState.Active);
        }

        switch (stuckIn)
        {
            case ElementState.Activating:
                Waits.CloseAll(turn, instance);
                Enter(turn, instance);
                break;
            case ElementState.Completing: Complete(turn, instance); break;
            case ElementState.Leaving: Leave(turn, instance, element); break;
            default: RetryActive(turn, instance, element); break;
        }
    }

    private static void RetryActive(Turn turn, ElementInstance instance, Element element)
    {
        if (instance.Role == InstanceRole.LoopBody)
        {
            turn.Enqueue(new Move(MoveKind.NextRound, instance.Number));
        }
        else
        {
            turn.Plan.Rules[element.Index].Retry(turn, instance, element);
        }
    }

    /// <summary>Ends an instance before its time, with everything inside it.</summary>
    public static void Terminate(Turn turn, ElementInstance instance)
    {
        for (var i = instance.Children.Count - 1; i >= 0; i--)
        {
            Terminate(turn, turn.State.Get(instance.Children[i]));
        }

        Require(instance, ElementState.Terminated);
        Waits.CloseAll(turn, instance);
        Waits.WithdrawWork(turn, instance);
        Incidents.Resolve(turn, instance);
        turn.Emit(new ElementTerminated(instance.Number));
        turn.Touch(instance.Scope);
        if (instance.Thrower > 0)
        {
            turn.Enqueue(new Move(MoveKind.NextCompensation, instance.Thrower));
        }
    }

    /// <summary>Ends everything inside a scope, tokens included; <paramref name="except"/> stays.</summary>
    public static void Interrupt(Turn turn, ElementInstance scope, int except = Element.None)
    {
        for (var i = scope.Children.Count - 1; i >= 0; i--)
        {
            if (scope.Children[i] != except)
            {
                Terminate(turn, turn.State.Get(scope.Children[i]));
            }
        }

        turn.DropArrivals(scope.Number);
        Waits.CloseEventSubProcesses(turn, scope);
        turn.Emit(new ScopeInterrupted(scope.Number));
        turn.Touch(scope.Number);
    }

    private static void EndProcess(Turn turn, ElementInstance process)
    {
        turn.Emit(new InstanceCompleted(turn.Now));
        if (turn.State.Parent is { } parent)
        {
            turn.Ask(new NotifyParent(parent, new ChildReport(ChildOutcome.Completed, process.Variables)));
        }
    }

    private static string LimitMessage(Turn turn, ElementInstance instance) => instance.Number > turn.Limits.NumbersMax
        ? $"Der Vorgang hat mehr als {turn.Limits.NumbersMax} Elemente, Aufgaben und Aufträge erzeugt; vermutlich läuft er im Kreis."
        : $"In einem Schritt wurden mehr als {turn.Limits.ActivationsPerStepMax} Elemente aktiviert, ohne dass der Vorgang "
            + "auf etwas wartet; vermutlich läuft er im Kreis.";

    private static void Require(ElementInstance instance, ElementState next)
    {
        if (!ElementLifecycle.CanFollow(instance.State, next))
        {
            throw new InvalidOperationException(
                $"Expected element instance {instance.Number} to be able to become {next}, but it is {instance.State}.");
        }
    }
}
