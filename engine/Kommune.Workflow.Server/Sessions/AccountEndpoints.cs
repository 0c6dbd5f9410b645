using System.Text.Json;
using System.Text.Json.Serialization;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Administration;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Identity;

namespace Kommune.Workflow.Server.Sessions;

/// <summary>What people set for themselves: preferences, password.</summary>
internal static class AccountEndpoints
{
    public sealed record PasswordRequest([property: JsonRequired] string Current, [property: JsonRequired] string Next);

    public static void MapAccount(this IEndpointRouteBuilder api)
    {
        api.MapPut("/me/preferences", SetPreferences).WithName("setPreferences")
            .WithSummary("Keeps what the person set for the web application.").Produces<Preferences>().ProducesProblem(422);
        api.MapPost("/me/password", ChangePassword).RequireRateLimiting(RateLimits.SignIn).WithName("changePassword")
            .WithSummary("Changes the own password; other sessions end.").Produces(204).ProducesProblem(422);
    }

    private static async Task<Preferences> SetPreferences(Preferences preferences, Caller caller, UserManager<User> users)
    {
        if (preferences.UndoSeconds is < 0 or > 60)
        {
            throw Problem.Unprocessable("undoSeconds", "Erlaubt sind 0 bis 60 Sekunden.");
        }

        if (preferences.InboxListWidth is < 240 or > 1_200)
        {
            throw Problem.Unprocessable("inboxListWidth", "Erlaubt sind 240 bis 1200 Pixel.");
        }

        if (preferences.Language is not ("de" or "en"))
        {
            throw Problem.Unprocessable("language", "Erlaubt sind de und en.");
        }

        var user = await OwnAccount(caller, users);
        user.Preferences = JsonSerializer.Serialize(preferences, JsonSerializerOptions.Web);
        await users.UpdateAsync(user);
        return preferences;
    }

    private static async Task<IResult> ChangePassword(
        PasswordRequest request, Caller caller, HttpContext context, UserManager<User> users, SessionReading reading)
    {
        var user = await OwnAccount(caller, users);
        var changed = await users.ChangePasswordAsync(user, request.Current, request.Next);
        if (!changed.Succeeded)
        {
            throw AccountErrors.Of(changed, "next");
        }

        user.MustChangePassword = false;
        await users.UpdateAsync(user);
        await SessionEndpoints.OpenAsync(context, user, reading);
        return Results.NoContent();
    }

    private static async Task<User> OwnAccount(Caller caller, UserManager<User> users) =>
        await users.FindByIdAsync(caller.UserId) ?? throw Problem.Forbidden("Ein API-Schlüssel hat kein eigenes Konto.");
}
