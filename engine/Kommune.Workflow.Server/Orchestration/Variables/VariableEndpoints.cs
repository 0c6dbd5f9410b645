using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Orchestration.Search;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

internal static class VariableEndpoints
{
    public static void Map(RouteGroupBuilder v2)
    {
        var variables = v2.MapGroup("/variables").WithTags("Variable");
        variables.MapPost("/search", SearchAsync).WithName("searchVariables").WithSummary("Search variables");
        variables.MapGet("/{variableKey}", GetAsync).WithName("getVariable").WithSummary("Get a variable with its whole value");
    }

    private static Task<SearchQueryResponse<VariableSearchResult>> SearchAsync(
        Caller caller, WorkflowDbContext database, SearchQueryRequest? query, bool? truncateValues, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        return VariableSearch.RunAsync(VariableSearch.Views(database), query, truncateValues, cancellation);
    }

    private static async Task<VariableResult> GetAsync(
        Caller caller, WorkflowDbContext database, string variableKey, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var key = ClusterKey.Parse(variableKey, nameof(variableKey));
        var view = await VariableSearch.Views(database).SingleOrDefaultAsync(v => v.Variable.Key == key, cancellation);
        return VariableResult.Of(view ?? throw Problem.NotFound("a variable", key));
    }
}
