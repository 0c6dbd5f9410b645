using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Ideas;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Notices;

/// <summary>Tells one person something about a case, in the application and by mail if that is on (job <c>kommune:notice</c>).</summary>
/// <remarks>
/// Header <c>text</c>: the name of a deployed Liquid text. Variable <c>an</c>: the user name of the recipient; without it the person
/// who started the case. Variable <c>zuFall</c>: the key of the case it is about; without it the job's own. The text sees the job's
/// variables, <c>empfaenger.name</c>, <c>fall.nummer</c>, <c>fall.titel</c> and <c>fall.link</c>.
/// </remarks>
internal sealed class NoticeWorker(
    IServiceScopeFactory scopes, KeySource keys, ChangeFeed changes, IMails mails, MailSettings settings) : IJobWorker
{
    private const int RetryMinutesMax = 60;
    private const int ModelRetries = 8;

    public string Type => "kommune:notice";

    public async Task<JobResult> ExecuteAsync(JobContext job, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().TenantId = job.TenantId;
        var database = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();
        var about = await AboutAsync(database, job, cancellationToken);
        var userId = Text(job.Variables, "an") ?? about?.StartedBy;
        var person = userId is null
            ? null : await database.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.Active, cancellationToken);
        if (about is null || person is null)
        {
            return JobResult.Completed();
        }

        NoticeText text;
        try
        {
            text = await RenderAsync(database, job, about, person, cancellationToken);
        }
        catch (NoticeTextException e)
        {
            return JobResult.Stuck(e.Message);
        }

        await TellAsync(database, job, about, person, text, cancellationToken);
        return await MailAsync(job, person, text, cancellationToken);
    }

    private static async Task<InstanceRow?> AboutAsync(WorkflowDbContext database, JobContext job, CancellationToken cancellation)
    {
        var key = Text(job.Variables, "zuFall") is { } other ? ClusterKey.Parse(other, "zuFall") : job.InstanceKey;
        return await database.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Key == key, cancellation);
    }

    private async Task<NoticeText> RenderAsync(
        WorkflowDbContext database, JobContext job, InstanceRow about, User person, CancellationToken cancellation)
    {
        var name = job.Headers.GetValueOrDefault("text")
            ?? throw new NoticeTextException("Die Aufgabe nennt keinen Text (Kopfangabe „text“).");
        var file = $"{name}.liquid";
        var inFolder = $"texts/{name}.liquid";
        var content = await database.Resources.Where(r => r.Name == file || r.Name == inFolder)
            .OrderByDescending(r => r.Key).Select(r => r.Content).FirstOrDefaultAsync(cancellation)
            ?? throw new NoticeTextException($"Den Text „{file}“ gibt es nicht.");
        var values = (FeelContext)FeelJson.Parse(job.Variables.ToJsonString());
        return NoticeText.Render(name, Encoding.UTF8.GetString(content).TrimStart('\uFEFF'), values
            .With("empfaenger", FeelContext.Of(("name", FeelString.Of(person.Name))))
            .With("fall", FeelContext.Of(
                ("nummer", FeelString.Of(about.CaseNumber ?? "")),
                ("titel", FeelString.Of(about.Title ?? "")),
                ("link", Link(about) is { } link ? FeelString.Of(link) : FeelNull.Instance))));
    }

    private string? Link(InstanceRow about) => settings.PublicUrl is { } url
        ? $"{url.TrimEnd('/')}/{(about.ProcessId == IdeaNames.ProcessId ? "ideen" : "vorgaenge")}/{ClusterKey.Text(about.Key)}"
        : null;

    /// <summary>Adds the notification, unless an earlier attempt at this job did.</summary>
    private async Task TellAsync(
        WorkflowDbContext database, JobContext job, InstanceRow about, User person, NoticeText text, CancellationToken cancellation)
    {
        var at = await database.Jobs.Where(j => j.Key == job.JobKey).Select(j => j.CreatedAt).SingleAsync(cancellation);
        if (await database.Notifications.AnyAsync(
            n => n.UserId == person.Id && n.TargetKey == about.Key && n.At == at && n.Text == text.Subject, cancellation))
        {
            return;
        }

        var key = (await keys.NextAsync(cancellation)).Value;
        database.Notifications.Add(new NotificationRow
        {
            Key = key,
            UserId = person.Id,
            At = at,
            Text = text.Subject,
            TargetKind = about.ProcessId == IdeaNames.ProcessId ? "idea" : "case",
            TargetKey = about.Key,
        });
        await database.SaveChangesAsync(cancellation);
        changes.Publish(new EngineChange(ChangeKind.Notification, job.TenantId, key, about.Key, about.ProcessId));
    }

    private async Task<JobResult> MailAsync(JobContext job, User person, NoticeText text, CancellationToken cancellation)
    {
        if (!mails.IsOn || string.IsNullOrWhiteSpace(person.Email))
        {
            return JobResult.Completed();
        }

        try
        {
            var mail = new Mail
            {
                To = [new MimeKit.MailboxAddress(person.Name, person.Email).ToString(encode: false)],
                Subject = text.Subject,
                Text = text.Body,
                IdempotencyKey = job.IdempotencyKey,
            };
            await mails.SendAsync(mail, cancellation);
            return JobResult.Completed();
        }
        catch (PluginException e)
        {
            // A mail server may be away for hours: 1, 2, 4, … minutes, then every hour, then a person looks.
            var minutes = Math.Min(Math.Pow(2, Math.Max(0, ModelRetries - job.Retries)), RetryMinutesMax);
            return JobResult.Failed(e.Message, TimeSpan.FromMinutes(minutes));
        }
    }

    private static string? Text(JsonObject variables, string name) =>
        variables[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
