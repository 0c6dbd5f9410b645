using System.Collections.Immutable;
using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>Changes the listed properties of a task; a property that is not listed stays.</summary>
/// <param name="Task">The task.</param>
/// <param name="Changes">The new values.</param>
/// <param name="Reason">Why, in the caller's words; kept on the record. Null: none given.</param>
[MessagePackObject]
public sealed record UpdateTask(
    [property: Key(0)] int Task, [property: Key(1)] TaskChanges Changes, [property: Key(2)] string? Reason = null) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if ((Refusal.Find(turn, Task, out UserTask task) ?? Refusal.TooLong(turn, Reason)) is { } missing)
        {
            return missing;
        }

        if (Changes.Priority is < 0 or > 100)
        {
            return Refusal.InvalidArgument(
                $"Expected a priority from 0 to 100, but got {Changes.Priority}.", "Die Priorität muss zwischen 0 und 100 liegen.");
        }

        turn.Emit(new TaskUpdated(task with
        {
            DueAt = Clears(nameof(TaskChanges.DueAt)) ? null : Changes.DueAt ?? task.DueAt,
            FollowUpAt = Clears(nameof(TaskChanges.FollowUpAt)) ? null : Changes.FollowUpAt ?? task.FollowUpAt,
            Priority = Changes.Priority ?? task.Priority,
            CandidateGroups = Changes.CandidateGroups ?? task.CandidateGroups,
            CandidateUsers = Changes.CandidateUsers ?? task.CandidateUsers,
        }));
        return null;
    }

    private bool Clears(string property) => Changes.Clear is { } clear && clear.Contains(property);
}

/// <summary>New values of a task's properties; null keeps the value, <see cref="Clear"/> names those to empty.</summary>
[MessagePackObject]
public sealed record TaskChanges
{
    [Key(0)] public DateTimeOffset? DueAt { get; init; }
    [Key(1)] public DateTimeOffset? FollowUpAt { get; init; }
    [Key(2)] public int? Priority { get; init; }
    [Key(3)] public ImmutableArray<string>? CandidateGroups { get; init; }
    [Key(4)] public ImmutableArray<string>? CandidateUsers { get; init; }

    /// <summary>Names of <see cref="DueAt"/> and <see cref="FollowUpAt"/> when they are to be emptied.</summary>
    [Key(5)] public ImmutableArray<string>? Clear { get; init; }
}
