using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>The structure of one element; see <see cref="SchemaTable"/> for how it is written.</summary>
internal sealed class SchemaType
{
    public SchemaType(string name, string attributes, string children)
    {
        Name = name;
        Attributes = Words(attributes).Select(SchemaAttribute.Parse).ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);
        Children = [.. Words(children).Select(SchemaChild.Parse)];
    }

    public string Name { get; }

    public FrozenDictionary<string, SchemaAttribute> Attributes { get; }

    public ImmutableArray<SchemaChild> Children { get; }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>An attribute and the values it may have; null: any.</summary>
internal sealed record SchemaAttribute(string Name, bool IsRequired, string? Values)
{
    public static SchemaAttribute Parse(string text)
    {
        var parts = text.Split(':');
        return new(parts[0].TrimEnd('!'), parts[0].EndsWith('!'), parts.Length > 1 ? parts[1] : null);
    }

    public bool Allows(string value) => Values switch
    {
        null => true,
        "b" => value is "true" or "false" or "1" or "0",
        "i" => System.Numerics.BigInteger.TryParse(value, out _),
        _ => Values.Split('|').Contains(value),
    };
}

/// <summary>A child element, or any of a group.</summary>
internal sealed record SchemaChild(string Name, ImmutableArray<string> Kinds, bool IsSingle)
{
    public static SchemaChild Parse(string text)
    {
        var name = text.TrimEnd('?', '*');
        ImmutableArray<string> kinds = name.StartsWith('@') ? [.. SchemaTable.Groups[name[1..]]] : [name];
        return new(name.TrimStart('@'), kinds, !text.EndsWith('*'));
    }
}
