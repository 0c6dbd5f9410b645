using System.Text.Json.Serialization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.Notices;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Cases;

/// <summary>What people write at a case.</summary>
internal static class CommentEndpoints
{
    public const int TextLengthMax = 4_000;

    public sealed record CommentRequest([property: JsonRequired] string Text, string? TaskKey);

    public sealed record Comment(
        string Key,
        DateTimeOffset At,
        Person By,
        string Text,
        string? TaskTitle,
        bool CanDelete);

    public static void MapComments(this IEndpointRouteBuilder api)
    {
        api.MapGet("/cases/{key}/comments", List).WithName("listComments").WithSummary("Comments at a case, oldest first.")
            .Produces<IReadOnlyList<Comment>>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/cases/{key}/comments", Add).WithName("addComment").WithSummary("Writes a comment.")
            .Produces<Comment>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/comments/{key}", Delete).WithName("deleteComment").WithSummary("Deletes an own comment.")
            .Produces(204).ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IReadOnlyList<Comment>> List(
        string key, Caller caller, CaseAccess access, WorkflowDbContext database, PeopleDirectory directory, CancellationToken cancellation)
    {
        var row = await access.FindAsync(key, caller, cancellation);
        var comments = await database.Comments.AsNoTracking()
            .Where(c => c.InstanceKey == row.Key).OrderBy(c => c.Key).ToListAsync(cancellation);
        await directory.LoadAsync(comments.Select(c => c.AuthorUserId), cancellation);
        var titles = await TitlesAsync(comments.Select(c => c.TaskKey), database, cancellation);
        return [.. comments.Select(c => View(c, titles, caller, directory))];
    }

    private static async Task<IResult> Add(
        string key,
        CommentRequest request,
        Caller caller,
        HttpContext context,
        CaseAccess access,
        CaseRows rows,
        KeySource keys,
        WorkflowDbContext database,
        PeopleDirectory directory,
        EngineClock clock,
        CancellationToken cancellation)
    {
        var text = request.Text.Trim();
        if (text.Length is < 1 or > TextLengthMax)
        {
            throw Problem.Unprocessable("text", $"Ein Kommentar hat 1 bis {TextLengthMax} Zeichen.");
        }

        var row = await access.FindAsync(key, caller, cancellation);
        var commandId = CaseCommands.CommandId(context.Request, caller.Actor, "comment");
        if (await rows.FindMadeAsync(commandId, cancellation) is { } made)
        {
            return await ShowAsync(made, caller, database, directory, cancellation);
        }

        var comment = new CommentRow
        {
            Key = (await keys.NextAsync(cancellation)).Value,
            InstanceKey = row.Key,
            TaskKey = TaskOf(request.TaskKey, row.Key),
            AuthorUserId = caller.UserId,
            At = clock.GetUtcNow(),
            Text = text,
        };
        database.Comments.Add(comment);
        var remark = CaseRows.Remark("comment", comment.Key, comment.TaskKey);
        var saved = await rows.SaveAsync(
            remark, row, caller.Actor, commandId, CommentNotice.Of(row, comment, caller), cancellation);
        var shown = saved ? comment.Key : (await rows.FindMadeAsync(commandId, cancellation))!.Value;
        return await ShowAsync(shown, caller, database, directory, cancellation);
    }

    private static async Task<IResult> ShowAsync(
        long key, Caller caller, WorkflowDbContext database, PeopleDirectory directory, CancellationToken cancellation)
    {
        var comment = await database.Comments.AsNoTracking().SingleOrDefaultAsync(c => c.Key == key, cancellation)
            ?? throw Problem.NotFound("a comment", key);
        await directory.LoadAsync([comment.AuthorUserId], cancellation);
        var titles = await TitlesAsync([comment.TaskKey], database, cancellation);
        return Results.Created($"/api/comments/{comment.Key}", View(comment, titles, caller, directory));
    }

    private static async Task<IResult> Delete(
        string key,
        Caller caller,
        CaseAccess access,
        CaseRows rows,
        WorkflowDbContext database,
        CancellationToken cancellation)
    {
        var commentKey = ClusterKey.Parse(key, "the comment");
        var comment = await database.Comments.SingleOrDefaultAsync(c => c.Key == commentKey, cancellation)
            ?? throw Problem.NotFound("a comment", key);
        var row = await access.FindAsync(ClusterKey.Text(comment.InstanceKey), caller, cancellation);
        if (!CanDelete(comment.AuthorUserId, caller))
        {
            throw Problem.Forbidden("Löschen können nur die Verfasserin oder der Verfasser und die Administration.");
        }

        database.Comments.Remove(comment);
        var remark = CaseRows.Remark("comment-removed", comment.Key, comment.TaskKey);
        await rows.SaveAsync(remark, row, caller.Actor, commandId: null, notice: null, cancellation);
        return Results.NoContent();
    }

    internal static bool CanDelete(string author, Caller caller) =>
        author == caller.UserId || caller.May(Permissions.Administration);

    /// <summary>The key of a task of the case, or null; another's ends the request.</summary>
    internal static long? TaskOf(string? taskKey, long instanceKey)
    {
        if (string.IsNullOrEmpty(taskKey))
        {
            return null;
        }

        var key = ClusterKey.Parse(taskKey, "taskKey");
        return InstanceKey.Of(key, out _).Value == instanceKey
            ? key
            : throw Problem.Invalid("Expected a task of this case, but it belongs to another.");
    }

    private static Task<Dictionary<long, string>> TitlesAsync(
        IEnumerable<long?> taskKeys, WorkflowDbContext database, CancellationToken cancellation)
    {
        var keys = taskKeys.OfType<long>().Distinct().ToList();
        return database.Tasks.Where(t => keys.Contains(t.Key)).ToDictionaryAsync(t => t.Key, t => t.Title, cancellation);
    }

    private static Comment View(CommentRow row, Dictionary<long, string> titles, Caller caller, PeopleDirectory directory) => new(
        ClusterKey.Text(row.Key),
        row.At,
        directory.Person(row.AuthorUserId)!,
        row.Text,
        row.TaskKey is { } task ? titles.GetValueOrDefault(task) : null,
        CanDelete(row.AuthorUserId, caller));
}
