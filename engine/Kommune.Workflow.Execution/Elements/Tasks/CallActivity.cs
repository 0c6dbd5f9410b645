using System.Diagnostics.CodeAnalysis;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Calls another process or a global task and waits for its end.</summary>
internal sealed class CallActivity : ElementRule
{
    public override void Activate(Turn turn, ElementInstance instance, Element element) => Call(turn, instance, element);

    /// <summary>Calls anew: what was called before could not start, or ended in an error nobody caught.</summary>
    public override void Retry(Turn turn, ElementInstance instance, Element element) => Call(turn, instance, element);

    /// <summary>The called process completed.</summary>
    public static void Return(Turn turn, ElementInstance instance, FeelContext? variables)
    {
        var element = turn.ElementOf(instance);
        var passes = !element.Outputs.IsEmpty || element.Call is not { PropagateAllChildVariables: false };
        Transitions.Complete(turn, instance, passes ? variables : null);
    }

    private static void Call(Turn turn, ElementInstance instance, Element element)
    {
        if (element.Call is not { } call)
        {
            Transitions.Complete(turn, instance);
            return;
        }

        if (!Evaluation.TryRequiredText(
            turn, instance.Number, call.ProcessId, "Die Id des aufgerufenen Prozesses", out var id, out var problem))
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.CalledElement, problem);
            return;
        }

        var variables = call.PropagateAllParentVariables ? Mapping.VisibleAt(turn, instance) : instance.Variables;
        if (call.Variables is { } more && !TryAdd(turn, instance, more, ref variables, out problem))
        {
            Incidents.Raise(turn, instance, ElementState.Activating, IncidentKind.IoMapping, problem);
            return;
        }

        if (!call.WaitsForEnd)
        {
            turn.Ask(new StartProcess(id, variables));
            Transitions.Complete(turn, instance);
            return;
        }

        var depth = turn.State.CallDepth + 1;
        if (depth > turn.Limits.CallDepthMax)
        {
            var message = $"Prozesse rufen einander tiefer als {turn.Limits.CallDepthMax} Ebenen auf; vermutlich ruft einer sich selbst.";
            Incidents.Raise(turn, instance, ElementState.Active, IncidentKind.Limit, message);
            return;
        }

        turn.Ask(new StartChild(instance.Number, id, element.Index, variables, depth));
    }

    private static bool TryAdd(
        Turn turn, ElementInstance instance, FeelExpression more, ref FeelContext variables, [NotNullWhen(false)] out string? problem)
    {
        if (!Evaluation.TryValue(turn, instance.Number, more, out var value, out problem))
        {
            return false;
        }

        if (value.ToJsonValue() is FeelContext entries)
        {
            for (var i = 0; i < entries.Count; i++)
            {
                variables = variables.With(entries.Keys[i], entries.Values[i]);
            }

            return true;
        }

        problem = value.IsNull ? null : $"„{more.Text}“ muss benannte Werte ergeben, ergab aber {Evaluation.Describe(value)}.";
        return problem is null;
    }
}
