using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>Serves the built web application; every page address of it is answered with its one HTML file.</summary>
internal static class WebFiles
{
    private static readonly string[] ServerPaths = ["/api", "/v2", "/hubs", "/openapi", "/health"];

    public static void UseWebFiles(this WebApplication app, ServerOptions options)
    {
        if (options.WebFolder is null)
        {
            return;
        }

        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(options.WebFolder),
            OnPrepareResponse = file => file.Context.Response.Headers[HeaderNames.CacheControl] =
                file.Context.Request.Path.StartsWithSegments("/assets")
                    ? "public, max-age=31536000, immutable" // The name carries a hash of the content.
                    : "no-cache",
        });
        app.MapFallback(context => AnswerPage(context, Path.Combine(options.WebFolder, "index.html"))).AllowAnonymous();
    }

    private static Task AnswerPage(HttpContext context, string indexFile)
    {
        var wantsPage = HttpMethods.IsGet(context.Request.Method)
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            && !ServerPaths.Any(path => context.Request.Path.StartsWithSegments(path));
        if (!wantsPage)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.SendFileAsync(indexFile, context.RequestAborted);
    }
}
