using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Sessions;

/// <summary>What the web application knows before and after somebody signed in.</summary>
/// <param name="Municipality">Name shown in the head.</param>
/// <param name="Demo">Whether the demo accounts exist.</param>
/// <param name="SetupNeeded">Whether the first administrator must be created with the set-up link.</param>
/// <param name="SingleSignOn">The name of the identity provider behind <c>/api/session/oidc</c>; null: there is none.</param>
/// <param name="User">Who is signed in, or null.</param>
public sealed record Session(string Municipality, bool Demo, bool SetupNeeded, string? SingleSignOn, Me? User);

/// <summary>The person signed in.</summary>
public sealed record Me(
    string UserName,
    string Name,
    string? Unit,
    IReadOnlyList<GroupRef> Groups,
    [property: PermissionNames] IReadOnlyList<string> Permissions,
    Preferences Preferences,
    bool MustChangePassword,
    int UnreadNotifications,
    IReadOnlyList<Standin> DeputyFor);

/// <summary>A person the reader stands in for, and until when.</summary>
public sealed record Standin(Person Person, DateTimeOffset Until);

/// <summary>What a person set for the web application.</summary>
public sealed record Preferences
{
    public bool NavCollapsed { get; init; }
    public bool SingleKeyShortcuts { get; init; } = true;

    /// <summary>Seconds in which a sent decision can be taken back; 0 to 60.</summary>
    public int UndoSeconds { get; init; } = 8;
    public bool CompactList { get; init; }

    /// <summary>Width of the inbox list in pixels; 240 to 1200.</summary>
    public int InboxListWidth { get; init; } = 400;

    /// <summary>Language of the texts.</summary>
    [AllowedValues("de", "en")]
    public string Language { get; init; } = "de";
}

/// <summary>Puts a <see cref="Session"/> together.</summary>
internal sealed class SessionReading(
    WorkflowDbContext database, PeopleDirectory directory, ServerOptions options, SetupLink setup, EngineClock clock)
{
    public async Task<Session> ReadAsync(string? userId, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var user = userId is null
            ? null
            : await database.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.Active, cancellation);
        var me = user is null ? null : await ReadMeAsync(user, principal, cancellation);
        return new Session(
            options.Municipality,
            options.Demo,
            await setup.IsNeededAsync(database, cancellation),
            options.OpenIdConnect.IsOn ? options.OpenIdConnect.Name : null,
            me);
    }

    private async Task<Me> ReadMeAsync(User user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var caller = await CallerLoading.LoadAsync(user, database, clock.GetUtcNow(), cancellation);
        await directory.LoadAsync(caller.DeputyFor.Select(d => d.UserId), cancellation);
        var unread = await database.Notifications.CountAsync(n => n.UserId == user.Id && !n.Read, cancellation);
        return new Me(
            user.Id,
            user.Name,
            user.Unit,
            [.. caller.Groups.Select(directory.Group)],
            [.. caller.Permissions.Order(StringComparer.Ordinal)],
            ReadPreferences(user),
            principal.HasClaim(claim => claim.Type == Access.Sessions.MustChangePasswordClaim),
            unread,
            [.. caller.DeputyFor.Select(d => new Standin(directory.Person(d.UserId)!, d.Until))]);
    }

    internal static Preferences ReadPreferences(User user) => user.Preferences is null
        ? new Preferences()
        : JsonSerializer.Deserialize<Preferences>(user.Preferences, JsonSerializerOptions.Web) ?? new Preferences();
}
