using System.ComponentModel.DataAnnotations;
using Kommune.Workflow.Server.People;

namespace Kommune.Workflow.Server.Tasks;

/// <summary>A task in a list.</summary>
public record TaskItem
{
    public required string Key { get; init; }
    public required string Title { get; init; }

    [AllowedValues("open", "completed", "canceled")]
    public required string State { get; init; }
    public required string CaseKey { get; init; }
    public required string CaseNumber { get; init; }
    public required string ProcessId { get; init; }
    public required string ProcessName { get; init; }
    public required string ElementId { get; init; }

    /// <summary>0 to 100; 50 is normal.</summary>
    public required int Priority { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public DateTimeOffset? FollowUpAt { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public Person? Assignee { get; init; }
    public DateTimeOffset? AssignedAt { get; init; }
    public required IReadOnlyList<GroupRef> CandidateGroups { get; init; }
    public required IReadOnlyList<Person> CandidateUsers { get; init; }

    /// <summary>Set when the reader sees the task as this person's deputy.</summary>
    public Person? DeputyFor { get; init; }
    public FourEyesNote? FourEyes { get; init; }
    public bool Unread { get; init; }

    /// <summary>What the reader may do now.</summary>
    public required IReadOnlyList<TaskAction> Can { get; init; }
}

/// <summary>Four eyes concern this task.</summary>
/// <param name="Kind"><c>excluded</c>: the reader did the other step. <c>separates</c>: whoever does this may not do the other.</param>
/// <param name="TaskName">The other step.</param>
public sealed record FourEyesNote([property: AllowedValues("excluded", "separates")] string Kind, string TaskName);

/// <summary>Rows page by key: pass <paramref name="Next"/> as <c>after</c>; null at the end.</summary>
public sealed record Page<TRow>(IReadOnlyList<TRow> Rows, string? Next);
