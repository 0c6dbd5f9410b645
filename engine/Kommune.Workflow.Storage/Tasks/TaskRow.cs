using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kommune.Workflow.Storage;

/// <summary>A task for a person; ended ones stay until the instance is forgotten.</summary>
public sealed class TaskRow : ITenantOwned
{
    /// <summary>What <see cref="DueSort"/> holds without a due date.</summary>
    public const long NoDue = long.MaxValue;

    public long Key { get; set; }
    public string TenantId { get; set; } = "";
    public long InstanceKey { get; set; }
    public long ElementInstanceKey { get; set; }
    public string ElementId { get; set; } = "";
    public string ProcessId { get; set; } = "";
    public long DefinitionKey { get; set; }
    public int Version { get; set; }
    public string? CaseNumber { get; set; }
    public string Title { get; set; } = "";

    /// <summary><see cref="FoldedText"/> of title and case number.</summary>
    public string SearchText { get; set; } = "";
    public TaskState State { get; set; }
    public string? Assignee { get; set; }
    public DateTimeOffset? AssignedAt { get; set; }

    /// <summary>Who delegated the task and gets it back.</summary>
    public string? Owner { get; set; }

    /// <summary>JSON list of group ids.</summary>
    public string CandidateGroups { get; set; } = "[]";

    /// <summary>JSON list of user ids.</summary>
    public string CandidateUsers { get; set; } = "[]";

    /// <summary>JSON list of <c>{"user":…,"element":…}</c>: who may not do the task because of four eyes, and the step they did.</summary>
    public string Barred { get; set; } = "[]";
    public DateTimeOffset? DueAt { get; set; }

    /// <summary><see cref="DueAt"/> in milliseconds since 1970, or <see cref="NoDue"/>: lists sort tasks without a date last.</summary>
    public long DueSort { get; set; } = NoDue;
    public DateTimeOffset? FollowUpAt { get; set; }

    /// <summary>0 to 100.</summary>
    public int Priority { get; set; }
    public string? FormId { get; set; }
    public string? ExternalFormReference { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The person who really completed it.</summary>
    public string? CompletedBy { get; set; }
}

public enum TaskState : byte
{
    Open,
    Completed,
    Canceled,
}

/// <summary>A group or person among the candidates of an open task.</summary>
public sealed class TaskCandidateRow : ITenantOwned
{
    public long TaskKey { get; set; }
    public CandidateKind Kind { get; set; }

    /// <summary>A group's or a user's id.</summary>
    public string Candidate { get; set; } = "";
    public string TenantId { get; set; } = "";

    /// <summary>Whether nobody holds the task.</summary>
    public bool Unassigned { get; set; }
    public long DueSort { get; set; }
}

public enum CandidateKind : byte
{
    Group,
    User,
}

internal sealed class TaskConfiguration : IEntityTypeConfiguration<TaskRow>, IEntityTypeConfiguration<TaskCandidateRow>
{
    public void Configure(EntityTypeBuilder<TaskRow> builder)
    {
        builder.ToTable("user_tasks").HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => new { row.TenantId, row.State, row.Assignee, row.DueSort, row.Key });
        builder.HasIndex(row => new { row.TenantId, row.ProcessId, row.EndedAt }).HasFilter("ended_at is not null");
        builder.HasIndex(row => new { row.TenantId, row.CompletedBy, row.EndedAt, row.Key })
            .HasFilter("completed_by is not null");
    }

    public void Configure(EntityTypeBuilder<TaskCandidateRow> builder)
    {
        builder.ToTable("task_candidates").HasKey(row => new { row.TaskKey, row.Kind, row.Candidate });

        // SQLite takes a bare truth value for no equality: only as a filter does it let a list walk the index in its order.
        builder.HasIndex(row => new { row.TenantId, row.Kind, row.Candidate, row.DueSort, row.TaskKey }).HasFilter("unassigned");
    }
}
