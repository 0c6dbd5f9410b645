using Kommune.Workflow.Server.Hosting;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>
/// The resources of Camunda 8's Orchestration Cluster REST API that this engine has, with its paths, JSON and problem
/// details: its published clients and job workers work against them.
/// </summary>
public static class OrchestrationApi
{
    /// <summary>What the endpoints need beside the engine, the database and the caller.</summary>
    public static IServiceCollection AddOrchestration(this IServiceCollection services) =>
        services.AddScoped<UserTaskSearch>().AddScoped<ElementInstanceSearch>()
            .AddSingleton<BatchOperationWork>().AddHostedService(provider => provider.GetRequiredService<BatchOperationWork>())
            // A body that does not fit ends as a problem that tells where, not as a bare status.
            .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);

    /// <summary>Maps everything under <c>/v2</c>.</summary>
    /// <param name="app">The application.</param>
    /// <param name="options">The limits, and whether the engine's clock can be moved through the API.</param>
    public static void MapOrchestration(this IEndpointRouteBuilder app, ServerOptions options)
    {
        var v2 = app.MapGroup("/v2").RequireAuthorization()
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(options.Limits.ApiBodyBytesMax))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        ClusterEndpoints.Map(v2);
        AuthenticationEndpoints.Map(v2);
        DeploymentEndpoints.Map(v2, options.Limits);
        ProcessDefinitionEndpoints.Map(v2);
        ProcessInstanceEndpoints.Map(v2);
        ElementInstanceEndpoints.Map(v2);
        VariableEndpoints.Map(v2);
        UserTaskEndpoints.Map(v2);
        JobEndpoints.Map(v2);
        MessageEndpoints.Map(v2);
        ConditionalEndpoints.Map(v2);
        IncidentEndpoints.Map(v2);
        DecisionEndpoints.Map(v2);
        ResourceEndpoints.Map(v2);
        BatchOperationEndpoints.Map(v2);
        MessageSubscriptions.Map(v2);
        if (options.Demo)
        {
            ClockEndpoints.Map(v2);
        }
    }
}
