using System.Text.Json.Serialization;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Administration;

/// <summary>Keys with which programs sign in.</summary>
internal static class ApiKeyEndpoints
{
    public sealed record ApiKeyRequest(
        [property: JsonRequired] string Name,
        [property: JsonRequired, PermissionNames] IReadOnlyList<string> Permissions,
        IReadOnlyList<string>? Groups,
        DateTimeOffset? ExpiresAt);

    public sealed record ApiKeyItem(
        string Key,
        string Name,
        [property: PermissionNames] IReadOnlyList<string> Permissions,
        IReadOnlyList<string> Groups,
        DateTimeOffset CreatedAt,
        DateTimeOffset? ExpiresAt,
        DateTimeOffset? LastUsedAt);

    /// <param name="ApiKey">The key.</param>
    /// <param name="Secret">Sent as <c>Authorization: Bearer …</c>; shown this once only.</param>
    public sealed record ApiKeyCreated(ApiKeyItem ApiKey, string Secret);

    public static void MapApiKeys(this IEndpointRouteBuilder api)
    {
        api.MapGet("/api-keys", List).WithName("listApiKeys").WithSummary("API keys, without their secrets.")
            .Produces<IReadOnlyList<ApiKeyItem>>().ProducesProblem(403);
        api.MapPost("/api-keys", Create).WithName("createApiKey").WithSummary("Creates an API key; its secret is shown once.")
            .Produces<ApiKeyCreated>(201).ProducesProblem(403).ProducesProblem(422);
        api.MapDelete("/api-keys/{key}", Delete).WithName("deleteApiKey").WithSummary("Ends an API key at once.")
            .Produces(204).ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IReadOnlyList<ApiKeyItem>> List(
        Caller caller, WorkflowDbContext database, CancellationToken cancellation)
    {
        caller.Require(Permissions.Administration);
        return [.. (await database.ApiKeys.AsNoTracking().OrderBy(k => k.Name).ToListAsync(cancellation)).Select(View)];
    }

    private static async Task<IResult> Create(
        ApiKeyRequest request,
        Caller caller,
        KeySource keys,
        WorkflowDbContext database,
        EngineClock clock,
        CancellationToken cancellation)
    {
        caller.Require(Permissions.Administration);
        if (request.Name.Trim().Length is < 1 or > 60)
        {
            throw Problem.Unprocessable("name", "Der Name muss 1 bis 60 Zeichen lang sein.");
        }

        if (request.Permissions.Except(Permissions.All).Any())
        {
            throw Problem.Unprocessable("permissions", "Eine der Berechtigungen gibt es nicht.");
        }

        var secret = ApiKeySignIn.NewSecret();
        var row = new ApiKeyRow
        {
            Key = (await keys.NextAsync(cancellation)).Value,
            Name = request.Name.Trim(),
            SecretHash = ApiKeySignIn.Hash(secret),
            Permissions = JsonList.Write(request.Permissions),
            Groups = JsonList.Write(request.Groups ?? []),
            CreatedAt = clock.GetUtcNow(),
            CreatedBy = caller.UserId,
            ExpiresAt = request.ExpiresAt,
        };
        database.ApiKeys.Add(row);
        await database.SaveChangesAsync(cancellation);
        return Results.Created($"/api/api-keys/{row.Key}", new ApiKeyCreated(View(row), secret));
    }

    private static async Task<IResult> Delete(string key, Caller caller, WorkflowDbContext database, CancellationToken cancellation)
    {
        caller.Require(Permissions.Administration);
        var rowKey = ClusterKey.Parse(key, "the API key");
        var row = await database.ApiKeys.SingleOrDefaultAsync(k => k.Key == rowKey, cancellation)
            ?? throw Problem.NotFound("an API key", key);
        database.ApiKeys.Remove(row);
        await database.SaveChangesAsync(cancellation);
        return Results.NoContent();
    }

    private static ApiKeyItem View(ApiKeyRow row) => new(
        ClusterKey.Text(row.Key),
        row.Name,
        JsonList.Read(row.Permissions),
        JsonList.Read(row.Groups),
        row.CreatedAt,
        row.ExpiresAt,
        row.LastUsedAt);
}
