using System.Text.Json.Serialization;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Kommune.Workflow.Server.Sessions;

/// <summary>Signing in and out with a local account.</summary>
internal static class SessionEndpoints
{
    /// <summary>A valid-looking hash, so that an unknown name takes as long to answer as a wrong password.</summary>
    private static readonly string DecoyHash = new PasswordHasher<User>().HashPassword(new User(), "decoy");

    public sealed record SignInRequest(
        [property: JsonRequired] string UserName,
        [property: JsonRequired] string Password);

    public static void MapSession(this IEndpointRouteBuilder api)
    {
        api.MapGet("/session", Read).AllowAnonymous().WithName("readSession")
            .WithSummary("Who is signed in; renews the antiforgery token.").Produces<Session>();
        api.MapPost("/session", SignIn).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).WithName("signIn")
            .WithSummary("Signs in with user name and password.").Produces<Session>().ProducesProblem(401).ProducesProblem(429);
        api.MapGet("/session/oidc", GoToProvider).AllowAnonymous().WithName("signInAtProvider")
            .WithSummary("Sends the browser to the identity provider, and afterwards to the page in returnTo.")
            .Produces(302).ProducesProblem(404);
        api.MapDelete("/session", (Delegate)SignOut).WithName("signOut").WithSummary("Signs out.").Produces(204);
    }

    private static async Task<Session> Read(HttpContext context, SessionReading reading)
    {
        AntiforgeryCheck.Renew(context);
        var caller = context.Items[typeof(Caller)] as Caller;
        return await reading.ReadAsync(caller?.UserId, context.User, context.RequestAborted);
    }

    private static async Task<Session> SignIn(
        SignInRequest request, HttpContext context, UserManager<User> users, SessionReading reading, EngineClock clock)
    {
        var user = await users.FindByIdAsync(request.UserName.Trim().ToLowerInvariant());
        if (user is null)
        {
            new PasswordHasher<User>().VerifyHashedPassword(new User(), DecoyHash, request.Password);
            throw Wrong();
        }

        if (await users.IsLockedOutAsync(user))
        {
            throw new ProblemException(
                429, "LOCKED", "Expected fewer failed attempts.", "Zu viele Fehlversuche. Bitte warten Sie fünf Minuten.");
        }

        if (!user.Active || !await users.CheckPasswordAsync(user, request.Password))
        {
            await users.AccessFailedAsync(user);
            throw Wrong();
        }

        await users.ResetAccessFailedCountAsync(user);
        user.LastSignInAt = clock.GetUtcNow();
        await users.UpdateAsync(user);
        return await OpenAsync(context, user, reading);
    }

    private static ChallengeHttpResult GoToProvider(string? returnTo, ServerOptions options)
    {
        if (!options.OpenIdConnect.IsOn)
        {
            throw new ProblemException(
                404, "NOT_FOUND", "Expected an identity provider, but none is set up.", "Eine zentrale Anmeldung ist nicht eingerichtet.");
        }

        // Only pages of this application: a link must not send somebody elsewhere after signing in.
        var page = returnTo is ['/', not ('/' or '\\'), ..] && !returnTo.Any(char.IsControl) ? returnTo : "/";
        return TypedResults.Challenge(new AuthenticationProperties { RedirectUri = page }, [OpenIdConnectSignIn.Scheme]);
    }

    private static async Task<IResult> SignOut(HttpContext context)
    {
        await context.SignOutAsync(Access.Sessions.CookieScheme);
        return Results.NoContent();
    }

    /// <summary>Opens a session for the person and answers with it.</summary>
    internal static async Task<Session> OpenAsync(HttpContext context, User user, SessionReading reading)
    {
        var principal = Access.Sessions.Principal(user);
        await context.SignInAsync(Access.Sessions.CookieScheme, principal);
        context.User = principal;
        AntiforgeryCheck.Renew(context);
        return await reading.ReadAsync(user.Id, principal, context.RequestAborted);
    }

    private static ProblemException Wrong() => new(
        401, "UNAUTHORIZED", "Expected a known user name and its password.", "Benutzername oder Kennwort stimmen nicht.");
}
