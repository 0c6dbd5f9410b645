using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Inbox;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Search;

/// <summary>One search over everything the caller may see.</summary>
internal static class SearchEndpoint
{
    private const int PerKindMax = 5;

    /// <summary>The id of the process whose cases are shown as ideas.</summary>
    private const string IdeaProcess = "idee";

    public sealed record FoundIdea(string Key, string Number, string Title, [property: Ideas.IdeaStatus] string Status);

    public sealed record SearchResult(
        IReadOnlyList<TaskItem> Tasks,
        IReadOnlyList<CaseItem> Cases,
        IReadOnlyList<ProcessEndpoints.ProcessItem> Processes,
        IReadOnlyList<FoundIdea> Ideas);

    public static void MapSearch(this IEndpointRouteBuilder api) =>
        api.MapGet("/search", Search).WithName("search").WithSummary("Tasks, cases, processes and ideas; at most five of each.")
            .Produces<SearchResult>();

    private static async Task<SearchResult> Search(
        string? q,
        Caller caller,
        InboxReading inbox,
        TaskReading tasks,
        CaseAccess access,
        CaseItems items,
        ProcessCatalogue catalogue,
        WorkflowDbContext database,
        CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(q))
        {
            return new SearchResult([], [], [], []);
        }

        var (open, _) = await inbox.PageAsync(new InboxQuery { View = InboxView.All, Q = q }, caller, null, PerKindMax, cancellation);
        var (putOff, _) = await inbox.PageAsync(
            new InboxQuery { View = InboxView.FollowUp, Q = q }, caller, null, PerKindMax, cancellation);
        var taskRows = open.Concat(putOff).DistinctBy(task => task.Key).Take(PerKindMax).ToList();
        var visible = CaseEndpoints.WithText(await access.VisibleAsync(caller, cancellation), q, database);
        var cases = await visible.OrderByDescending(i => i.Key).Take(PerKindMax).ToListAsync(cancellation);
        var ideas = await visible.Where(i => i.ProcessId == IdeaProcess).OrderByDescending(i => i.Key).Take(PerKindMax)
            .ToListAsync(cancellation);
        var processes = (await catalogue.LatestAsync(cancellation))
            .Where(d => FoldedText.Of(d.Name ?? d.ProcessId).Contains(FoldedText.Of(q.Trim()), StringComparison.Ordinal))
            .Take(PerKindMax).ToList();
        return new SearchResult(
            await tasks.ItemsAsync(taskRows, caller, cancellation),
            await items.ItemsAsync(cases, cancellation),
            await ProcessEndpoints.ItemsAsync(processes, caller, catalogue, database, cancellation),
            await IdeasAsync(ideas, items, database, cancellation));
    }

    private static async Task<List<FoundIdea>> IdeasAsync(
        List<InstanceRow> rows, CaseItems items, WorkflowDbContext database, CancellationToken cancellation)
    {
        var keys = rows.Select(r => r.Key).ToList();
        var status = await database.Variables.Where(v => keys.Contains(v.ScopeKey) && v.Name == "status")
            .ToDictionaryAsync(v => v.ScopeKey, v => v.Value.Trim('"'), cancellation);
        var ideas = new List<FoundIdea>();
        foreach (var row in rows)
        {
            var shown = await items.RefAsync(row, cancellation);
            ideas.Add(new FoundIdea(shown.Key, shown.Number, shown.Title, status.GetValueOrDefault(row.Key, "Idee")));
        }

        return ideas;
    }
}
