using Kommune.Workflow.Server.Problems;
using Microsoft.AspNetCore.Antiforgery;

namespace Kommune.Workflow.Server.Access;

/// <summary>Changes made with the session cookie need its token back as a header: <see cref="HeaderName"/>.</summary>
internal static class AntiforgeryCheck
{
    public const string HeaderName = "X-XSRF-TOKEN";
    public const string CookieName = "XSRF-TOKEN";

    public static void AddAntiforgeryCheck(this IServiceCollection services) => services.AddAntiforgery(antiforgery =>
    {
        antiforgery.HeaderName = HeaderName;
        antiforgery.Cookie.Name = "kommune-antiforgery";
        antiforgery.Cookie.SameSite = SameSiteMode.Strict;
        antiforgery.SuppressXFrameOptionsHeader = true;
    });

    public static void UseAntiforgeryCheck(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.Items[typeof(Caller)] is Caller { BySession: true } && IsChange(context.Request))
        {
            var antiforgery = context.RequestServices.GetRequiredService<IAntiforgery>();
            if (!await antiforgery.IsRequestValidAsync(context))
            {
                throw new ProblemException(
                    StatusCodes.Status400BadRequest,
                    "ANTIFORGERY",
                    $"Expected the header {HeaderName} with the value of the cookie {CookieName}, but it is missing or wrong.",
                    "Ihre Anmeldung hat sich geändert. Bitte laden Sie die Seite neu.");
            }
        }

        await next(context);
    });

    /// <summary>Gives the browser the token that belongs to the person signed in now.</summary>
    public static void Renew(HttpContext context)
    {
        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        context.Response.Cookies.Append(CookieName, tokens.RequestToken!, new CookieOptions
        {
            HttpOnly = false, // The page reads it and sends it back as a header.
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Path = "/",
        });
    }

    private static bool IsChange(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method)
        && !request.Path.StartsWithSegments("/hubs");
}
