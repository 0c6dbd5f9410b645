using System.Text;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Orchestration.Search;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>One version of a decision.</summary>
public sealed record DecisionDefinitionResult(
    string DecisionDefinitionKey,
    string DecisionDefinitionId,
    string Name,
    int Version,
    string DecisionRequirementsId,
    string DecisionRequirementsKey,
    string DecisionRequirementsName,
    int DecisionRequirementsVersion,
    string TenantId)
{
    internal static DecisionDefinitionResult Of(DecisionView view) => new(
        ClusterKey.Text(view.Decision.Key),
        view.Decision.DecisionId,
        view.Decision.Name ?? view.Decision.DecisionId,
        view.Decision.Version,
        view.Requirements.RequirementsId,
        ClusterKey.Text(view.Requirements.Key),
        view.Requirements.Name ?? view.Requirements.RequirementsId,
        view.Requirements.Version,
        view.Decision.TenantId);
}

/// <summary>One version of a decision model, which holds decisions.</summary>
public sealed record DecisionRequirementsResult(
    string DecisionRequirementsKey,
    string DecisionRequirementsId,
    string DecisionRequirementsName,
    int Version,
    string ResourceName,
    string TenantId)
{
    internal static DecisionRequirementsResult Of(DecisionRequirementsRow row) => new(
        ClusterKey.Text(row.Key), row.RequirementsId, row.Name ?? row.RequirementsId, row.Version, row.ResourceName, row.TenantId);
}

/// <summary>A decision with the model it stands in.</summary>
internal sealed class DecisionView
{
    public required DecisionRow Decision { get; init; }
    public required DecisionRequirementsRow Requirements { get; init; }
}

/// <summary>Versions of decisions and their models: everyone signed in may read them.</summary>
internal static class DecisionEndpoints
{
    private static readonly SearchFields<DecisionView> DecisionFields = new SearchFields<DecisionView>(v => v.Decision.Key)
        .Key("decisionDefinitionKey", v => v.Decision.Key)
        .Text("decisionDefinitionId", v => v.Decision.DecisionId)
        .Text("name", v => v.Decision.Name)
        .Number("version", v => v.Decision.Version)
        .Flag("isLatestVersion", v => v.Decision.Latest)
        .Key("decisionRequirementsKey", v => v.Requirements.Key)
        .Text("decisionRequirementsId", v => v.Requirements.RequirementsId)
        .Text("decisionRequirementsName", v => v.Requirements.Name)
        .Number("decisionRequirementsVersion", v => v.Requirements.Version)
        .Text("tenantId", v => v.Decision.TenantId);

    private static readonly SearchFields<DecisionRequirementsRow> RequirementsFields =
        new SearchFields<DecisionRequirementsRow>(r => r.Key)
            .Key("decisionRequirementsKey", r => r.Key)
            .Text("decisionRequirementsId", r => r.RequirementsId)
            .Text("decisionRequirementsName", r => r.Name)
            .Number("version", r => r.Version)
            .Text("resourceName", r => r.ResourceName)
            .Text("tenantId", r => r.TenantId);

    public static void Map(RouteGroupBuilder v2)
    {
        var decisions = v2.MapGroup("/decision-definitions").WithTags("Decision definition");
        decisions.MapPost("/search", SearchAsync)
            .WithName("searchDecisionDefinitions").WithSummary("Search decision definitions");
        decisions.MapPost("/evaluation", EvaluateDecision.AnswerAsync)
            .WithName("evaluateDecision").WithSummary("Evaluate a decision over variables");
        decisions.MapGet("/{decisionDefinitionKey}", GetAsync)
            .WithName("getDecisionDefinition").WithSummary("Get a decision definition");
        decisions.MapGet("/{decisionDefinitionKey}/xml", GetXmlAsync)
            .WithName("getDecisionDefinitionXML").WithSummary("Get the DMN XML of a decision definition")
            .Produces<string>(StatusCodes.Status200OK, "text/xml");
        var requirements = v2.MapGroup("/decision-requirements").WithTags("Decision requirements");
        requirements.MapPost("/search", SearchRequirementsAsync)
            .WithName("searchDecisionRequirements").WithSummary("Search decision models");
        requirements.MapGet("/{decisionRequirementsKey}", GetRequirementsAsync)
            .WithName("getDecisionRequirements").WithSummary("Get a decision model");
        requirements.MapGet("/{decisionRequirementsKey}/xml", GetRequirementsXmlAsync)
            .WithName("getDecisionRequirementsXML").WithSummary("Get the DMN XML of a decision model")
            .Produces<string>(StatusCodes.Status200OK, "text/xml");
    }

    public static IQueryable<DecisionView> Views(WorkflowDbContext database) =>
        from decision in database.Decisions.AsNoTracking()
        join requirements in database.DecisionRequirements on decision.RequirementsKey equals requirements.Key
        select new DecisionView { Decision = decision, Requirements = requirements };

    private static Task<SearchQueryResponse<DecisionDefinitionResult>> SearchAsync(
        WorkflowDbContext database, SearchQueryRequest? query, CancellationToken cancellation) =>
        Views(database).RunAsync(DecisionFields, query, DecisionDefinitionResult.Of, cancellation);

    private static async Task<DecisionDefinitionResult> GetAsync(
        WorkflowDbContext database, string decisionDefinitionKey, CancellationToken cancellation) =>
        DecisionDefinitionResult.Of(await FindAsync(database, decisionDefinitionKey, cancellation));

    private static async Task<ContentHttpResult> GetXmlAsync(
        WorkflowDbContext database, string decisionDefinitionKey, CancellationToken cancellation) =>
        await XmlAsync(
            database, (await FindAsync(database, decisionDefinitionKey, cancellation)).Decision.ResourceKey, cancellation);

    private static Task<SearchQueryResponse<DecisionRequirementsResult>> SearchRequirementsAsync(
        WorkflowDbContext database, SearchQueryRequest? query, CancellationToken cancellation) =>
        database.DecisionRequirements.AsNoTracking()
            .RunAsync(RequirementsFields, query, DecisionRequirementsResult.Of, cancellation);

    private static async Task<DecisionRequirementsResult> GetRequirementsAsync(
        WorkflowDbContext database, string decisionRequirementsKey, CancellationToken cancellation) =>
        DecisionRequirementsResult.Of(await FindRequirementsAsync(database, decisionRequirementsKey, cancellation));

    private static async Task<ContentHttpResult> GetRequirementsXmlAsync(
        WorkflowDbContext database, string decisionRequirementsKey, CancellationToken cancellation) =>
        await XmlAsync(
            database, (await FindRequirementsAsync(database, decisionRequirementsKey, cancellation)).ResourceKey, cancellation);

    public static async Task<DecisionView> FindAsync(WorkflowDbContext database, string key, CancellationToken cancellation)
    {
        var parsed = ClusterKey.Parse(key, "decisionDefinitionKey");
        return await Views(database).SingleOrDefaultAsync(v => v.Decision.Key == parsed, cancellation)
            ?? throw Problem.NotFound("a decision definition", parsed);
    }

    private static async Task<DecisionRequirementsRow> FindRequirementsAsync(
        WorkflowDbContext database, string key, CancellationToken cancellation)
    {
        var parsed = ClusterKey.Parse(key, "decisionRequirementsKey");
        return await database.DecisionRequirements.AsNoTracking().SingleOrDefaultAsync(r => r.Key == parsed, cancellation)
            ?? throw Problem.NotFound("a decision model", parsed);
    }

    private static async Task<ContentHttpResult> XmlAsync(
        WorkflowDbContext database, long resourceKey, CancellationToken cancellation)
    {
        var content = await database.Resources.AsNoTracking()
            .Where(r => r.Key == resourceKey).Select(r => r.Content).SingleAsync(cancellation);
        return TypedResults.Text(Encoding.UTF8.GetString(content), "text/xml", Encoding.UTF8);
    }
}
