using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>The server's OpenAPI document, served at <c>/openapi/v1.json</c> and committed as <c>docs/openapi.json</c>.</summary>
internal static class ApiDescription
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Kommune.Workflow",
                Version = "1",
                Description = "Resources of the web application under /api; under /v2 those of the Orchestration Cluster REST API. "
                    + "Errors are problem details (RFC 9457).",
            };
            document.Servers = []; // The address is the caller's, not the one of the machine that wrote the document.
            ApiSchemas.RequireProperties(document, "/api/");
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            ApiSchemas.Sharpen(schema, context);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.RelativePath?.Split('/') is ["api" or "v2", var area, ..])
            {
                operation.Tags = new HashSet<OpenApiTagReference> { new(area, context.Document) };
            }

            return Task.CompletedTask;
        });
    }
}
