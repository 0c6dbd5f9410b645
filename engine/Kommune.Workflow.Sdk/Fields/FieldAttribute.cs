namespace Kommune.Workflow.Sdk;

/// <summary>Describes a property of inputs, outputs or settings to the people who fill it in.</summary>
/// <remarks>
/// The type of the field follows from the property's type: text, whole number or number, <see langword="bool"/>,
/// <see cref="TimeSpan"/> (ISO 8601, <c>PT30S</c>), <see cref="DateOnly"/>, <see cref="DateTimeOffset"/>, <see cref="Uri"/>, an enumeration
/// (choices are its values), a list, and JSON for everything else. <see langword="required"/> properties must be filled in.
/// </remarks>
/// <param name="label">The German label.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldAttribute(string label) : Attribute
{
    /// <summary>The German label.</summary>
    public string Label { get; } = label;

    /// <summary>One German sentence of help; null for none.</summary>
    public string? Help { get; init; }

    /// <summary>The name in models and JSON; null: the property's name in camelCase.</summary>
    public string? Name { get; init; }

    /// <summary>The value without an entry, as text; null: the property's initial value.</summary>
    public string? Default { get; init; }

    /// <summary>The allowed values, each <c>value=Label</c> or <c>value</c>; null: any.</summary>
    public string[]? Choices { get; init; }

    /// <summary>Whether it is a secret: never shown again, and stored encrypted (settings).</summary>
    public bool Secret { get; init; }

    /// <summary>Whether a text may have several lines.</summary>
    public bool Multiline { get; init; }
}

/// <summary>What people can enter in a field.</summary>
public enum FieldType
{
    /// <summary>One line of text.</summary>
    Text,

    /// <summary>Several lines of text.</summary>
    Multiline,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>A span of time in ISO 8601, such as <c>PT30S</c>.</summary>
    Duration,

    /// <summary>A date, such as <c>2026-05-01</c>.</summary>
    Date,

    /// <summary>A point in time with its offset.</summary>
    DateTime,

    /// <summary>An absolute address (URI).</summary>
    Address,

    /// <summary>One of <see cref="FieldDescription.Choices"/>.</summary>
    Choice,

    /// <summary>A list.</summary>
    List,

    /// <summary>Any JSON value.</summary>
    Json,
}

/// <summary>A value to choose.</summary>
/// <param name="Value">As stored.</param>
/// <param name="Label">As shown, German.</param>
public sealed record FieldChoice(string Value, string Label);

/// <summary>A field as forms show it.</summary>
public sealed record FieldDescription
{
    /// <summary>The name in models and JSON.</summary>
    public required string Name { get; init; }

    /// <summary>The German label.</summary>
    public required string Label { get; init; }

    /// <summary>One German sentence of help; null for none.</summary>
    public string? Help { get; init; }

    /// <summary>What can be entered.</summary>
    public required FieldType Type { get; init; }

    /// <summary>Whether it must be filled in.</summary>
    public bool Required { get; init; }

    /// <summary>The value without an entry; null for none.</summary>
    public System.Text.Json.Nodes.JsonNode? Default { get; init; }

    /// <summary>The allowed values; empty: any.</summary>
    public IReadOnlyList<FieldChoice> Choices { get; init; } = [];

    /// <summary>Whether it is never shown again.</summary>
    public bool Secret { get; init; }
}
