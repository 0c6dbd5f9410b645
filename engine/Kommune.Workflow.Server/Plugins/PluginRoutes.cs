using Kommune.Workflow.Runtime;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.Problems;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Kommune.Workflow.Server.Plugins;

/// <summary>The addresses of plugins: endpoints under <c>/api/plugins/{id}/</c>, files under <c>/plugins/{id}/</c>.</summary>
internal static class PluginRoutes
{
    private const string WebFolder = "web";

    public static void MapPluginEndpoints(this WebApplication app)
    {
        foreach (var plugin in app.Services.GetRequiredService<PluginCatalogue>().Working)
        {
            var group = app.MapGroup($"/api/plugins/{plugin.Id}").ExcludeFromDescription();
            foreach (var endpoint in plugin.Contributions.Endpoints)
            {
                Map(group, plugin, endpoint);
            }
        }
    }

    /// <summary>Serves the folders <c>web/</c> of plugins; they hold no secrets, so nobody needs to sign in for them.</summary>
    public static void UsePluginPages(this WebApplication app)
    {
        foreach (var plugin in app.Services.GetRequiredService<PluginCatalogue>().Working)
        {
            var folder = Path.Combine(plugin.Folder, WebFolder);
            if (Directory.Exists(folder))
            {
                app.UseStaticFiles(new StaticFileOptions
                {
                    FileProvider = new PhysicalFileProvider(folder),
                    RequestPath = $"/plugins/{plugin.Id}",
                    ContentTypeProvider = new FileExtensionContentTypeProvider(),
                    OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
                });
            }
        }
    }

    private static void Map(RouteGroupBuilder group, LoadedPlugin plugin, PluginEndpoint endpoint)
    {
        var route = group.MapMethods(
            "/" + endpoint.Path.TrimStart('/'), [endpoint.Method], (HttpContext context) => AnswerAsync(context, plugin, endpoint));
        if (endpoint.Access.Kind == AccessKind.Anyone)
        {
            route.AllowAnonymous().RequireRateLimiting(RateLimits.Anyone);
        }
    }

    private static async Task AnswerAsync(HttpContext context, LoadedPlugin plugin, PluginEndpoint endpoint)
    {
        var caller = endpoint.Access.Kind == AccessKind.Anyone ? null : Caller.Of(context);
        if (endpoint.Access.Permission is { } permission)
        {
            caller!.Require(permission);
        }

        if (!plugin.Ready.IsCompleted)
        {
            throw new ProblemException(
                503, "UNAVAILABLE", "Expected the plugin to be ready, but it is not.", "Die Erweiterung ist noch nicht bereit.");
        }

        var response = await endpoint.Handle(await ReadAsync(context, caller, endpoint.BodyBytesMax), context.RequestAborted);
        await WriteAsync(context, response);
    }

    private static async Task<PluginRequest> ReadAsync(HttpContext context, Caller? caller, int bodyBytesMax)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (body.Length + read > bodyBytesMax)
            {
                throw new ProblemException(
                    413, "TOO_LARGE", $"Expected at most {bodyBytesMax} bytes.", $"Höchstens {bodyBytesMax} Bytes sind möglich.");
            }

            body.Write(buffer, 0, read);
        }

        return new PluginRequest
        {
            Route = context.Request.RouteValues.ToDictionary(v => v.Key, v => v.Value?.ToString() ?? "", StringComparer.Ordinal),
            Query = context.Request.Query.ToDictionary(q => q.Key, q => q.Value.LastOrDefault() ?? "", StringComparer.Ordinal),
            Headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = body.ToArray(),
            Caller = caller is null ? null : new PluginCaller(caller.UserId, caller.Name, caller.Groups, caller.Permissions),
        };
    }

    private static async Task WriteAsync(HttpContext context, PluginResponse response)
    {
        if (response.Problem is { } problem)
        {
            throw new ProblemException(response.Status, "REFUSED", problem) { Errors = response.Errors };
        }

        context.Response.StatusCode = response.Status;
        foreach (var (name, value) in response.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (response.ContentType is { } contentType)
        {
            context.Response.ContentType = contentType;
        }

        if (response.Body is { } write)
        {
            await write(context.Response.Body, context.RequestAborted);
        }
    }
}
