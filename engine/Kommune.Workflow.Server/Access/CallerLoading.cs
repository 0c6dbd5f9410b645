using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Access;

/// <summary>Finds out, once per request, who the caller is: groups, permissions and substitutions as they are now.</summary>
internal static class CallerLoading
{
    /// <summary>The claim that holds the row key of an API key.</summary>
    public const string ApiKeyClaim = "api-key";

    /// <summary>Paths a person who must set a new password may still use.</summary>
    private static readonly string[] PasswordPaths = ["/api/session", "/api/me/password"];

    public static void UseCaller(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.User.Identity?.IsAuthenticated == true)
        {
            var database = context.RequestServices.GetRequiredService<WorkflowDbContext>();
            var clock = context.RequestServices.GetRequiredService<EngineClock>();
            var caller = await LoadAsync(context.User, database, clock.GetUtcNow(), context.RequestAborted);
            if (caller is null)
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity());
            }
            else
            {
                RefuseOldPassword(context);
                context.Items[typeof(Caller)] = caller;
            }
        }

        await next(context);
    });

    /// <summary>The caller behind a principal; null when the account or key is gone or closed.</summary>
    public static async Task<Caller?> LoadAsync(
        ClaimsPrincipal principal, WorkflowDbContext database, DateTimeOffset now, CancellationToken cancellation)
    {
        if (principal.FindFirstValue(ApiKeyClaim) is { } key)
        {
            var rowKey = long.Parse(key, CultureInfo.InvariantCulture);
            var row = await database.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Key == rowKey, cancellation);
            return row is null ? null : new Caller
            {
                UserId = "key:" + row.Name,
                Name = row.Name,
                Groups = JsonList.Read(row.Groups),
                Permissions = JsonList.Read(row.Permissions).ToHashSet(StringComparer.Ordinal),
            };
        }

        var userId = principal.FindFirstValue(ClaimTypes.NameIdentifier);

        // Found without a query when the check of the session has just read it.
        var user = await database.Users.FindAsync([userId], cancellation);
        return user is not { Active: true } ? null : await LoadAsync(user, database, now, cancellation) with
        {
            BySession = principal.Identity?.AuthenticationType == Sessions.CookieScheme,
        };
    }

    public static async Task<Caller> LoadAsync(
        User user, WorkflowDbContext database, DateTimeOffset now, CancellationToken cancellation)
    {
        var absences = await database.Substitutions.AsNoTracking()
            .Where(s => s.DeputyUserId == user.Id && s.From <= now && s.Until > now)
            .Select(s => new { s.AbsentUserId, s.Until })
            .ToListAsync(cancellation);
        var people = absences.Select(a => a.AbsentUserId).Append(user.Id).Distinct().ToList();
        var memberships = await database.GroupMembers.AsNoTracking()
            .Where(m => people.Contains(m.UserId))
            .Join(database.Groups, m => m.GroupId, g => g.Id, (m, g) => new { m.UserId, g.Id, g.Permissions })
            .ToListAsync(cancellation);
        var groups = memberships.ToLookup(m => m.UserId, StringComparer.Ordinal);
        return new Caller
        {
            UserId = user.Id,
            Name = user.Name,
            Unit = user.Unit,
            Groups = [.. groups[user.Id].Select(m => m.Id)],
            Permissions = groups[user.Id].SelectMany(m => JsonList.Read(m.Permissions)).ToHashSet(StringComparer.Ordinal),
            DeputyFor = [.. absences.Select(a =>
                new Deputised(a.AbsentUserId, [.. groups[a.AbsentUserId].Select(m => m.Id)], a.Until))],
        };
    }

    private static void RefuseOldPassword(HttpContext context)
    {
        var mustChange = context.User.HasClaim(c => c.Type == Sessions.MustChangePasswordClaim);
        if (mustChange && !PasswordPaths.Any(path => context.Request.Path.StartsWithSegments(path)))
        {
            throw Problem.Forbidden("Bitte setzen Sie zuerst ein neues Kennwort.");
        }
    }
}

/// <summary>Lists of texts kept as JSON in a column.</summary>
internal static class JsonList
{
    public static IReadOnlyList<string> Read(string? json) =>
        string.IsNullOrEmpty(json) ? [] : JsonSerializer.Deserialize<string[]>(json) ?? [];

    public static string Write(IEnumerable<string> items) => JsonSerializer.Serialize(items);
}
