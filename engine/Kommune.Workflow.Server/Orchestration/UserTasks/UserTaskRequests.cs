using System.Text.Json;
using System.Text.Json.Serialization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Gives a task to a person; giving it to oneself is claiming it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record UserTaskAssignmentRequest
{
    public string? Assignee { get; init; }

    /// <summary>Whether a task somebody else holds may be taken over; yes when not given.</summary>
    public bool? AllowOverride { get; init; }

    /// <summary>A word of the caller's for the change; has no effect.</summary>
    public string? Action { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record UserTaskCompletionRequest
{
    [JsonConverter(typeof(VariablesJson))]
    public FeelContext? Variables { get; init; }

    /// <summary>Which way the task was completed, as the record of the case shows it.</summary>
    public string? Action { get; init; }
}

/// <summary>New values of a task; a property that is absent stays, null (or an empty text) empties it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record UserTaskUpdateRequest
{
    public JsonElement? Changeset { get; init; }

    /// <inheritdoc cref="UserTaskAssignmentRequest.Action"/>
    public string? Action { get; init; }
}

/// <summary>Reads a changeset, in which absent and null differ.</summary>
internal static class UserTaskChangeset
{
    /// <summary>Candidates a task may name, per kind.</summary>
    public const int CandidatesMax = 200;

    public const int PriorityDefault = 50;

    public static TaskChanges Read(JsonElement? changeset)
    {
        if (changeset is not { ValueKind: JsonValueKind.Object } given || !given.EnumerateObject().Any())
        {
            throw Problem.Invalid("Expected a changeset that names at least one property, but there is none.");
        }

        var changes = new TaskChanges { Clear = [] };
        foreach (var property in given.EnumerateObject())
        {
            changes = property.Name switch
            {
                "dueDate" => Time(property) is { } due
                    ? changes with { DueAt = due }
                    : changes with { Clear = [.. changes.Clear!, nameof(TaskChanges.DueAt)] },
                "followUpDate" => Time(property) is { } followUp
                    ? changes with { FollowUpAt = followUp }
                    : changes with { Clear = [.. changes.Clear!, nameof(TaskChanges.FollowUpAt)] },
                "priority" => changes with { Priority = Priority(property) },
                "candidateGroups" => changes with { CandidateGroups = [.. Names(property)] },
                "candidateUsers" => changes with { CandidateUsers = [.. Names(property)] },
                _ => throw Problem.Invalid($"Expected a property of the changeset that is known, but found '{property.Name}'."),
            };
        }

        return changes;
    }

    private static DateTimeOffset? Time(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when property.Value.GetString() is "" => null,
        JsonValueKind.String when property.Value.TryGetDateTimeOffset(out var time) => time.ToUniversalTime(),
        _ => throw Problem.Invalid($"Expected {property.Name} to be a time in ISO 8601, but found another."),
    };

    private static int Priority(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.Null => PriorityDefault,
        JsonValueKind.Number when property.Value.TryGetInt32(out var priority) && priority is >= 0 and <= 100 => priority,
        _ => throw Problem.Invalid("Expected priority to be a whole number from 0 to 100, but found another."),
    };

    private static IEnumerable<string> Names(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Array when property.Value.GetArrayLength() <= CandidatesMax
            && property.Value.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String) =>
            property.Value.EnumerateArray().Select(name => name.GetString()!).Distinct(StringComparer.Ordinal),
        _ => throw Problem.Invalid($"Expected {property.Name} to be a list of at most {CandidatesMax} names, but found another."),
    };
}
