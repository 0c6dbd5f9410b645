using System.Linq.Expressions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Inbox;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Cases;

/// <summary>Which cases a caller may see.</summary>
/// <remarks>
/// With the permission <c>operations</c> all; otherwise cases of processes open to the caller, those the caller started,
/// and those in which a task is or was the caller's: assigned, completed, or offered to the person, one of the groups, or
/// a person the caller stands in for.
/// </remarks>
internal sealed class CaseAccess(WorkflowDbContext database, ProcessCatalogue catalogue, PeopleDirectory directory)
{
    /// <summary>The instances the caller may see.</summary>
    public async Task<IQueryable<InstanceRow>> VisibleAsync(Caller caller, CancellationToken cancellation)
    {
        if (caller.May(Permissions.Operations))
        {
            return database.Instances.AsNoTracking();
        }

        var open = await OpenProcessesAsync(caller, cancellation);
        var me = caller.UserId;
        var involved = TaskOf(caller);
        var tasks = database.Tasks.Where(involved);
        return database.Instances.AsNoTracking().Where(i => open.Contains(i.ProcessId) || i.StartedBy == me
            || tasks.Any(t => t.Key > i.Key && t.Key <= i.Key + InstanceKey.LocalMax));
    }

    /// <summary>The tasks the caller may see: involved in the task itself, or reader of its process.</summary>
    public async Task<IQueryable<TaskRow>> VisibleTasksAsync(Caller caller, CancellationToken cancellation)
    {
        if (caller.May(Permissions.Operations))
        {
            return database.Tasks.AsNoTracking();
        }

        var open = await OpenProcessesAsync(caller, cancellation);
        return database.Tasks.AsNoTracking().Where(Or(t => open.Contains(t.ProcessId), TaskOf(caller)));
    }

    /// <summary>The case; 403 with the responsible groups where the caller may not see it, 404 where there is none.</summary>
    public async Task<InstanceRow> FindAsync(string key, Caller caller, CancellationToken cancellation)
    {
        var instanceKey = ClusterKey.Parse(key, "the case");
        var visible = await VisibleAsync(caller, cancellation);
        if (await visible.SingleOrDefaultAsync(i => i.Key == instanceKey, cancellation) is { } row)
        {
            return row;
        }

        if (!await database.Instances.AnyAsync(i => i.Key == instanceKey, cancellation))
        {
            throw Problem.NotFound("a process instance", key);
        }

        throw Problem.Forbidden("Sie haben auf diesen Vorgang keinen Zugriff.", await ResponsibleAsync(instanceKey, cancellation));
    }

    /// <summary>Ids of the processes whose cases the caller may all read.</summary>
    public async Task<IReadOnlyList<string>> OpenProcessesAsync(Caller caller, CancellationToken cancellation)
    {
        var open = new List<string>();
        foreach (var definition in await catalogue.LatestAsync(cancellation))
        {
            if (ProcessRights.MayReadAll(await catalogue.GraphAsync(definition.Key, cancellation), caller))
            {
                open.Add(definition.ProcessId);
            }
        }

        return open;
    }

    /// <summary>A task that reaches or reached the caller.</summary>
    private static Expression<Func<TaskRow, bool>> TaskOf(Caller caller)
    {
        var me = caller.UserId;
        var absent = caller.DeputyFor.Select(d => d.UserId).ToList();
        Expression<Func<TaskRow, bool>> involved = t =>
            t.Assignee == me || t.CompletedBy == me || t.Owner == me || (t.Assignee != null && absent.Contains(t.Assignee));
        foreach (var group in caller.Groups.Concat(caller.DeputyFor.SelectMany(d => d.Groups)).Distinct(StringComparer.Ordinal))
        {
            var pattern = $"%{InboxSources.EscapeLike($"\"{group}\"")}%";
            involved = Or(involved, t => EF.Functions.Like(t.CandidateGroups, pattern, "\\"));
        }

        foreach (var person in absent.Append(me))
        {
            var pattern = $"%{InboxSources.EscapeLike($"\"{person}\"")}%";
            involved = Or(involved, t => EF.Functions.Like(t.CandidateUsers, pattern, "\\"));
        }

        return involved;
    }

    private static Expression<Func<TaskRow, bool>> Or(
        Expression<Func<TaskRow, bool>> left, Expression<Func<TaskRow, bool>> right) =>
        Expression.Lambda<Func<TaskRow, bool>>(
            Expression.OrElse(left.Body, new Renaming(right.Parameters[0], left.Parameters[0]).Visit(right.Body)), left.Parameters);

    private async Task<IReadOnlyList<string>> ResponsibleAsync(long instanceKey, CancellationToken cancellation)
    {
        await directory.LoadAsync([], cancellation);
        var last = instanceKey | InstanceKey.LocalMax;
        var groups = await database.Tasks.Where(t => t.Key > instanceKey && t.Key <= last && t.State == TaskState.Open)
            .Select(t => t.CandidateGroups).Distinct().ToListAsync(cancellation);
        return [.. groups.SelectMany(JsonList.Read).Distinct().Select(id => directory.Group(id).Name)];
    }

    private sealed class Renaming(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
