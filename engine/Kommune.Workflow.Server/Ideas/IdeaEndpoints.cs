using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Inbox;
using Kommune.Workflow.Server.Tasks;

namespace Kommune.Workflow.Server.Ideas;

/// <summary>The Ideenspeicher. An idea is a case: comments, files and its record are read through <c>/api/cases</c>.</summary>
internal static class IdeaEndpoints
{
    public static void MapIdeas(this IEndpointRouteBuilder api)
    {
        api.MapGet("/ideas", List).WithName("listIdeas").WithSummary("Ideas everybody may read, last changed first.")
            .Produces<Page<IdeaItem>>().ProducesProblem(400);
        api.MapGet("/ideas/overview", Overview).WithName("readIdeaOverview").WithSummary("How many ideas there are of what.")
            .Produces<IdeaOverview>().ProducesProblem(400);
        api.MapGet("/ideas/similar", Similar).WithName("findSimilarIdeas")
            .WithSummary("Likely duplicates of an idea that is being written; at most five.")
            .Produces<IReadOnlyList<IdeaRef>>().ProducesProblem(400);
        api.MapGet("/ideas/{key}", Read).WithName("readIdea").WithSummary("One idea with its full record.")
            .Produces<IdeaDetail>().ProducesProblem(404);
    }

    private static async Task<Page<IdeaItem>> List(
        [AsParameters] IdeaFilter filter, string? after, int? limit, Caller caller, IdeaReading ideas, CancellationToken cancellation)
    {
        var (rows, next) = await ideas.PageAsync(filter, after, InboxEndpoints.Limit(limit), cancellation);
        return new Page<IdeaItem>(rows, next);
    }

    private static Task<IdeaOverview> Overview(
        [AsParameters] IdeaFilter filter, Caller caller, IdeaReading ideas, CancellationToken cancellation) =>
        ideas.OverviewAsync(filter, caller, cancellation);

    private static Task<IReadOnlyList<IdeaRef>> Similar(
        string? title, string? text, Caller caller, IdeaReading ideas, CancellationToken cancellation) =>
        ideas.SimilarAsync($"{title} {text}", cancellation);

    private static Task<IdeaDetail> Read(string key, Caller caller, IdeaReading ideas, CancellationToken cancellation) =>
        ideas.DetailAsync(key, caller, cancellation);
}
