using System.Text;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>A deployed file; the one with the highest version of a name is in force.</summary>
public sealed record ResourceResult(
    string ResourceName, int Version, string? VersionTag, string ResourceId, string TenantId, string ResourceKey);

/// <summary>Files that were deployed, as they were sent.</summary>
internal static class ResourceEndpoints
{
    public static void Map(RouteGroupBuilder v2)
    {
        var resources = v2.MapGroup("/resources").WithTags("Resource");
        resources.MapGet("/{resourceKey}", GetAsync).WithName("getResource").WithSummary("Get a deployed file's name and version");
        resources.MapGet("/{resourceKey}/content", GetContentAsync)
            .WithName("getResourceContent").WithSummary("Get a deployed file's text")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
    }

    private static async Task<ResourceResult> GetAsync(
        Caller caller, WorkflowDbContext database, string resourceKey, CancellationToken cancellation)
    {
        caller.Require(Permissions.Deploy, Permissions.Operations);
        var key = ClusterKey.Parse(resourceKey, nameof(resourceKey));
        var found = await database.Resources.AsNoTracking().Where(r => r.Key == key)
            .Select(r => new
            {
                r.Name,
                r.TenantId,
                Version = database.Resources.Count(other => other.Name == r.Name && other.Key <= r.Key),
            }).SingleOrDefaultAsync(cancellation) ?? throw Problem.NotFound("a resource", key);
        return new ResourceResult(found.Name, found.Version, VersionTag: null, found.Name, found.TenantId, ClusterKey.Text(key));
    }

    private static async Task<ContentHttpResult> GetContentAsync(
        Caller caller, WorkflowDbContext database, string resourceKey, CancellationToken cancellation)
    {
        caller.Require(Permissions.Deploy, Permissions.Operations);
        var key = ClusterKey.Parse(resourceKey, nameof(resourceKey));
        var content = await database.Resources.AsNoTracking().Where(r => r.Key == key).Select(r => r.Content)
            .SingleOrDefaultAsync(cancellation) ?? throw Problem.NotFound("a resource", key);
        return TypedResults.Text(Encoding.UTF8.GetString(content), "text/plain", Encoding.UTF8);
    }
}
