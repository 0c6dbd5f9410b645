using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Xml;
using FluentValidation;

namespace Kommune.Workflow.Sdk;

/// <summary>Fields of a type: their descriptions, and values read from JSON and checked.</summary>
public static class Fields
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<FieldDescription>> Known = new();
    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de");

    /// <summary>How values look as JSON: names in camelCase, enumerations as text, spans of time in ISO 8601.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new IsoDuration() },
        MaxDepth = 64,
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver { Modifiers = { UseFieldNames } },
    };

    /// <summary>The fields of a type: its public properties that carry <see cref="FieldAttribute"/>, in their order.</summary>
    /// <typeparam name="T">A record or class with a constructor without parameters.</typeparam>
    public static IReadOnlyList<FieldDescription> Of<T>() => Known.GetOrAdd(typeof(T), Describe);

    /// <summary>Reads and checks values. Unknown names are ignored; empty texts count as no entry.</summary>
    /// <typeparam name="T">The type of the fields.</typeparam>
    /// <param name="values">One entry a field.</param>
    /// <param name="validator">Checks what single fields cannot; null for none.</param>
    /// <param name="result">The value; null when there are errors.</param>
    /// <returns>German sentences per field name; empty when the values are valid.</returns>
    public static IReadOnlyDictionary<string, string[]> Read<T>(JsonObject values, IValidator<T>? validator, out T? result)
        where T : class
    {
        result = null;
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var entries = new JsonObject();
        foreach (var field in Of<T>())
        {
            var value = IsEmpty(values[field.Name]) ? field.Default : values[field.Name];
            if (value is null)
            {
                if (field.Required)
                {
                    errors[field.Name] = [$"„{field.Label}“ fehlt."];
                }
            }
            else if (Fit(field, value) is { } fitting)
            {
                entries[field.Name] = fitting;
            }
            else
            {
                errors[field.Name] = [$"„{field.Label}“ ist nicht gültig."];
            }
        }

        result = errors.Count > 0 ? null : Convert<T>(entries, errors);
        return result is null || validator is null ? errors : Validate(validator, ref result);
    }

    private static T? Convert<T>(JsonObject entries, Dictionary<string, string[]> errors)
        where T : class
    {
        try
        {
            return entries.Deserialize<T>(Json);
        }
        catch (JsonException exception)
        {
            var name = exception.Path?.Split('.', '[').ElementAtOrDefault(1) ?? "";
            var label = Of<T>().FirstOrDefault(field => field.Name == name)?.Label ?? name;
            errors[name] = [$"„{label}“ ist nicht gültig."];
            return null;
        }
    }

    private static Dictionary<string, string[]> Validate<T>(IValidator<T> validator, ref T? value)
        where T : class
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = German; // The messages of the validators.
        try
        {
            var errors = validator.Validate(value!).Errors
                .GroupBy(error => JsonNamingPolicy.CamelCase.ConvertName(error.PropertyName), error => error.ErrorMessage)
                .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
            value = errors.Count > 0 ? null : value;
            return errors;
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static bool IsEmpty(JsonNode? value) =>
        value is null || (value.GetValueKind() == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetValue<string>()));

    // Fixed settings of a model are texts: they stand for values of every type.
    private static JsonNode? Fit(FieldDescription field, JsonNode value)
    {
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
        return field.Type switch
        {
            FieldType.Boolean when text is not null => bool.TryParse(text, out var flag) ? JsonValue.Create(flag) : null,
            FieldType.Text or FieldType.Multiline when value is JsonValue && text is null => JsonValue.Create(value.ToJsonString()),
            FieldType.Choice when text is null || field.Choices.All(choice => choice.Value != text) => null,
            FieldType.List when text is not null => new JsonArray([.. text.Split(',', StringSplitOptions.TrimEntries
                | StringSplitOptions.RemoveEmptyEntries).Select(item => (JsonNode)item)]),
            FieldType.Address when !Uri.TryCreate(text, UriKind.Absolute, out _) => null,
            _ => value.DeepClone(),
        };
    }

    private static FieldDescription[] Describe(Type type) =>
        [.. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            let field = property.GetCustomAttribute<FieldAttribute>()
            where field is not null
            select Describe(property, field)];

    private static FieldDescription Describe(PropertyInfo property, FieldAttribute field)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var choices = field.Choices?.Select(Choice) ?? (type.IsEnum ? Enum.GetNames(type).Select(CamelCase) : []);
        var kind = field.Choices is not null ? FieldType.Choice : KindOf(type, field);
        return new FieldDescription
        {
            Name = NameOf(property, field),
            Label = field.Label,
            Help = field.Help,
            Type = kind,
            Required = property.IsDefined(typeof(RequiredMemberAttribute)),
            Default = field.Default is null ? null : DefaultOf(kind, field.Default),
            Choices = [.. choices],
            Secret = field.Secret,
        };
    }

    private static FieldChoice Choice(string text)
    {
        var parts = text.Split('=', 2);
        return new FieldChoice(parts[0], parts[^1]);
    }

    private static FieldChoice CamelCase(string name)
    {
        var value = JsonNamingPolicy.CamelCase.ConvertName(name);
        return new FieldChoice(value, value);
    }

    private static JsonNode? DefaultOf(FieldType kind, string text) => kind switch
    {
        FieldType.Number => JsonValue.Create(decimal.Parse(text, CultureInfo.InvariantCulture)),
        FieldType.Boolean => JsonValue.Create(bool.Parse(text)),
        FieldType.List or FieldType.Json => JsonNode.Parse(text),
        _ => JsonValue.Create(text),
    };

    private static FieldType KindOf(Type type, FieldAttribute field) => type switch
    {
        _ when type == typeof(string) => field.Multiline ? FieldType.Multiline : FieldType.Text,
        _ when type == typeof(bool) => FieldType.Boolean,
        _ when type == typeof(TimeSpan) => FieldType.Duration,
        _ when type == typeof(DateOnly) => FieldType.Date,
        _ when type == typeof(DateTimeOffset) => FieldType.DateTime,
        _ when type == typeof(Uri) => FieldType.Address,
        { IsEnum: true } => FieldType.Choice,
        _ when type.IsPrimitive || type == typeof(decimal) => FieldType.Number,
        _ when typeof(JsonNode).IsAssignableFrom(type) => FieldType.Json,
        _ when typeof(System.Collections.IDictionary).IsAssignableFrom(type) => FieldType.Json,
        _ when type.IsArray || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) => FieldType.List,
        _ => FieldType.Json,
    };

    private static string NameOf(PropertyInfo property, FieldAttribute field) =>
        field.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static void UseFieldNames(System.Text.Json.Serialization.Metadata.JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider is PropertyInfo member && member.GetCustomAttribute<FieldAttribute>()?.Name is { } name)
            {
                property.Name = name;
            }
        }
    }

    private sealed class IsoDuration : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return XmlConvert.ToTimeSpan(reader.GetString() ?? "");
            }
            catch (FormatException exception)
            {
                throw new JsonException("Expected a span of time in ISO 8601.", exception);
            }
        }

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(XmlConvert.ToString(value));
    }
}
