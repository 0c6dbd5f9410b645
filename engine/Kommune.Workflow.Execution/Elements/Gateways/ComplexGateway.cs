using System.Collections.Immutable;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>
/// Fires when its activation condition holds, then waits for the tokens that are still to come before it starts anew
/// (BPMN 2.0.2, 13.4.5).
/// </summary>
/// <remarks>
/// Conditions see <c>activationCount</c>, the tokens per incoming flow under the flow's id, and <c>waitingForStart</c>. At the
/// reset only flows whose condition reads <c>waitingForStart</c> can get a token: a plain discriminator leads on once.
/// </remarks>
internal sealed class ComplexGateway : ElementRule
{
    private const string WaitingForStart = "waitingForStart";

    public static bool TryFire(Turn turn, Element gateway, ElementInstance scope, ImmutableArray<int> present)
    {
        if (FindResetting(turn, gateway, scope) is { } resetting)
        {
            return resetting.State == ElementState.Active && TryReset(turn, gateway, scope, resetting);
        }

        if (present.IsEmpty)
        {
            return false;
        }

        var mayFire = true;
        string? problem = null;
        if (gateway.ActivationCondition is { } condition)
        {
            using var _ = Counting(turn, gateway, scope, starting: true);
            Evaluation.TryCondition(turn, scope.Number, condition, out mayFire, out problem);
        }

        if (problem is not null)
        {
            Incidents.Raise(
                turn, Transitions.Activate(turn, gateway, scope.Number), ElementState.Activating, IncidentKind.Condition, problem);
            return true;
        }

        if (mayFire)
        {
            Joins.Fire(turn, gateway, scope.Number, present);
        }

        return mayFire;
    }

    /// <summary>The first phase: leads on, and stays to wait for the reset.</summary>
    public override void Activate(Turn turn, ElementInstance instance, Element element)
    {
        if (!GraphPlan.IsLateJoin(element))
        {
            Transitions.Leave(turn, instance, element);
            return;
        }

        var scope = turn.State.Get(instance.Scope);
        if (instance.JoinedFlows.IsEmpty)
        {
            var present = LateJoins.WaitingAt(element, scope);
            if (!present.IsEmpty)
            {
                Transitions.Join(turn, instance, present);
            }
        }

        turn.ChosenFlows.Clear();
        string? problem;
        using (Counting(turn, element, scope, starting: true, instance))
        {
            problem = Outflow.EveryThatHolds(turn, instance, element, turn.ChosenFlows);
        }

        if (problem is not null)
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.Condition, problem);
            return;
        }

        foreach (var flow in turn.ChosenFlows)
        {
            Transitions.Take(turn, turn.Graph.Flows[flow], instance.Scope);
        }
    }

    /// <summary>The reset; or the only phase of a gateway that joins nothing.</summary>
    public override string? ChooseFlows(Turn turn, ElementInstance instance, Element element, List<int> chosen)
    {
        if (!GraphPlan.IsLateJoin(element))
        {
            return Outflow.EveryThatHolds(turn, instance, element, chosen);
        }

        using var _ = Counting(turn, element, turn.State.Get(instance.Scope), starting: false, instance);
        foreach (var index in element.Outgoing)
        {
            if (turn.Graph.Flows[index].Condition is not { } condition || !condition.FreeVariables.Contains(WaitingForStart))
            {
                continue;
            }

            if (!Evaluation.TryCondition(turn, instance.Number, condition, out var holds, out var problem))
            {
                return problem;
            }

            if (holds)
            {
                chosen.Add(index);
            }
        }

        return null;
    }

    private static ElementInstance? FindResetting(Turn turn, Element gateway, ElementInstance scope)
    {
        foreach (var child in scope.Children)
        {
            if (turn.State.Get(child) is { } instance && instance.Element == gateway.Index)
            {
                return instance;
            }
        }

        return null;
    }

    private static bool TryReset(Turn turn, Element gateway, ElementInstance scope, ElementInstance instance)
    {
        var late = ImmutableArray.CreateBuilder<int>();
        foreach (var flow in LateJoins.WaitingAt(gateway, scope))
        {
            if (!instance.JoinedFlows.Contains(flow))
            {
                late.Add(flow);
            }
        }

        if (LateJoins.MoreCanCome(turn, gateway, scope, [.. instance.JoinedFlows, .. late]))
        {
            return false;
        }

        if (late.Count > 0)
        {
            Transitions.Join(turn, instance, late.ToImmutable());
        }

        Transitions.Leave(turn, instance, gateway);
        return true;
    }

    private static ExtraVariables Counting(
        Turn turn, Element gateway, ElementInstance scope, bool starting, ElementInstance? instance = null)
    {
        var counts = new FeelContext.Builder();
        var total = 0;
        foreach (var flow in gateway.Incoming)
        {
            var count = scope.WaitingFlows.Count(waiting => waiting == flow)
                + (instance?.JoinedFlows.Count(joined => joined == flow) ?? 0);
            total += count;
            counts.Set(turn.Graph.Flows[flow].Id, FeelNumber.Of(count));
        }

        counts.Set("activationCount", FeelNumber.Of(total));
        counts.Set(WaitingForStart, FeelBoolean.Of(starting));
        return new ExtraVariables(turn.Variables, counts.Build());
    }

    /// <summary>Lets expressions see more until it is disposed.</summary>
    private readonly struct ExtraVariables : IDisposable
    {
        private readonly VariableScope variables;

        public ExtraVariables(VariableScope variables, FeelContext extra)
        {
            this.variables = variables;
            variables.Extra = extra;
        }

        public void Dispose() => variables.Extra = null;
    }
}
