namespace Kommune.Workflow.Server.Orchestration;

/// <summary>
/// The resources of Camunda 8's Orchestration Cluster REST API that this engine has, with its paths, JSON and problem
/// details: its published clients and job workers work against them.
/// </summary>
public static class OrchestrationApi
{
    /// <summary>Bytes of a request body that is no deployment.</summary>
    public const long BytesMax = 4 * 1024 * 1024;

    /// <summary>What the endpoints need beside the engine, the database and the caller.</summary>
    public static IServiceCollection AddOrchestration(this IServiceCollection services) =>
        services.AddScoped<UserTaskSearch>().AddScoped<ElementInstanceSearch>()
            // A body that does not fit ends as a problem that tells where, not as a bare status.
            .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);

    /// <summary>Maps everything under <c>/v2</c>.</summary>
    /// <param name="app">The application.</param>
    /// <param name="demo">Whether the engine's clock can be moved through the API.</param>
    public static void MapOrchestration(this IEndpointRouteBuilder app, bool demo)
    {
        var v2 = app.MapGroup("/v2").RequireAuthorization()
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(BytesMax))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        ClusterEndpoints.Map(v2);
        AuthenticationEndpoints.Map(v2);
        DeploymentEndpoints.Map(v2);
        ProcessDefinitionEndpoints.Map(v2);
        ProcessInstanceEndpoints.Map(v2);
        ElementInstanceEndpoints.Map(v2);
        VariableEndpoints.Map(v2);
        UserTaskEndpoints.Map(v2);
        JobEndpoints.Map(v2);
        MessageEndpoints.Map(v2);
        IncidentEndpoints.Map(v2);
        DecisionEndpoints.Map(v2);
        if (demo)
        {
            ClockEndpoints.Map(v2);
        }
    }
}
