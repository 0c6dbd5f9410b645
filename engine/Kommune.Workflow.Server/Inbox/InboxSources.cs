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
    public IEnumerable<IQueryable<TaskRow>> Of(InboxQuery query) =>
        Reaching(query.View).Select(source => Filter(source, query));

    private IEnumerable<IQueryable<TaskRow>> Reaching(InboxView view) => view switch
    {
        InboxView.Mine => [AssignedTo(caller.UserId)],
        InboxView.Groups => Offered(caller.UserId, caller.Groups),
        InboxView.Deputy => Deputised(),
        InboxView.Done => [database.Tasks.Where(t => t.CompletedBy == caller.UserId)],
        _ => [AssignedTo(caller.UserId), .. Offered(caller.UserId, caller.Groups), .. Deputised()],
    };

    private IQueryable<TaskRow> AssignedTo(string userId) =>
        database.Tasks.Where(t => t.State == TaskState.Open && t.Assignee == userId);

    private IEnumerable<IQueryable<TaskRow>> Offered(string userId, IEnumerable<string> groups) =>
        [Offered(CandidateKind.User, userId), .. groups.Select(group => Offered(CandidateKind.Group, group))];

    private IQueryable<TaskRow> Offered(CandidateKind kind, string candidate) => database.TaskCandidates
        .Where(c => c.Kind == kind && c.Candidate == candidate && c.Unassigned)
        .Join(database.Tasks, c => c.TaskKey, t => t.Key, (c, t) => t);

    /// <summary>Tasks of absent people, except those that reach the caller anyway.</summary>
    private IEnumerable<IQueryable<TaskRow>> Deputised()
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

    private IQueryable<TaskRow> Filter(IQueryable<TaskRow> tasks, InboxQuery query)
    {
        tasks = query.View switch
        {
            InboxView.All => tasks.Where(t => t.FollowUpAt == null || t.FollowUpAt <= now),
            InboxView.FollowUp => tasks.Where(t => t.FollowUpAt != null),
            InboxView.Overdue => tasks.Where(t => t.DueAt < now),
            _ => tasks,
        };
        if (!string.IsNullOrWhiteSpace(query.Q))
        {
            var pattern = "%" + EscapeLike(query.Q.Trim()) + "%";
            tasks = tasks.Where(t => EF.Functions.Like(t.Title.ToLower(), pattern.ToLower(), "\\")
                || EF.Functions.Like(t.CaseNumber!.ToLower(), pattern.ToLower(), "\\"));
        }

        if (query.Process is { Length: > 0 } process)
        {
            tasks = tasks.Where(t => t.ProcessId == process);
        }

        if (query.Group is { Length: > 0 } group)
        {
            var quoted = "%" + EscapeLike($"\"{group}\"") + "%";
            tasks = tasks.Where(t => EF.Functions.Like(t.CandidateGroups, quoted, "\\"));
        }

        if (query.Priority == "high")
        {
            tasks = tasks.Where(t => t.Priority > 50);
        }

        return query.FourEyes == true ? tasks.Where(t => t.Barred != "[]") : tasks;
    }

    internal static string EscapeLike(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);
}
