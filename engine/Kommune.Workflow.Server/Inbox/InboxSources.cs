using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Inbox;

/// <summary>The ways by which tasks reach a caller, each a query that walks one index; a list is their merge.</summary>
/// <remarks>
/// One query with «assigned to me or a candidate is me» would scan all open tasks. These walk, in the list's order, only
/// what they return: assigned tasks by assignee, candidates by group or person.
/// </remarks>
internal sealed class InboxSources(WorkflowDbContext database, Caller caller, DateTimeOffset now)
{
    public IEnumerable<IQueryable<ListedTask>> Of(InboxQuery query) =>
        Reaching(query.View).Select(source => Filter(source, query));

    private IEnumerable<IQueryable<ListedTask>> Reaching(InboxView view) => view switch
    {
        InboxView.Mine => [AssignedTo(caller.UserId)],
        InboxView.Groups => Offered(caller.UserId, caller.Groups),
        InboxView.Deputy => Deputised(),
        InboxView.Done => [List(database.Tasks.Where(t => t.CompletedBy == caller.UserId))],
        _ => [AssignedTo(caller.UserId), .. Offered(caller.UserId, caller.Groups), .. Deputised()],
    };

    private IQueryable<ListedTask> AssignedTo(string userId) =>
        List(database.Tasks.Where(t => t.State == TaskState.Open && t.Assignee == userId));

    private IEnumerable<IQueryable<ListedTask>> Offered(string userId, IEnumerable<string> groups) =>
        [Offered(CandidateKind.User, userId), .. groups.Select(group => Offered(CandidateKind.Group, group))];

    // Sorted by the candidate's own columns, so that the database walks its index and stops at the end of the page.
    private IQueryable<ListedTask> Offered(CandidateKind kind, string candidate) => database.TaskCandidates
        .Where(c => c.Kind == kind && c.Candidate == candidate && c.Unassigned)
        .Join(
            database.Tasks,
            c => c.TaskKey,
            t => t.Key,
            (c, t) => new ListedTask { Task = t, DueSort = c.DueSort, Key = c.TaskKey });

    private static IQueryable<ListedTask> List(IQueryable<TaskRow> tasks) =>
        tasks.Select(t => new ListedTask { Task = t, DueSort = t.DueSort, Key = t.Key });

    /// <summary>Tasks of absent people, except those that reach the caller anyway.</summary>
    private IEnumerable<IQueryable<ListedTask>> Deputised()
    {
        foreach (var absent in caller.DeputyFor)
        {
            yield return AssignedTo(absent.UserId);
            foreach (var offered in Offered(absent.UserId, absent.Groups.Except(caller.Groups)))
            {
                yield return offered.Where(t => !database.TaskCandidates.Any(c => c.TaskKey == t.Key
                    && ((c.Kind == CandidateKind.User && c.Candidate == caller.UserId)
                        || (c.Kind == CandidateKind.Group && caller.Groups.Contains(c.Candidate)))));
            }
        }
    }

    private IQueryable<ListedTask> Filter(IQueryable<ListedTask> tasks, InboxQuery query)
    {
        tasks = query.View switch
        {
            InboxView.All => tasks.Where(t => t.Task.FollowUpAt == null || t.Task.FollowUpAt <= now),
            InboxView.FollowUp => tasks.Where(t => t.Task.FollowUpAt != null),
            InboxView.Overdue => tasks.Where(t => t.Task.DueAt < now),
            _ => tasks,
        };
        if (!string.IsNullOrWhiteSpace(query.Q))
        {
            var sought = FoldedText.Of(query.Q.Trim());
            tasks = tasks.Where(t => t.Task.SearchText.Contains(sought));
        }

        if (query.Process is { Length: > 0 } process)
        {
            tasks = tasks.Where(t => t.Task.ProcessId == process);
        }

        if (query.Group is { Length: > 0 } group)
        {
            var quoted = "%" + EscapeLike($"\"{group}\"") + "%";
            tasks = tasks.Where(t => EF.Functions.Like(t.Task.CandidateGroups, quoted, "\\"));
        }

        if (query.Priority == "high")
        {
            tasks = tasks.Where(t => t.Task.Priority > 50);
        }

        return query.FourEyes == true ? tasks.Where(t => t.Task.Barred != "[]") : tasks;
    }

    internal static string EscapeLike(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);
}

/// <summary>A task and the columns by which lists sort it.</summary>
internal sealed class ListedTask
{
    public required TaskRow Task { get; init; }
    public required long DueSort { get; init; }
    public required long Key { get; init; }
}
