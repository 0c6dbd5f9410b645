using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Inbox;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Operations;

/// <summary>Consequences of a step that failed too often: look, and let them be tried again.</summary>
internal static class EffectEndpoints
{
    /// <param name="Key">Names the effect.</param>
    /// <param name="Kind">What should have happened; <c>remark</c>: a line on a case's record.</param>
    /// <param name="Subject">The process, message or signal concerned; null: none.</param>
    /// <param name="CaseKey">The case it follows from; null: none.</param>
    /// <param name="CreatedAt">Since when it should have happened.</param>
    /// <param name="Attempts">How often it was tried.</param>
    /// <param name="Problem">What the last attempt said.</param>
    public sealed record EffectItem(
        string Key,
        [property: AllowedValues("startCall", "cancelCall", "answerCall", "message", "signal", "remark", "startProcess")] string Kind,
        string? Subject,
        string? CaseKey,
        DateTimeOffset CreatedAt,
        int Attempts,
        string? Problem);

    public static void MapEffects(this IEndpointRouteBuilder api)
    {
        api.MapGet("/effects", List).WithName("listFailedEffects")
            .WithSummary("Consequences of steps that failed too often, oldest first.")
            .Produces<Page<EffectItem>>().ProducesProblem(403);
        api.MapPost("/effects/{key}/retry", Retry).WithName("retryEffect").WithSummary("Lets a failed consequence be tried again.")
            .Produces(204).ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<Page<EffectItem>> List(
        string? after, int? limit, Caller caller, WorkflowDbContext database, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var rows = Failed(database);
        if (after is not null)
        {
            var (position, ordinal) = Parse(after);
            rows = rows.Where(e => e.Position > position || (e.Position == position && e.Ordinal > ordinal));
        }

        var size = InboxEndpoints.Limit(limit);
        var found = await rows.OrderBy(e => e.Position).ThenBy(e => e.Ordinal).Take(size + 1).ToListAsync(cancellation);
        var items = found.Take(size).Select(Describe).ToList();
        return new Page<EffectItem>(items, found.Count > size ? items[^1].Key : null);
    }

    public static IQueryable<OutboxRow> Failed(WorkflowDbContext database) =>
        database.Outbox.AsNoTracking().Where(e => e.NextAt == null);

    private static async Task<IResult> Retry(
        string key, Caller caller, CommittedEffects effects, WorkflowDbContext database, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var (position, ordinal) = Parse(key);
        return await effects.RetryAsync(database.TenantId, position, ordinal, cancellation)
            ? Results.NoContent()
            : throw Problem.NotFound("a failed effect", key);
    }

    private static EffectItem Describe(OutboxRow row)
    {
        var effect = Journal.DecodeEffect(row.Effect);
        var asking = InstanceKey.Of(row.Position, out var entry);
        var (kind, subject) = effect switch
        {
            StartChild start => ("startCall", start.ProcessId),
            CancelChild => ("cancelCall", null),
            NotifyParent => ("answerCall", null),
            PublishMessage message => ("message", message.Name),
            BroadcastSignal signal => ("signal", signal.Name),
            StartProcess start => ("startProcess", start.ProcessId),
            _ => ("remark", (string?)null),
        };
        long? about = effect is SendCommand send ? send.Instance.Value : entry > 0 ? asking.Value : null;
        return new EffectItem(
            string.Create(CultureInfo.InvariantCulture, $"{row.Position}-{row.Ordinal}"),
            kind,
            subject,
            ClusterKey.Text(about),
            row.CreatedAt,
            row.Attempts,
            row.Problem);
    }

    private static (long Position, int Ordinal) Parse(string key)
    {
        var parts = key.Split('-');
        return parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? (ClusterKey.Parse(parts[0], "the effect"), ordinal)
            : throw Problem.Invalid(
                "Expected the key of an effect, but found another.", "Die Adresse enthält keinen gültigen Schlüssel.");
    }
}
