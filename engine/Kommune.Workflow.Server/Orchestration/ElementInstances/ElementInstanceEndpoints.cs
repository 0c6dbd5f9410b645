using System.Text.Json.Serialization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Orchestration.Search;
using Kommune.Workflow.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Variables to set at an element instance: only there, or where each is visible from there.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SetVariableRequest
{
    [JsonConverter(typeof(VariablesJson))]
    public required FeelContext Variables { get; init; }
    public bool Local { get; init; }
    public long? OperationReference { get; init; }
}

/// <summary>Which elements of an ad-hoc sub-process to start.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AdHocActivationInstruction
{
    public required IReadOnlyList<AdHocElement> Elements { get; init; }

    /// <summary>Must be false: what runs goes on.</summary>
    public bool CancelRemainingInstances { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AdHocElement(string ElementId);

internal static class ElementInstanceEndpoints
{
    public static void Map(RouteGroupBuilder v2)
    {
        var elements = v2.MapGroup("/element-instances").WithTags("Element instance");
        elements.MapPost("/search", SearchAsync).WithName("searchElementInstances")
            .WithSummary("Search element instances: active ones, and with a processInstanceKey ended ones, too");
        elements.MapGet("/{elementInstanceKey}", GetAsync)
            .WithName("getElementInstance").WithSummary("Get an element instance");
        elements.MapPut("/{elementInstanceKey}/variables", SetVariablesAsync)
            .WithName("createElementInstanceVariables").WithSummary("Set variables at an element instance");
        elements.MapPost("/{elementInstanceKey}/incidents/search", IncidentEndpoints.SearchOfElementAsync)
            .WithName("searchElementInstanceIncidents").WithSummary("Search incidents of an element instance");
        elements.MapPost("/ad-hoc-activities/{adHocSubProcessInstanceKey}/activation", ActivateAdHocAsync)
            .WithName("activateAdHocSubProcessActivities").WithSummary("Start elements of an ad-hoc sub-process");
    }

    private static Task<SearchQueryResponse<ElementInstanceResult>> SearchAsync(
        Caller caller, ElementInstanceSearch search, SearchQueryRequest? query, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        return search.RunAsync(query, cancellation);
    }

    private static async Task<ElementInstanceResult> GetAsync(
        Caller caller, ElementInstanceSearch search, string elementInstanceKey, CancellationToken cancellation)
    {
        caller.Require(Permissions.Operations);
        var key = ClusterKey.Parse(elementInstanceKey, nameof(elementInstanceKey));
        return await search.FindAsync(key, cancellation) ?? throw Problem.NotFound("an element instance", key);
    }

    private static async Task<NoContent> SetVariablesAsync(
        CommandSender sender, string elementInstanceKey, SetVariableRequest wish)
    {
        sender.Caller.Require(Permissions.Operations);
        var key = ClusterKey.Parse(elementInstanceKey, nameof(elementInstanceKey));
        await sender.SendAsync(key, element => new SetVariables(element, wish.Variables, wish.Local));
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ActivateAdHocAsync(
        CommandSender sender, string adHocSubProcessInstanceKey, AdHocActivationInstruction wish)
    {
        sender.Caller.Require(Permissions.Operations);
        if (wish.CancelRemainingInstances)
        {
            throw Problem.Invalid("Expected cancelRemainingInstances to be false, but found true: it is not supported.");
        }

        var key = ClusterKey.Parse(adHocSubProcessInstanceKey, nameof(adHocSubProcessInstanceKey));
        var ids = wish.Elements.Select(e => e.ElementId);
        await sender.SendAsync(key, element => new ActivateAdHocElements(element, [.. ids]));
        return TypedResults.NoContent();
    }
}
