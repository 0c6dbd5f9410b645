using System.Collections.Immutable;
using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>Repairs a running instance by hand: all activations and terminations happen together, or none.</summary>
[MessagePackObject]
public sealed record ModifyInstance(
    [property: Key(0)] ImmutableArray<ActivateInstruction> Activate,
    [property: Key(1)] ImmutableArray<int> TerminateElementInstances) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        foreach (var instruction in Activate)
        {
            if (Refuse(turn, instruction) is { } refusal)
            {
                return refusal;
            }
        }

        foreach (var number in TerminateElementInstances)
        {
            if (Refusal.Find(turn, number, out ElementInstance _) is { } missing)
            {
                return missing;
            }
        }

        foreach (var instruction in Activate)
        {
            SetVariables(turn, instruction);
            ScopeSearch.Activate(turn, turn.Graph.Find(instruction.ElementId)!, instruction.AncestorElementInstance);
        }

        foreach (var number in TerminateElementInstances)
        {
            // It may have gone with a scope that was ended before it.
            if (turn.State.Find(number) is { } instance)
            {
                Terminate(turn, instance);
            }
        }

        return null;
    }

    private static Rejection? Refuse(Turn turn, ActivateInstruction instruction)
    {
        if (Refusal.TooLarge(turn, instruction.Variables) is { } tooLarge)
        {
            return tooLarge;
        }

        if (instruction.VariablesScopeId is { Length: > 0 } scopeId && turn.Graph.Find(scopeId) is null)
        {
            return Refusal.InvalidArgument(
                $"Expected '{scopeId}' to be an element, but it is not.", $"Das Element „{scopeId}“ gibt es nicht.");
        }

        return ScopeSearch.Refuse(turn, instruction.ElementId, instruction.AncestorElementInstance);
    }

    private static void SetVariables(Turn turn, ActivateInstruction instruction)
    {
        if (instruction.Variables is null)
        {
            return;
        }

        var scope = instruction.VariablesScopeId is { Length: > 0 } scopeId
            ? ScopeSearch.OpenAround(turn, turn.Graph.Find(instruction.ElementId)!, instruction.AncestorElementInstance, scopeId)
            : 0;
        Mapping.SetLocal(turn, scope, instruction.Variables);
    }

    // A scope in which nothing is left ends as well, up to the whole instance.
    private static void Terminate(Turn turn, ElementInstance instance)
    {
        while (true)
        {
            if (instance.Scope < 0)
            {
                Ending.Cancel(turn, reason: null);
                return;
            }

            var scope = turn.State.Get(instance.Scope);
            Transitions.Terminate(turn, instance);
            if (scope.Role == InstanceRole.LoopBody)
            {
                Loops.RoundTerminated(turn, scope, instance.LoopIndex);
                return;
            }

            if (scope.Children.Count > 0 || scope.WaitingFlows.Count > 0 || turn.IsArriving(scope.Number))
            {
                return;
            }

            instance = scope;
        }
    }
}

/// <summary>Start before an element.</summary>
/// <param name="ElementId">The element.</param>
/// <param name="AncestorElementInstance">The scope instance to start in, or null where only one is possible.</param>
/// <param name="Variables">Variables to set first.</param>
/// <param name="VariablesScopeId">The id of the element whose scope gets them; null: the process.</param>
[MessagePackObject]
public sealed record ActivateInstruction(
    [property: Key(0)] string ElementId,
    [property: Key(1)] int? AncestorElementInstance,
    [property: Key(2)] FeelContext? Variables,
    [property: Key(3)] string? VariablesScopeId = null);
