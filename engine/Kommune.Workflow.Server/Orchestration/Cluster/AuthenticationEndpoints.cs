using System.Text.RegularExpressions;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Who the caller is.</summary>
public sealed record CamundaUserResult(
    string Username,
    string? DisplayName,
    string? Email,
    IReadOnlyList<string> AuthorizedComponents,
    IReadOnlyList<TenantResult> Tenants,
    IReadOnlyList<string> Groups,
    IReadOnlyList<string> Roles,
    string? SalesPlanType,
    IReadOnlyDictionary<string, string> C8Links,
    bool CanLogout);

public sealed record TenantResult(string TenantId, string Name, string? Description);

internal static partial class AuthenticationEndpoints
{
    public static void Map(RouteGroupBuilder v2) => v2.MapGet("/authentication/me", GetAsync).WithTags("Authentication")
        .WithName("getAuthentication").WithSummary("Get the caller's account, groups and permissions");

    /// <summary>Roles are the caller's permissions here.</summary>
    private static async Task<CamundaUserResult> GetAsync(
        Caller caller, TenantScope tenant, WorkflowDbContext database, CancellationToken cancellation) => new(
        NotInUserName().Replace(caller.UserId, "_"),
        caller.Name,
        await database.Users.AsNoTracking().Where(u => u.Id == caller.UserId).Select(u => u.Email).SingleOrDefaultAsync(cancellation),
        ["*"],
        [new TenantResult(tenant.TenantId, "Default", null)],
        caller.Groups,
        [.. caller.Permissions.Order(StringComparer.Ordinal)],
        SalesPlanType: null,
        new Dictionary<string, string>(),
        caller.BySession);

    /// <summary>What the API's user names may not contain, such as the colon in the id of an API key.</summary>
    [GeneratedRegex("[^A-Za-z0-9_@.+-]")]
    private static partial Regex NotInUserName();
}
