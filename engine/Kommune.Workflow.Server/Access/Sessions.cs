using System.Security.Claims;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace Kommune.Workflow.Server.Access;

/// <summary>How callers prove who they are: session cookie, API key, OpenID Connect; HTTP Basic only with <c>--demo</c>.</summary>
internal static class Sessions
{
    public const string CookieScheme = "session";
    public const string MustChangePasswordClaim = "must-change-password";
    private const string ChooseScheme = "choose";

    public static void AddSessions(this WebApplicationBuilder builder, ServerOptions options)
    {
        builder.Services.AddIdentityCore<User>(identity =>
        {
            identity.Password.RequiredLength = options.Demo ? 4 : 12;
            identity.Password.RequireDigit = false;
            identity.Password.RequireLowercase = false;
            identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
            identity.Lockout.MaxFailedAccessAttempts = options.Limits.FailedSignInsMax;
            identity.Lockout.DefaultLockoutTimeSpan = options.Limits.LockoutTime;
            identity.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-_.@";
        }).AddEntityFrameworkStores<WorkflowDbContext>().AddErrorDescriber<GermanIdentityErrors>();

        var authentication = builder.Services.AddAuthentication(ChooseScheme)
            .AddPolicyScheme(ChooseScheme, null, policy => policy.ForwardDefaultSelector = context => SchemeOf(context, options))
            .AddCookie(CookieScheme, cookie => UseSessionCookie(cookie, options.Limits.SessionTimeout))
            .AddScheme<AuthenticationSchemeOptions, ApiKeySignIn>(ApiKeySignIn.Scheme, null);
        if (options.Demo)
        {
            authentication.AddScheme<AuthenticationSchemeOptions, BasicSignIn>(BasicSignIn.Scheme, null);
        }

        if (options.OpenIdConnect.IsOn)
        {
            authentication.AddOpenIdConnectSignIn(options.OpenIdConnect);
        }

        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(
            new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder(ChooseScheme).RequireAuthenticatedUser().Build());
    }

    /// <summary>The claims of a person's session.</summary>
    /// <param name="user">The person's account.</param>
    /// <param name="byPassword">Whether the person signed in with the account's password, which may have to be changed.</param>
    public static ClaimsPrincipal Principal(User user, bool byPassword = true)
    {
        var identity = new ClaimsIdentity(CookieScheme);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, user.Id));
        identity.AddClaim(new Claim(ClaimTypes.Name, user.Id));
        if (user.SecurityStamp is { } stamp)
        {
            identity.AddClaim(new Claim("stamp", stamp));
        }

        if (byPassword && user.MustChangePassword)
        {
            identity.AddClaim(new Claim(MustChangePasswordClaim, "true"));
        }

        return new ClaimsPrincipal(identity);
    }

    private static string SchemeOf(HttpContext context, ServerOptions options)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return ApiKeySignIn.Scheme;
        }

        return options.Demo && header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) ? BasicSignIn.Scheme : CookieScheme;
    }

    private static void UseSessionCookie(CookieAuthenticationOptions cookie, TimeSpan timeout)
    {
        cookie.Cookie.Name = "kommune-session";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = timeout;
        cookie.SlidingExpiration = true;

        // A program asks, not a browser: it gets the status, not the way to a sign-in page.
        cookie.Events.OnRedirectToLogin = context => Answer(context.Response, StatusCodes.Status401Unauthorized);
        cookie.Events.OnRedirectToAccessDenied = context => Answer(context.Response, StatusCodes.Status403Forbidden);
        cookie.Events.OnValidatePrincipal = RejectChangedAccount;
    }

    private static Task Answer(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>A session ends when the account is closed or its password was changed elsewhere.</summary>
    private static async Task RejectChangedAccount(CookieValidatePrincipalContext context)
    {
        var users = context.HttpContext.RequestServices.GetRequiredService<UserManager<User>>();
        var user = await users.FindByIdAsync(context.Principal!.FindFirstValue(ClaimTypes.NameIdentifier)!);
        if (user is not { Active: true } || user.SecurityStamp != context.Principal!.FindFirstValue("stamp"))
        {
            context.RejectPrincipal();
        }
    }
}
