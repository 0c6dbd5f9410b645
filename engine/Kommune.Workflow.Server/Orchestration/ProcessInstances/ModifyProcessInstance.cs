using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>A repair by hand: all of it happens together, or nothing.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ProcessInstanceModificationInstruction
{
    public IReadOnlyList<ActivationInstruction>? ActivateInstructions { get; init; }
    public IReadOnlyList<MoveInstruction>? MoveInstructions { get; init; }
    public IReadOnlyList<TerminationInstruction>? TerminateInstructions { get; init; }
    public long? OperationReference { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ActivationInstruction
{
    public required string ElementId { get; init; }
    public string? AncestorElementInstanceKey { get; init; }
    public IReadOnlyList<VariableInstruction>? VariableInstructions { get; init; }
}

/// <summary>Variables to set first, in the scope with this element id; the process's without one.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record VariableInstruction
{
    [JsonConverter(typeof(VariablesJson))]
    public required FeelContext Variables { get; init; }
    public string? ScopeId { get; init; }
}

/// <summary>Ends element instances and starts before another element, once for each.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MoveInstruction
{
    public required MoveSource SourceElementInstruction { get; init; }
    public required string TargetElementId { get; init; }
    public MoveAncestor? AncestorScopeInstruction { get; init; }
    public IReadOnlyList<VariableInstruction>? VariableInstructions { get; init; }
}

/// <summary><c>byId</c>: all active instances of an element; <c>byKey</c>: one of them.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MoveSource(string SourceType, string? SourceElementId, string? SourceElementInstanceKey);

/// <summary><c>direct</c>: this scope; <c>inferred</c>: the only possible one; <c>sourceParent</c>: the scope left.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MoveAncestor(string AncestorScopeType, string? AncestorElementInstanceKey);

/// <summary>All active instances of an element, or one of them.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TerminationInstruction(string? ElementId, string? ElementInstanceKey);

internal static class ModifyProcessInstance
{
    /// <summary>Instructions in one request.</summary>
    public const int InstructionsMax = 1_000;

    public static async Task<NoContent> AnswerAsync(
        CommandSender sender,
        WorkflowDbContext database,
        string processInstanceKey,
        ProcessInstanceModificationInstruction wish,
        CancellationToken cancellation)
    {
        sender.Caller.Require(Permissions.Operations);
        var key = ClusterKey.Parse(processInstanceKey, nameof(processInstanceKey));
        CheckCount(wish);
        var standing = await database.ElementInstances.AsNoTracking()
            .Where(e => e.InstanceKey == key).Take(InstructionsMax).ToListAsync(cancellation);
        var activate = new List<ActivateInstruction>();
        var terminate = new List<int>();
        foreach (var wanted in wish.ActivateInstructions ?? [])
        {
            activate.Add(Activation(
                wanted.ElementId, Local(wanted.AncestorElementInstanceKey, key), wanted.VariableInstructions));
        }

        foreach (var move in wish.MoveInstructions ?? [])
        {
            foreach (var source in Sources(move.SourceElementInstruction, standing))
            {
                terminate.Add(Local(source.Key));
                activate.Add(Activation(move.TargetElementId, Ancestor(move, source, key), move.VariableInstructions));
            }
        }

        foreach (var wanted in wish.TerminateInstructions ?? [])
        {
            terminate.AddRange(Terminations(wanted, standing, key));
        }

        await sender.SendAsync(key, _ => new ModifyInstance([.. activate], [.. terminate.Distinct()]));
        return TypedResults.NoContent();
    }

    private static void CheckCount(ProcessInstanceModificationInstruction wish)
    {
        var count = (wish.ActivateInstructions?.Count ?? 0) + (wish.MoveInstructions?.Count ?? 0)
            + (wish.TerminateInstructions?.Count ?? 0);
        if (count is 0 or > InstructionsMax)
        {
            throw Problem.Invalid($"Expected 1 to {InstructionsMax} instructions, but found {count}.");
        }
    }

    private static ActivateInstruction Activation(string elementId, int? ancestor, IReadOnlyList<VariableInstruction>? variables) =>
        variables switch
        {
            null or [] => new ActivateInstruction(elementId, ancestor, null),
            [var only] => new ActivateInstruction(elementId, ancestor, only.Variables, only.ScopeId),
            _ => throw Problem.Invalid($"Expected at most one variableInstruction per element, but found {variables.Count}."),
        };

    private static IEnumerable<ElementInstanceRow> Sources(MoveSource source, List<ElementInstanceRow> standing)
    {
        var found = source.SourceType switch
        {
            "byId" => standing.Where(e => e.ElementId == source.SourceElementId),
            "byKey" => standing.Where(e => ClusterKey.Text(e.Key) == source.SourceElementInstanceKey),
            _ => throw Problem.Invalid("Expected the sourceType byId or byKey, but found another."),
        };
        return found.Any() ? found : throw Problem.Invalid(
            "Expected an active instance of the source element, but there is none.");
    }

    private static int? Ancestor(MoveInstruction move, ElementInstanceRow source, long instance) =>
        move.AncestorScopeInstruction?.AncestorScopeType switch
        {
            null or "inferred" => null,
            "direct" => Local(move.AncestorScopeInstruction.AncestorElementInstanceKey, instance)
                ?? throw Problem.Invalid("Expected an ancestorElementInstanceKey, but there is none."),
            "sourceParent" => Local(source.ScopeKey),
            _ => throw Problem.Invalid("Expected the ancestorScopeType direct, inferred or sourceParent, but found another."),
        };

    private static ImmutableArray<int> Terminations(TerminationInstruction wanted, List<ElementInstanceRow> standing, long instance)
    {
        if (wanted.ElementId is null == wanted.ElementInstanceKey is null)
        {
            throw Problem.Invalid("Expected either elementId or elementInstanceKey to terminate, but found both or none.");
        }

        return wanted.ElementId is null
            ? [Local(wanted.ElementInstanceKey, instance)!.Value]
            : standing.Where(e => e.ElementId == wanted.ElementId).Select(e => Local(e.Key)).ToImmutableArray();
    }

    private static int Local(long key)
    {
        InstanceKey.Of(key, out var local);
        return local;
    }

    /// <summary>The local number of a key inside the instance; null without a key (or with -1, the API's «none»).</summary>
    private static int? Local(string? key, long instance)
    {
        if (key is null or "-1")
        {
            return null;
        }

        var owner = InstanceKey.Of(ClusterKey.Parse(key, "the element instance key"), out var local);
        return owner.Value == instance
            ? local
            : throw Problem.Invalid($"Expected an element instance of the process instance, but '{key}' belongs to another.");
    }
}
