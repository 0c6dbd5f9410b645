using System.Linq.Expressions;
using System.Text;
using System.Text.Json;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Orchestration.Search;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Versions of processes: everyone signed in may read them.</summary>
internal static class ProcessDefinitionEndpoints
{
    private static readonly SearchFields<DefinitionRow> Fields = new SearchFields<DefinitionRow>(d => d.Key)
        .Key("processDefinitionKey", d => d.Key)
        .Text("processDefinitionId", d => d.ProcessId)
        .Text("name", d => d.Name)
        .Text("resourceName", d => d.ResourceName)
        .Number("version", d => d.Version)
        .Text("versionTag", d => d.VersionTag)
        .Text("tenantId", d => d.TenantId)
        .Flag("isLatestVersion", d => d.Latest)
        .Flag("hasStartForm", d => d.StartFormId != null)
        .Filter("state", StateIs);

    public static void Map(RouteGroupBuilder v2)
    {
        var definitions = v2.MapGroup("/process-definitions").WithTags("Process definition");
        definitions.MapPost("/search", SearchAsync)
            .WithName("searchProcessDefinitions").WithSummary("Search process definitions");
        definitions.MapGet("/{processDefinitionKey}", GetAsync)
            .WithName("getProcessDefinition").WithSummary("Get a process definition");
        definitions.MapGet("/{processDefinitionKey}/xml", GetXmlAsync)
            .WithName("getProcessDefinitionXML").WithSummary("Get the BPMN XML of a process definition")
            .Produces<string>(StatusCodes.Status200OK, "text/xml");
        definitions.MapGet("/{processDefinitionKey}/form", GetFormAsync)
            .WithName("getStartProcessForm").WithSummary("Get the form that starts the process");
    }

    public static async Task<DefinitionRow> FindAsync(WorkflowDbContext database, string key, CancellationToken cancellation)
    {
        var parsed = ClusterKey.Parse(key, "processDefinitionKey");
        return await database.Definitions.AsNoTracking().SingleOrDefaultAsync(d => d.Key == parsed, cancellation)
            ?? throw Problem.NotFound("a process definition", parsed);
    }

    private static Task<SearchQueryResponse<ProcessDefinitionResult>> SearchAsync(
        WorkflowDbContext database, SearchQueryRequest? query, CancellationToken cancellation) =>
        database.Definitions.AsNoTracking().RunAsync(Fields, query, ProcessDefinitionResult.Of, cancellation);

    private static async Task<ProcessDefinitionResult> GetAsync(
        WorkflowDbContext database, string processDefinitionKey, CancellationToken cancellation) =>
        ProcessDefinitionResult.Of(await FindAsync(database, processDefinitionKey, cancellation));

    private static async Task<ContentHttpResult> GetXmlAsync(
        WorkflowDbContext database, string processDefinitionKey, CancellationToken cancellation)
    {
        var definition = await FindAsync(database, processDefinitionKey, cancellation);
        var content = await database.Resources.AsNoTracking()
            .Where(r => r.Key == definition.ResourceKey).Select(r => r.Content).SingleAsync(cancellation);
        return TypedResults.Text(Encoding.UTF8.GetString(content), "text/xml", Encoding.UTF8);
    }

    private static async Task<Results<Ok<FormResult>, NoContent>> GetFormAsync(
        WorkflowDbContext database, string processDefinitionKey, CancellationToken cancellation)
    {
        var definition = await FindAsync(database, processDefinitionKey, cancellation);
        var form = await FormResult.FindAsync(database, definition.StartFormId, cancellation);
        return form is null ? TypedResults.NoContent() : TypedResults.Ok(form);
    }

    private static Expression<Func<DefinitionRow, bool>> StateIs(JsonElement json)
    {
        var active = WireName.Parse<ProcessDefinitionState>(json, "state") == ProcessDefinitionState.Active;
        return _ => active;
    }
}
