using System.Collections.Immutable;
using Kommune.Workflow.Definitions;
using MessagePack;

namespace Kommune.Workflow.Execution;

[MessagePackObject]
public sealed record ActivateAdHocElements(
    [property: Key(0)] int ElementInstance, [property: Key(1)] ImmutableArray<string> ElementIds) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if (Refusal.Find(turn, ElementInstance, out ElementInstance instance) is { } missing)
        {
            return missing;
        }

        var element = turn.ElementOf(instance);
        if (element.AdHoc is null || instance.Role == InstanceRole.LoopBody || instance.State != ElementState.Active)
        {
            return Refusal.InvalidState(
                $"Expected '{element.Id}' to be an active ad-hoc sub-process, but it is not.", "Hier lassen sich keine Schritte wählen.");
        }

        var elements = ImmutableArray.CreateBuilder<int>(ElementIds.Length);
        foreach (var id in ElementIds)
        {
            if (turn.Graph.Find(id) is not { } inner || inner.Scope != element.Index || !SubProcess.StartsByItself(inner))
            {
                return Refusal.InvalidArgument(
                    $"Expected '{id}' to be a first element inside '{element.Id}', but it is not.",
                    $"Den Schritt „{id}“ gibt es hier nicht.");
            }

            elements.Add(inner.Index);
        }

        AdHocSubProcess.Start(turn, instance, element, elements.ToImmutable());
        return null;
    }
}
