using System.Text.Json.Serialization;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Administration;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Identity;

namespace Kommune.Workflow.Server.Sessions;

/// <summary>Creates the first administrator with the link printed at the first start.</summary>
internal static class SetupEndpoint
{
    public sealed record SetupRequest(
        [property: JsonRequired] string Code,
        [property: JsonRequired] string UserName,
        [property: JsonRequired] string Name,
        [property: JsonRequired] string Password);

    public static void MapSetup(this IEndpointRouteBuilder api) =>
        api.MapPost("/setup", SetUp).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).WithName("setUp")
            .WithSummary("Creates the first administrator and signs in.").Produces<Session>().ProducesProblem(404).ProducesProblem(422);

    private static async Task<Session> SetUp(
        SetupRequest request,
        HttpContext context,
        SetupLink link,
        WorkflowDbContext database,
        UserManager<User> users,
        SessionReading reading)
    {
        if (!await link.IsNeededAsync(database, context.RequestAborted) || !link.TryUse(request.Code))
        {
            throw new ProblemException(
                404, "NOT_FOUND", "Expected an unused set-up code.", "Dieser Link wurde schon benutzt oder ist nicht gültig.");
        }

        var user = new User
        {
            Id = request.UserName.Trim(),
            UserName = request.UserName.Trim(),
            Name = request.Name.Trim(),
            SecurityStamp = Guid.NewGuid().ToString(),
        };
        var created = await users.CreateAsync(user, request.Password);
        if (!created.Succeeded)
        {
            link.GiveBack();
            throw AccountErrors.Of(created);
        }

        await StandardGroups.AddAdministratorsAsync(database, user.Id, context.RequestAborted);
        return await SessionEndpoints.OpenAsync(context, user, reading);
    }
}
