using System.Linq.Expressions;
using System.Text.Json;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Orchestration.Search;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

internal static class IncidentEndpoints
{
    private static readonly SearchFields<IncidentView> Fields = new SearchFields<IncidentView>(v => v.Incident.Key)
        .Key("incidentKey", v => v.Incident.Key)
        .Key("processDefinitionKey", v => v.Incident.DefinitionKey)
        .Text("processDefinitionId", v => v.Incident.ProcessId)
        .Key("processInstanceKey", v => v.Incident.InstanceKey)
        .Enum<IncidentKind, IncidentErrorType>("errorType", v => v.Incident.Kind, IncidentErrorTypes.KindOf)
        .Text("errorMessage", v => v.Incident.Message)
        .Text("elementId", v => v.Incident.ElementId)
        .Key("elementInstanceKey", v => v.Incident.ElementInstanceKey)
        .Time("creationTime", v => v.Incident.CreatedAt)
        .Flag("state", v => v.Incident.Resolved)
        .Filter("state", StateIs)
        .Key("jobKey", v => v.Incident.JobKey)
        .Text("tenantId", v => v.Incident.TenantId);

    public static void Map(RouteGroupBuilder v2)
    {
        var incidents = v2.MapGroup("/incidents").WithTags("Incident");
        incidents.MapPost("/search", SearchAsync).WithName("searchIncidents").WithSummary("Search incidents");
        incidents.MapGet("/{incidentKey}", GetAsync).WithName("getIncident").WithSummary("Get an incident");
        incidents.MapPost("/{incidentKey}/resolution", ResolveAsync)
            .WithName("resolveIncident").WithSummary("Try again what got stuck");
    }

    /// <summary>Incidents of an instance and of those it called.</summary>
    public static async Task<SearchQueryResponse<IncidentResult>> SearchOfInstanceAsync(
        Caller caller,
        WorkflowDbContext database,
        string processInstanceKey,
        SearchQueryRequest? query,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var key = (await ProcessInstanceEndpoints.FindAsync(database, processInstanceKey, cancellation)).Instance.Key;
        return await Views(database).Where(v => v.Incident.InstanceKey == key || v.Instance.RootKey == key)
            .RunAsync(Fields, query, IncidentResult.Of, cancellation);
    }

    public static async Task<SearchQueryResponse<IncidentResult>> SearchOfElementAsync(
        Caller caller,
        WorkflowDbContext database,
        string elementInstanceKey,
        SearchQueryRequest? query,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var key = ClusterKey.Parse(elementInstanceKey, nameof(elementInstanceKey));
        return await Views(database).Where(v => v.Incident.ElementInstanceKey == key)
            .RunAsync(Fields, query, IncidentResult.Of, cancellation);
    }

    private static IQueryable<IncidentView> Views(WorkflowDbContext database) =>
        from incident in database.Incidents.AsNoTracking()
        join instance in database.Instances on incident.InstanceKey equals instance.Key
        select new IncidentView { Incident = incident, Instance = instance };

    private static Task<SearchQueryResponse<IncidentResult>> SearchAsync(
        Caller caller, WorkflowDbContext database, SearchQueryRequest? query, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        return Views(database).RunAsync(Fields, query, IncidentResult.Of, cancellation);
    }

    private static async Task<IncidentResult> GetAsync(
        Caller caller, WorkflowDbContext database, string incidentKey, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var key = ClusterKey.Parse(incidentKey, nameof(incidentKey));
        var view = await Views(database).SingleOrDefaultAsync(v => v.Incident.Key == key, cancellation);
        return IncidentResult.Of(view ?? throw Problem.NotFound("an incident", key));
    }

    private static async Task<NoContent> ResolveAsync(
        CommandSender sender, string incidentKey, OperationRequest? body)
    {
        sender.Caller.Require(Permissions.Operations);
        var key = ClusterKey.Parse(incidentKey, nameof(incidentKey));
        await sender.SendAsync(key, incident => new ResolveIncident(incident));
        return TypedResults.NoContent();
    }

    /// <summary>Stored is only whether it is resolved; the API's other states match nothing.</summary>
    private static Expression<Func<IncidentView, bool>> StateIs(JsonElement json)
    {
        Expression<Func<IncidentView, bool?>> resolved = v => v.Incident.Resolved;
        return SearchOperators.Build<IncidentView, bool?>(
            resolved,
            json,
            "state",
            part => WireName.Parse<IncidentState>(part, "state") switch
            {
                IncidentState.Active => false,
                IncidentState.Resolved => true,
                _ => null,
            },
            like: null);
    }
}
