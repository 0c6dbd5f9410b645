using System.ComponentModel.DataAnnotations;
namespace Kommune.Workflow.Server.Inbox;

public enum InboxView
{
    /// <summary>Mine, my groups' and deputised ones, without those put off to a later day.</summary>
    All,

    /// <summary>Assigned to me.</summary>
    Mine,

    /// <summary>Unassigned, with me among the candidates.</summary>
    Groups,

    /// <summary>Those I see as a substitute.</summary>
    Deputy,

    /// <summary>With a follow-up date.</summary>
    FollowUp,

    /// <summary>Due before now.</summary>
    Overdue,

    /// <summary>Completed by me, newest first.</summary>
    Done,
}

public enum InboxSort
{
    /// <summary>Earliest first, without a date last.</summary>
    Due,

    /// <summary>Newest first.</summary>
    Created,

    /// <summary>Highest first.</summary>
    Priority,
}

/// <summary>Which tasks, as query string and in saved views.</summary>
public sealed record InboxQuery
{
    public InboxView View { get; init; }

    /// <summary>Part of the title or case number.</summary>
    public string? Q { get; init; }
    public string? Process { get; init; }

    /// <summary>A candidate group.</summary>
    public string? Group { get; init; }

    /// <summary><c>high</c>: more than 50.</summary>
    [AllowedValues("high")]
    public string? Priority { get; init; }

    /// <summary>Only tasks of which four eyes bar somebody.</summary>
    public bool? FourEyes { get; init; }
    public InboxSort? Sort { get; init; }
}
