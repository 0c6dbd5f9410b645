using System.ComponentModel.DataAnnotations;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Inbox;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Notifications;

/// <summary>What a person should know.</summary>
internal static class NotificationEndpoints
{
    /// <summary>Keys in one request.</summary>
    public const int KeysMax = 200;

    public sealed record NotificationTarget(
        [property: AllowedValues("task", "case", "idea", "incident")] string Kind, string Key);

    public sealed record Notification(
        string Key,
        DateTimeOffset At,
        string Text,
        NotificationTarget? Target,
        bool Read);

    public sealed record NotificationPage(IReadOnlyList<Notification> Rows, string? Next, int Unread);

    public sealed record ReadRequest(IReadOnlyList<string>? Keys, bool? All);

    public static void MapNotifications(this IEndpointRouteBuilder api)
    {
        api.MapGet("/notifications", List).WithName("listNotifications").WithSummary("Own notifications, newest first.")
            .Produces<NotificationPage>();
        api.MapPost("/notifications/read", MarkRead).WithName("markNotificationsRead").WithSummary("Marks some or all as read.")
            .Produces(204);
    }

    private static async Task<NotificationPage> List(
        string? after, int? limit, Caller caller, WorkflowDbContext database, CancellationToken cancellation)
    {
        var own = database.Notifications.AsNoTracking().Where(n => n.UserId == caller.UserId);
        var place = after is null ? long.MaxValue : ClusterKey.Parse(after, "after");
        var size = InboxEndpoints.Limit(limit);
        var found = await own.Where(n => n.Key < place).OrderByDescending(n => n.Key).Take(size + 1).ToListAsync(cancellation);
        var page = found.Take(size).ToList();
        return new NotificationPage(
            [.. page.Select(View)],
            found.Count > size ? ClusterKey.Text(page[^1].Key) : null,
            await own.CountAsync(n => !n.Read, cancellation));
    }

    private static async Task<IResult> MarkRead(
        ReadRequest request, Caller caller, WorkflowDbContext database, CancellationToken cancellation)
    {
        var keys = (request.Keys ?? []).Select(key => ClusterKey.Parse(key, "keys")).ToList();
        if (keys.Count > KeysMax)
        {
            throw Problem.Invalid($"Expected at most {KeysMax} keys, but found {keys.Count}.");
        }

        await database.Notifications
            .Where(n => n.UserId == caller.UserId && !n.Read && (request.All == true || keys.Contains(n.Key)))
            .ExecuteUpdateAsync(n => n.SetProperty(row => row.Read, true), cancellation);
        return Results.NoContent();
    }

    private static Notification View(NotificationRow row) => new(
        ClusterKey.Text(row.Key),
        row.At,
        row.Text,
        row.TargetKind is { } kind && row.TargetKey is { } key ? new NotificationTarget(kind, ClusterKey.Text(key)) : null,
        row.Read);
}
