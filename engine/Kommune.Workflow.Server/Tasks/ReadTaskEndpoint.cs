using System.Text.Json.Nodes;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Tasks;

/// <summary>One task with its form, data, draft and what the reader may do; marks it read.</summary>
internal static class ReadTaskEndpoint
{
    public static void MapReadTask(this IEndpointRouteBuilder api) =>
        api.MapGet("/tasks/{key}", Read).WithName("readTask").WithSummary("One task; marks it as read.")
            .Produces<TaskDetail>().ProducesProblem(403).ProducesProblem(404);

    private static async Task<TaskDetail> Read(
        string key,
        Caller caller,
        TaskReading tasks,
        ProcessCatalogue catalogue,
        FormCatalogue forms,
        VariableReading variables,
        PeopleDirectory directory,
        WorkflowDbContext database,
        EngineClock clock,
        CancellationToken cancellation)
    {
        var (row, rights) = await tasks.FindAsync(key, caller, cancellation);
        var item = (await tasks.ItemsAsync([row], caller, cancellation))[0];
        var graph = await catalogue.GraphAsync(row.DefinitionKey, cancellation);
        var element = graph.Find(row.ElementId);
        var form = await forms.OfTaskAsync(database, element?.UserTask, row.DefinitionKey, cancellation);
        var draft = await database.TaskDrafts.AsNoTracking()
            .SingleOrDefaultAsync(d => d.TaskKey == row.Key && d.UserId == caller.UserId, cancellation);
        await MarkReadAsync(row, caller, database, clock, cancellation);
        return new TaskDetail(item)
        {
            Instructions = element?.Properties.GetValueOrDefault("kommune:instructions"),
            Form = form is null ? null : new Form(form.FormId, JsonNode.Parse(form.Json)!.AsObject()),
            Data = await variables.DataAtAsync(row.ElementInstanceKey, cancellation),
            Draft = draft is null ? null : new Draft(JsonNode.Parse(draft.Data)!.AsObject(), draft.SavedAt),
            Delegation = row.Owner is null ? null : new Delegation("pending", directory.Person(row.Owner)!),
            Actions = Enum.GetValues<TaskAction>().ToDictionary(action => action, rights.May),
            Counts = await CountsAsync(row.InstanceKey, database, cancellation),
        };
    }

    private static async Task<TaskCounts> CountsAsync(long instance, WorkflowDbContext database, CancellationToken cancellation) => new(
        await database.Instances.Where(i => i.Key == instance).Select(i => i.JournalCount).SingleOrDefaultAsync(cancellation),
        await database.Comments.CountAsync(c => c.InstanceKey == instance, cancellation),
        await database.Attachments.CountAsync(a => a.InstanceKey == instance, cancellation));

    private static async Task MarkReadAsync(
        TaskRow task, Caller caller, WorkflowDbContext database, EngineClock clock, CancellationToken cancellation)
    {
        if (task.State == TaskState.Open
            && !await database.ReadMarks.AnyAsync(m => m.TaskKey == task.Key && m.UserId == caller.UserId, cancellation))
        {
            database.ReadMarks.Add(new ReadMarkRow { TaskKey = task.Key, UserId = caller.UserId, At = clock.GetUtcNow() });
            await database.SaveOnceAsync(cancellation);
        }
    }
}
