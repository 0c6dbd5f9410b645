using System.ComponentModel.DataAnnotations;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Inbox;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Ideas;

/// <summary>The Chronik: what happened, for everybody signed in.</summary>
internal static class ChronicleEndpoint
{
    /// <summary>An item of the Chronik.</summary>
    /// <remarks>
    /// Kind: <c>entered</c>, a new idea; <c>statusChanged</c>, see From and To; <c>note</c>, see Text. IdeaKey and IdeaNumber are
    /// null when it is about another case.
    /// </remarks>
    public sealed record ChronicleItem(
        string Key,
        DateTimeOffset At,
        [property: AllowedValues("entered", "statusChanged", "note")] string Kind,
        string? IdeaKey,
        string? IdeaNumber,
        string Title,
        [property: IdeaStatus] string? From,
        [property: IdeaStatus] string? To,
        string? Text,
        Person? By);

    public static void MapChronicle(this IEndpointRouteBuilder api) =>
        api.MapGet("/chronicle", List).WithName("listChronicle").WithSummary("What happened, newest first.")
            .Produces<Page<ChronicleItem>>().ProducesProblem(400);

    private static async Task<Page<ChronicleItem>> List(
        string? after, int? limit, Caller caller, WorkflowDbContext database, PeopleDirectory people, CancellationToken cancellation)
    {
        var place = after is null ? long.MaxValue : ClusterKey.Parse(after, "after");
        var size = InboxEndpoints.Limit(limit);
        var found = await database.Chronicle.AsNoTracking().Where(c => c.Key < place)
            .OrderByDescending(c => c.Key).Take(size + 1).ToListAsync(cancellation);
        var page = found.Take(size).ToList();
        await people.LoadAsync(page.Select(c => c.ByUserId), cancellation);
        return new Page<ChronicleItem>(
            [.. page.Select(row => View(row, people))], found.Count > size ? ClusterKey.Text(page[^1].Key) : null);
    }

    private static ChronicleItem View(ChronicleRow row, PeopleDirectory people)
    {
        var isIdea = row.ProcessId == IdeaNames.ProcessId;
        return new ChronicleItem(
            ClusterKey.Text(row.Key),
            row.At,
            row.ToStatus is null ? "note" : row.FromStatus is null ? "entered" : "statusChanged",
            isIdea ? ClusterKey.Text(row.InstanceKey) : null,
            isIdea ? row.CaseNumber : null,
            row.Title,
            row.FromStatus,
            row.ToStatus,
            row.Text,
            people.Person(row.ByUserId));
    }
}
