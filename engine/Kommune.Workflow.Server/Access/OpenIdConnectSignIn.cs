using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Kommune.Workflow.Server.Access;

/// <summary>What follows when the identity provider says who somebody is.</summary>
internal static class OpenIdConnectSignIn
{
    /// <summary>Opens a session for the account of that name; accounts and groups are kept by the administration.</summary>
    public static async Task AcceptKnownUser(TicketReceivedContext context)
    {
        var users = context.HttpContext.RequestServices.GetRequiredService<UserManager<User>>();
        var name = context.Principal?.Identity?.Name?.ToLowerInvariant();
        var user = name is null ? null : await users.FindByIdAsync(name);
        if (user is not { Active: true })
        {
            context.Response.Redirect("/anmelden?fehler=unbekannt");
            context.HandleResponse();
            return;
        }

        context.Principal = Sessions.Principal(user);
    }
}
