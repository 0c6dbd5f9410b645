using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>Makes the schemas of the OpenAPI document say exactly what <see cref="ApiJson"/> writes and reads.</summary>
internal static class ApiSchemas
{
    /// <summary>Corrects one schema where the serializer's description of a type is looser than its JSON.</summary>
    public static void Sharpen(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
        {
            schema.Type = type == typeof(DateTimeOffset) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        }
        else if (type == typeof(JsonObject))
        {
            schema.AdditionalProperties = new OpenApiSchema();
        }
        else if (schema.Type is { } kind && (kind.HasFlag(JsonSchemaType.Integer) || kind.HasFlag(JsonSchemaType.Number)))
        {
            schema.Type = kind & ~JsonSchemaType.String; // Numbers in quotes are understood, but nobody should send them.
            schema.Pattern = null;
        }

        if (type == typeof(ProblemDetails))
        {
            Complete(schema);
        }

        if ((Nullable.GetUnderlyingType(type) ?? type).IsEnum)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. (schema.Enum ?? []).Where(value => value is not null && !value.IsJsonNullSentinel())]; // Null: at its use.
        }

        NameKeys(schema, type);
        if (Attributes(context).OfType<AllowedValuesAttribute>().FirstOrDefault() is { } allowed)
        {
            Restrict(schema, allowed);
        }
    }

    /// <summary>Says which properties are always there, in the schemas that the paths under <paramref name="root"/> use.</summary>
    /// <remarks>
    /// In an answer every property is written. In a request a property that may be null may also be left out.
    /// </remarks>
    public static void RequireProperties(OpenApiDocument document, string root)
    {
        var operations = document.Paths.Where(path => path.Key.StartsWith(root, StringComparison.Ordinal))
            .SelectMany(path => path.Value.Operations ?? []).Select(operation => operation.Value).ToList();
        var answers = new HashSet<OpenApiSchema>();
        var requests = new HashSet<OpenApiSchema>();
        foreach (var operation in operations)
        {
            Gather(operation.RequestBody?.Content, requests);
            foreach (var (status, answer) in operation.Responses ?? [])
            {
                if (status.StartsWith('2'))
                {
                    Gather(answer.Content, answers);
                }
            }
        }

        foreach (var schema in answers.Except(requests).Where(HasProperties))
        {
            schema.Required = schema.Properties!.Keys.ToHashSet(StringComparer.Ordinal);
        }

        foreach (var schema in requests.Where(HasProperties))
        {
            var given = answers.Contains(schema) ? schema.Properties!.Keys : schema.Required ?? new HashSet<string>();
            schema.Required = given.Where(name => !MayBeNull(schema.Properties![name])).ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>What <see cref="Problems.ProblemAnswers"/> writes beyond the framework's problem details.</summary>
    private static void Complete(OpenApiSchema schema)
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        var texts = new OpenApiSchema { Type = JsonSchemaType.Array, Items = text };
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = text,
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A short code such as NOT_FOUND." },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What to do; German under /api." },
            ["instance"] = text,
            ["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "To read out to operations." },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object, AdditionalProperties = texts, Description = "On 422: sentences per field of a form.",
            },
            ["groups"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array, Items = text, Description = "On 403: names of the groups that are responsible.",
            },
        };
        schema.Required = new HashSet<string> { "type", "title", "status", "detail" };
    }

    private static bool HasProperties(OpenApiSchema schema) => schema.Properties is { Count: > 0 };

    private static bool MayBeNull(IOpenApiSchema schema) =>
        schema.Type?.HasFlag(JsonSchemaType.Null) == true || schema.OneOf?.Any(option => option.Type == JsonSchemaType.Null) == true;

    /// <summary>A dictionary by the values of an enumeration has an entry for each.</summary>
    private static void NameKeys(OpenApiSchema schema, Type type)
    {
        if (type is { IsGenericType: true, GenericTypeArguments: [{ IsEnum: true } keys, _] }
            && schema.AdditionalProperties is { } value)
        {
            var names = Enum.GetNames(keys).Select(JsonNamingPolicy.CamelCase.ConvertName).ToList();
            schema.Properties = names.ToDictionary(name => name, _ => value, StringComparer.Ordinal);
            schema.AdditionalProperties = null;
        }
    }

    private static void Restrict(OpenApiSchema schema, AllowedValuesAttribute allowed)
    {
        var one = schema.Items is OpenApiSchema item ? item : schema;
        one.Enum = [.. allowed.Values.Select(value => (JsonNode)JsonValue.Create((string)value!)!)];
        if (one.Type?.HasFlag(JsonSchemaType.Null) == true)
        {
            one.Enum.Add(JsonNullSentinel.JsonNull);
        }
    }

    private static IEnumerable<object> Attributes(OpenApiSchemaTransformerContext context)
    {
        var property = context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [];
        var parameter = (context.ParameterDescription?.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo;
        return context.JsonPropertyInfo is null && parameter is not null ? parameter.GetCustomAttributes() : property;
    }

    private static void Gather(IDictionary<string, OpenApiMediaType>? content, HashSet<OpenApiSchema> found)
    {
        foreach (var media in content?.Values ?? [])
        {
            Gather(media.Schema, found);
        }
    }

    private static void Gather(IOpenApiSchema? schema, HashSet<OpenApiSchema> found)
    {
        var target = schema is OpenApiSchemaReference reference ? reference.RecursiveTarget : schema as OpenApiSchema;
        if (target is null || !found.Add(target))
        {
            return;
        }

        Gather(target.Items, found);
        Gather(target.AdditionalProperties, found);
        foreach (var part in (target.Properties?.Values ?? []).Concat(target.OneOf ?? []).Concat(target.AllOf ?? []))
        {
            Gather(part, found);
        }
    }
}
