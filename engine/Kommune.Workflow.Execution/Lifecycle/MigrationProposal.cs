using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Proposes for every element of one version its place in another: by its id, else by its name.</summary>
public static class MigrationProposal
{
    /// <summary>One line for every element but the process itself, in document order.</summary>
    public static IReadOnlyList<ProposedPlace> Make(ProcessGraph source, ProcessGraph target)
    {
        var byId = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in source.Elements)
        {
            if (target.Find(element.Id) is { } same && MigrationPlan.IsSameKind(element, same))
            {
                byId.Add(element.Id);
            }
        }

        return [.. source.Elements.Skip(1).Select(element => Propose(element, source, target, byId))];
    }

    private static ProposedPlace Propose(Element element, ProcessGraph source, ProcessGraph target, HashSet<string> byId)
    {
        if (byId.Contains(element.Id))
        {
            return new ProposedPlace(element, target.Find(element.Id), PlaceReason.SameId);
        }

        // A name leads somewhere only when it is clear on both sides which element is meant.
        var named = element.Name is null ? [] : target.Elements
            .Where(other => IsNamedAlike(element, other) && MigrationPlan.IsSameKind(element, other) && !byId.Contains(other.Id))
            .ToList();
        var isClear = named.Count == 1 && source.Elements.Count(other =>
            !byId.Contains(other.Id) && IsNamedAlike(element, other) && MigrationPlan.IsSameKind(element, other)) == 1;
        return isClear
            ? new ProposedPlace(element, named[0], PlaceReason.SameName)
            : new ProposedPlace(element, null, target.Find(element.Id) is null ? PlaceReason.Gone : PlaceReason.OtherKind);
    }

    private static bool IsNamedAlike(Element one, Element other) =>
        other.Name is not null && string.Equals(one.Name!.Trim(), other.Name.Trim(), StringComparison.OrdinalIgnoreCase);
}

/// <param name="Source">The element of the old version.</param>
/// <param name="Target">Its place in the new version; null: a person has to choose one, or what stands there stays.</param>
/// <param name="Reason">Why this place, or why none.</param>
public sealed record ProposedPlace(Element Source, Element? Target, PlaceReason Reason);

public enum PlaceReason : byte
{
    SameId,
    SameName,

    /// <summary>The new version has no such element.</summary>
    Gone,

    /// <summary>The new version has an element of this id, but it is another kind of step.</summary>
    OtherKind,
}
