using System.Collections.Immutable;
using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>Continues the instance on another version: each active element moves to the mapped element id.</summary>
[MessagePackObject]
public sealed record MigrateInstance(
    [property: Key(0)] long TargetDefinitionKey,
    [property: Key(1)] ImmutableArray<ElementMapping> Mappings) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if (turn.Context.Graphs?.Invoke(TargetDefinitionKey) is not { } target)
        {
            return Refusal.NotFound(
                $"Expected definition {TargetDefinitionKey} to exist, but it does not.", "Die Zielversion gibt es nicht.");
        }

        var plan = MigrationPlan.Make(turn, target, Mappings);
        if (plan.Problems.Count > 0)
        {
            return Refusal.InvalidState(
                $"Expected every active element to have a place in definition {TargetDefinitionKey}, but: "
                    + string.Join("; ", plan.Problems) + ".",
                "Der Vorgang lässt sich nicht umziehen: " + string.Join(" ", plan.Notices));
        }

        plan.CloseWaits(turn);
        turn.Emit(new InstanceMigrated(TargetDefinitionKey, plan.Elements, plan.Flows));
        turn.ContinueOn(target);
        plan.OpenWaits(turn);
        FourEyes.Refresh(turn);
        turn.TitleIsStale = true;
        return null;
    }
}

/// <summary>An active source element continues as the target element.</summary>
[MessagePackObject]
public sealed record ElementMapping([property: Key(0)] string SourceId, [property: Key(1)] string TargetId);
