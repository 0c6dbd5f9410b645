using System.Globalization;
using System.Security.Cryptography;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Cases;

/// <summary>Files at a case.</summary>
internal static class AttachmentEndpoints
{
    private const int FileNameLengthMax = 200;

    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de-DE");

    /// <summary>What a multipart body has beside its file.</summary>
    private const int EnvelopeBytesMax = 64 * 1024;

    public sealed record Attachment(
        string Key, DateTimeOffset At, Person By, string FileName, string ContentType, long SizeBytes, bool CanDelete);

    public static void MapAttachments(this IEndpointRouteBuilder api, ServerLimits limits)
    {
        api.MapGet("/cases/{key}/attachments", List).WithName("listAttachments").WithSummary("Files at a case.")
            .Produces<IReadOnlyList<Attachment>>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/cases/{key}/attachments", Add).DisableAntiforgery() // Checked for every change with a session, by header.
            .WithMetadata(new RequestSizeLimitAttribute(limits.AttachmentBytesMax + EnvelopeBytesMax))
            .WithName("addAttachment").WithSummary("Attaches a file.")
            .Produces<Attachment>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(413).ProducesProblem(422);
        api.MapGet("/attachments/{key}", Download).WithName("downloadAttachment").WithSummary("The file itself.")
            .Produces(200, contentType: "application/octet-stream").ProducesProblem(403).ProducesProblem(404);
        api.MapDelete("/attachments/{key}", Delete).WithName("deleteAttachment").WithSummary("Deletes an own file.")
            .Produces(204).ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IReadOnlyList<Attachment>> List(
        string key, Caller caller, CaseAccess access, WorkflowDbContext database, PeopleDirectory directory, CancellationToken cancellation)
    {
        var row = await access.FindAsync(key, caller, cancellation);
        var files = await database.Attachments.AsNoTracking()
            .Where(a => a.InstanceKey == row.Key).OrderBy(a => a.Key).ToListAsync(cancellation);
        await directory.LoadAsync(files.Select(f => f.AuthorUserId), cancellation);
        return [.. files.Select(file => View(file, caller, directory))];
    }

    private static async Task<IResult> Add(
        string key,
        IFormFile file,
        [FromForm] string? taskKey,
        Caller caller,
        HttpContext context,
        CaseAccess access,
        CaseRows rows,
        KeySource keys,
        WorkflowDbContext database,
        PeopleDirectory directory,
        EngineClock clock,
        ServerOptions options,
        CancellationToken cancellation)
    {
        var row = await access.FindAsync(key, caller, cancellation);
        var commandId = CaseCommands.CommandId(context.Request, caller.Actor, "attachment");
        if (await rows.FindMadeAsync(commandId, cancellation) is { } made)
        {
            return await ShowAsync(made, caller, database, directory, cancellation);
        }

        var content = await ReadAsync(file, options.Limits.AttachmentBytesMax, cancellation);
        var fileName = CleanName(file.FileName);
        var contentType = FileKinds.ContentTypeOf(fileName, content)
            ?? throw Problem.Unprocessable("file", $"Diese Art von Datei ist nicht erlaubt. Erlaubt sind: {FileKinds.Allowed}.");
        if (await database.Attachments.CountAsync(a => a.InstanceKey == row.Key, cancellation)
            >= options.Limits.AttachmentsPerCaseMax)
        {
            throw Problem.Unprocessable(
                "file", $"Ein Vorgang kann höchstens {options.Limits.AttachmentsPerCaseMax} Dateien haben.");
        }

        var attachment = new AttachmentRow
        {
            Key = (await keys.NextAsync(cancellation)).Value,
            InstanceKey = row.Key,
            TaskKey = CommentEndpoints.TaskOf(taskKey, row.Key),
            AuthorUserId = caller.UserId,
            At = clock.GetUtcNow(),
            FileName = fileName,
            ContentType = contentType,
            SizeBytes = content.Length,
            Sha256 = SHA256.HashData(content),
            Content = new AttachmentContentRow { Bytes = content },
        };
        database.Attachments.Add(attachment);
        var remark = CaseRows.Remark("attachment-added", attachment.Key, attachment.TaskKey);
        var saved = await rows.SaveAsync(remark, row, caller.Actor, commandId, notice: null, cancellation);
        var shown = saved ? attachment.Key : (await rows.FindMadeAsync(commandId, cancellation))!.Value;
        return await ShowAsync(shown, caller, database, directory, cancellation);
    }

    private static async Task<IResult> ShowAsync(
        long key, Caller caller, WorkflowDbContext database, PeopleDirectory directory, CancellationToken cancellation)
    {
        var attachment = await database.Attachments.AsNoTracking().SingleOrDefaultAsync(a => a.Key == key, cancellation)
            ?? throw Problem.NotFound("an attachment", key);
        await directory.LoadAsync([attachment.AuthorUserId], cancellation);
        return Results.Created($"/api/attachments/{attachment.Key}", View(attachment, caller, directory));
    }

    private static async Task<IResult> Download(
        string key, Caller caller, CaseAccess access, WorkflowDbContext database, CancellationToken cancellation)
    {
        var (attachment, _) = await FindAsync(key, caller, access, database.Attachments.Include(a => a.Content), cancellation);
        return Results.File(attachment.Content!.Bytes, attachment.ContentType, attachment.FileName);
    }

    private static async Task<IResult> Delete(
        string key,
        Caller caller,
        CaseAccess access,
        CaseRows rows,
        WorkflowDbContext database,
        CancellationToken cancellation)
    {
        var (attachment, row) = await FindAsync(key, caller, access, database.Attachments.Include(a => a.Content), cancellation);
        if (!CommentEndpoints.CanDelete(attachment.AuthorUserId, caller))
        {
            throw Problem.Forbidden("Löschen können nur die Person, die die Datei angefügt hat, und die Administration.");
        }

        database.Attachments.Remove(attachment);
        var remark = CaseRows.Remark("attachment-removed", attachment.Key, attachment.TaskKey);
        await rows.SaveAsync(remark, row, caller.Actor, commandId: null, notice: null, cancellation);
        return Results.NoContent();
    }

    private static async Task<(AttachmentRow Attachment, InstanceRow Case)> FindAsync(
        string key, Caller caller, CaseAccess access, IQueryable<AttachmentRow> rows, CancellationToken cancellation)
    {
        var attachmentKey = ClusterKey.Parse(key, "the attachment");
        var attachment = await rows.SingleOrDefaultAsync(a => a.Key == attachmentKey, cancellation)
            ?? throw Problem.NotFound("an attachment", key);
        return (attachment, await access.FindAsync(ClusterKey.Text(attachment.InstanceKey), caller, cancellation));
    }

    private static async Task<byte[]> ReadAsync(IFormFile file, long bytesMax, CancellationToken cancellation)
    {
        if (file.Length > bytesMax)
        {
            throw new ProblemException(
                413,
                "TOO_LARGE",
                $"Expected a file of at most {bytesMax} bytes.",
                string.Create(German, $"Eine Datei darf höchstens {bytesMax / 1048576.0:0.##} MB groß sein."));
        }

        if (file.Length == 0)
        {
            throw Problem.Unprocessable("file", "Die Datei ist leer.");
        }

        using var buffer = new MemoryStream((int)file.Length);
        await file.CopyToAsync(buffer, cancellation);
        return buffer.ToArray();
    }

    /// <summary>The name without folders and control characters.</summary>
    private static string CleanName(string given)
    {
        var name = new string([.. Path.GetFileName(given.Replace('\\', '/')).Where(c => !char.IsControl(c))]).Trim();
        if (name.Length == 0)
        {
            throw Problem.Unprocessable("file", "Die Datei hat keinen Namen.");
        }

        return name.Length <= FileNameLengthMax ? name : name[..(FileNameLengthMax - 10)] + Path.GetExtension(name);
    }

    private static Attachment View(AttachmentRow row, Caller caller, PeopleDirectory directory) => new(
        ClusterKey.Text(row.Key),
        row.At,
        directory.Person(row.AuthorUserId)!,
        row.FileName,
        row.ContentType,
        row.SizeBytes,
        CommentEndpoints.CanDelete(row.AuthorUserId, caller));
}
