using System.Security.Claims;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Administration;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Access;

/// <summary>Signing in at an identity provider: code flow with PKCE; what follows when the provider says who somebody is.</summary>
internal static class OpenIdConnectSignIn
{
    public const string Scheme = "oidc";

    /// <summary>Where the provider sends the browser back to; to be registered there.</summary>
    public const string CallbackPath = "/api/session/oidc/callback";

    public static void AddOpenIdConnectSignIn(this AuthenticationBuilder authentication, OpenIdConnectSettings settings) =>
        authentication.AddOpenIdConnect(Scheme, oidc =>
        {
            oidc.Authority = settings.Authority;
            oidc.ClientId = settings.ClientId;
            oidc.ClientSecret = settings.ClientSecret;
            oidc.RequireHttpsMetadata = !settings.AllowHttp;
            oidc.ResponseType = "code";
            oidc.ResponseMode = "query"; // The answer comes by a link: cookies need not be sent along with forms of other sites.
            oidc.UsePkce = true;
            foreach (var cookie in (CookieBuilder[])[oidc.NonceCookie, oidc.CorrelationCookie])
            {
                cookie.SameSite = SameSiteMode.Lax;
                cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            }

            oidc.MapInboundClaims = false;
            oidc.SignInScheme = Sessions.CookieScheme;
            oidc.CallbackPath = CallbackPath;
            oidc.TokenValidationParameters.NameClaimType = settings.UserNameClaim;
            foreach (var scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                oidc.Scope.Add(scope);
            }

            oidc.Events.OnTicketReceived = context => AcceptAsync(context, settings);
            oidc.Events.OnRemoteFailure = Refuse;
        });

    /// <summary>Opens a session for the account of that name.</summary>
    private static async Task AcceptAsync(TicketReceivedContext context, OpenIdConnectSettings settings)
    {
        var services = context.HttpContext.RequestServices;
        var users = services.GetRequiredService<UserManager<User>>();
        var name = context.Principal?.Identity?.Name?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(name))
        {
            await TurnAway(context, "abgelehnt");
            return;
        }

        var user = await users.FindByIdAsync(name)
            ?? (settings.CreateAccounts ? await CreateAsync(users, name, context.Principal!) : null);
        if (user is not { Active: true })
        {
            await TurnAway(context, "unbekannt");
            return;
        }

        if (settings.GroupsClaim is { } claim)
        {
            var groups = context.Principal!.FindAll(claim).Select(c => settings.Groups.GetValueOrDefault(c.Value, c.Value));
            await JoinAsync(services.GetRequiredService<WorkflowDbContext>(), user.Id, groups, context.HttpContext.RequestAborted);
        }

        user.LastSignInAt = services.GetRequiredService<EngineClock>().GetUtcNow();
        await users.UpdateAsync(user);
        context.Principal = Sessions.Principal(user, byPassword: false);
    }

    private static async Task<User?> CreateAsync(UserManager<User> users, string name, ClaimsPrincipal person)
    {
        var user = new User
        {
            Id = name,
            UserName = name,
            Name = person.FindFirstValue("name") ?? name,
            Email = person.FindFirstValue("email"),
        };
        return (await users.CreateAsync(user)).Succeeded ? user : null;
    }

    /// <summary>Makes the person a member of exactly these groups, as far as they exist here.</summary>
    private static async Task JoinAsync(
        WorkflowDbContext database, string userId, IEnumerable<string> named, CancellationToken cancellation)
    {
        var ids = named.ToHashSet(StringComparer.Ordinal);
        var groups = await database.Groups.Where(g => ids.Contains(g.Id)).Select(g => g.Id).ToListAsync(cancellation);
        await StandardGroups.SetMembershipAsync(database, userId, groups, cancellation);
    }

    private static Task Refuse(RemoteFailureContext context)
    {
        var loggers = context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>();
        Log.SignInRefused(loggers.CreateLogger(typeof(OpenIdConnectSignIn)), context.Failure?.Message ?? "no reason given");
        return TurnAway(context, "abgelehnt");
    }

    private static Task TurnAway<TOptions>(HandleRequestContext<TOptions> context, string reason)
        where TOptions : AuthenticationSchemeOptions
    {
        context.Response.Redirect("/anmelden?fehler=" + reason);
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
