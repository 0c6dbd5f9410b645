using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Inbox;

/// <summary>The list of tasks, and how many are in each view.</summary>
internal static class InboxEndpoints
{
    public const int LimitDefault = 50;
    public const int LimitMax = 200;

    /// <param name="Rows">The tasks.</param>
    /// <param name="Next">Pass it as <c>after</c>; null at the end.</param>
    /// <param name="Total">Exact up to 999; 1000 means more.</param>
    public sealed record InboxPage(IReadOnlyList<TaskItem> Rows, string? Next, int Total);

    /// <summary>Tasks per view, exact up to 999; what is done is not counted.</summary>
    public sealed record ViewCounts(int All, int Mine, int Groups, int Deputy, int FollowUp, int Overdue);

    /// <param name="Views">Tasks per view.</param>
    /// <param name="Saved">Tasks per saved view, by its key.</param>
    public sealed record InboxCounts(ViewCounts Views, IReadOnlyDictionary<string, int> Saved);

    public static void MapInbox(this IEndpointRouteBuilder api)
    {
        api.MapGet("/inbox", List).WithName("listInbox").WithSummary("A page of the tasks that reach the caller.")
            .Produces<InboxPage>();
        api.MapGet("/inbox/counts", Count).WithName("countInbox").WithSummary("Tasks per view and saved view.")
            .Produces<InboxCounts>();
    }

    private static async Task<InboxPage> List(
        [AllowedValues("all", "mine", "groups", "deputy", "followUp", "overdue", "done")] string? view,
        string? q,
        string? process,
        string? group,
        [AllowedValues("high")] string? priority,
        bool? fourEyes,
        [AllowedValues("due", "created", "priority")] string? sort,
        string? after,
        int? limit,
        Caller caller,
        InboxReading inbox,
        TaskReading tasks,
        CancellationToken cancellation)
    {
        var query = new InboxQuery
        {
            View = Parse<InboxView>(view) ?? InboxView.All,
            Q = q,
            Process = process,
            Group = group,
            Priority = priority,
            FourEyes = fourEyes,
            Sort = Parse<InboxSort>(sort),
        };
        var (rows, next) = await inbox.PageAsync(query, caller, after, Limit(limit), cancellation);
        var total = await inbox.CountAsync(query, caller, cancellation);
        return new InboxPage(await tasks.ItemsAsync(rows, caller, cancellation), next, total);
    }

    private static async Task<InboxCounts> Count(
        Caller caller, InboxReading inbox, WorkflowDbContext database, CancellationToken cancellation)
    {
        Task<int> In(InboxView view) => inbox.CountAsync(new InboxQuery { View = view }, caller, cancellation);
        var views = new ViewCounts(
            await In(InboxView.All),
            await In(InboxView.Mine),
            await In(InboxView.Groups),
            await In(InboxView.Deputy),
            await In(InboxView.FollowUp),
            await In(InboxView.Overdue));

        var saved = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in await SavedViewEndpoints.VisibleAsync(database, caller, cancellation))
        {
            var query = JsonSerializer.Deserialize<InboxQuery>(row.Query, SavedViewEndpoints.Json)!;
            saved[row.Key.ToString(CultureInfo.InvariantCulture)] = await inbox.CountAsync(query, caller, cancellation);
        }

        return new InboxCounts(views, saved);
    }

    private static TEnum? Parse<TEnum>(string? text)
        where TEnum : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return char.IsLetter(text[0]) && Enum.TryParse<TEnum>(text, ignoreCase: true, out var value)
            ? value
            : throw Problem.Invalid($"Expected a known value, but found '{text}'.", $"„{text}“ ist hier nicht bekannt.");
    }

    /// <summary>The rows of a page that were asked for, within the limits.</summary>
    internal static int Limit(int? asked) => asked is null or (>= 1 and <= LimitMax)
        ? asked ?? LimitDefault
        : throw Problem.Invalid(
            $"Expected limit to be from 1 to {LimitMax}, but found {asked}.", $"Eine Seite hat 1 bis {LimitMax} Zeilen.");
}
