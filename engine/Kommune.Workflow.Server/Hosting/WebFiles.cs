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

        // No fallback endpoint: it would stand in for the answers «wrong method» and «wrong media type» of the API.
        var indexFile = Path.Combine(options.WebFolder, "index.html");
        app.Use((context, next) => WantsPage(context.Request) ? AnswerPage(context, indexFile) : next(context));
    }

    private static bool WantsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !ServerPaths.Any(path => request.Path.StartsWithSegments(path));

    private static Task AnswerPage(HttpContext context, string indexFile)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.SendFileAsync(indexFile, context.RequestAborted);
    }
}
