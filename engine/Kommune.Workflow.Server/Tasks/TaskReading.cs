using Kommune.Workflow.Definitions;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Tasks;

/// <summary>Finds tasks and turns their rows into what the reader may see of them.</summary>
internal sealed class TaskReading(WorkflowDbContext database, PeopleDirectory directory, ProcessCatalogue catalogue)
{
    /// <summary>The task, unless the caller may not see it: then 403 names the responsible groups and nothing else.</summary>
    public async Task<(TaskRow Row, TaskRights Rights)> FindAsync(string key, Caller caller, CancellationToken cancellation)
    {
        var taskKey = ClusterKey.Parse(key, "the task");
        var row = await database.Tasks.AsNoTracking().SingleOrDefaultAsync(t => t.Key == taskKey, cancellation)
            ?? throw Problem.NotFound("a user task", key);
        var rights = new TaskRights(row, caller);
        if (!rights.CanSee)
        {
            await directory.LoadAsync([], cancellation);
            throw Problem.Forbidden(
                "Sie haben auf diese Aufgabe keinen Zugriff.",
                [.. JsonList.Read(row.CandidateGroups).Select(id => directory.Group(id).Name)]);
        }

        return (row, rights);
    }

    public async Task<IReadOnlyList<TaskItem>> ItemsAsync(
        IReadOnlyList<TaskRow> rows, Caller caller, CancellationToken cancellation)
    {
        var keys = rows.Select(r => r.Key).ToList();
        var read = (await database.ReadMarks.AsNoTracking()
            .Where(m => m.UserId == caller.UserId && keys.Contains(m.TaskKey))
            .Select(m => m.TaskKey)
            .ToListAsync(cancellation)).ToHashSet();
        await directory.LoadAsync(
            rows.SelectMany(r => JsonList.Read(r.CandidateUsers).Append(r.Assignee).Append(r.Owner))
                .Concat(caller.DeputyFor.Select(d => d.UserId)),
            cancellation);
        var items = new List<TaskItem>(rows.Count);
        foreach (var row in rows)
        {
            var graph = await catalogue.GraphAsync(row.DefinitionKey, cancellation);
            items.Add(Item(row, new TaskRights(row, caller), graph, !read.Contains(row.Key)));
        }

        return items;
    }

    private TaskItem Item(TaskRow row, TaskRights rights, ProcessGraph graph, bool unread) => new()
    {
        Key = ClusterKey.Text(row.Key),
        Title = row.Title,
        State = StateName(row.State),
        CaseKey = ClusterKey.Text(row.InstanceKey),
        CaseNumber = row.CaseNumber ?? ClusterKey.Text(row.InstanceKey),
        ProcessId = row.ProcessId,
        ProcessName = graph.Name ?? row.ProcessId,
        ElementId = row.ElementId,
        Priority = row.Priority,
        CreatedAt = row.CreatedAt,
        DueAt = row.DueAt,
        FollowUpAt = row.FollowUpAt,
        CompletedAt = row.State == TaskState.Open ? null : row.EndedAt,
        Assignee = directory.Person(row.Assignee),
        AssignedAt = row.AssignedAt,
        CandidateGroups = [.. JsonList.Read(row.CandidateGroups).Select(directory.Group)],
        CandidateUsers = [.. JsonList.Read(row.CandidateUsers).Select(id => directory.Person(id)!)],
        DeputyFor = rights.IsHolder ? null : directory.Person(rights.DeputyFor),
        FourEyes = FourEyes(row, rights, graph),
        Unread = unread && row.State == TaskState.Open,
        Can = [.. rights.Allowed()],
    };

    public static string StateName(TaskState state) => state switch
    {
        TaskState.Open => "open",
        TaskState.Completed => "completed",
        _ => "canceled",
    };

    private static FourEyesNote? FourEyes(TaskRow row, TaskRights rights, ProcessGraph graph)
    {
        if (rights.BarringElementId is { } other)
        {
            return new FourEyesNote("excluded", graph.Find(other)?.Name ?? other);
        }

        var separated = graph.Elements.FirstOrDefault(e => e.UserTask?.FourEyes.Contains(row.ElementId) == true);
        return separated is null ? null : new FourEyesNote("separates", separated.Name ?? separated.Id);
    }
}
