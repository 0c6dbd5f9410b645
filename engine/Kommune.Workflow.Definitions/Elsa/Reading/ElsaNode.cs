using System.Text;
using System.Text.Json;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>A value of a definition's JSON as it was read: order, spelling of numbers and texts, line and path stay known.</summary>
internal sealed class ElsaNode(JsonValueKind kind, string raw, int line, string path)
{
    private readonly List<(string RawName, string Name, ElsaNode Value)> members = [];
    private readonly List<ElsaNode> items = [];

    public JsonValueKind Kind => kind;

    /// <summary>The token as it was written, quotes included; empty for objects and arrays.</summary>
    public string Raw => raw;

    /// <summary>1-based.</summary>
    public int Line => line;

    /// <summary>Where it stands, such as <c>$.root.activities[2].text</c>.</summary>
    public string Path => path;

    public IReadOnlyList<ElsaNode> Items => items;

    public IEnumerable<(string Name, ElsaNode Value)> Members => members.Select(member => (member.Name, member.Value));

    /// <summary>The value of a text.</summary>
    public string? Text { get; init; }

    public bool IsObject => kind == JsonValueKind.Object;

    public bool IsNull => kind == JsonValueKind.Null;

    /// <summary>A member by its name, case ignored as Elsa does; null when it is not there or is null.</summary>
    public ElsaNode? this[string name] => members.Find(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is
        { IsNull: false } found ? found : null;

    /// <summary>A member's text; null when it is none.</summary>
    public string? TextOf(string name) => this[name]?.Text;

    public bool Flag(string name) => this[name] is { Kind: JsonValueKind.True } or { Text: "true" or "True" };

    public void Add(string rawName, string name, ElsaNode value) => members.Add((rawName, name, value));

    public void Add(ElsaNode item) => items.Add(item);

    /// <summary>The value as JSON without blanks.</summary>
    public string ToJson()
    {
        var text = new StringBuilder();
        Write(text, null);
        return text.ToString();
    }

    /// <summary>Writes the value; indented by two blanks a level, unless <paramref name="indent"/> is null.</summary>
    public void Write(StringBuilder text, int? indent)
    {
        switch (kind)
        {
            case JsonValueKind.Object:
                WriteAll(text, '{', '}', indent, members, (member, inner) =>
                {
                    text.Append(member.RawName).Append(inner is null ? ":" : ": ");
                    member.Value.Write(text, inner);
                });
                break;
            case JsonValueKind.Array:
                WriteAll(text, '[', ']', indent, items, (item, inner) => item.Write(text, inner));
                break;
            default:
                text.Append(raw);
                break;
        }
    }

    private static void WriteAll<T>(
        StringBuilder text, char open, char close, int? indent, List<T> parts, Action<T, int?> write)
    {
        text.Append(open);
        for (var i = 0; i < parts.Count; i++)
        {
            text.Append(i > 0 ? "," : "");
            NewLine(text, indent + 1);
            write(parts[i], indent + 1);
        }

        if (parts.Count > 0)
        {
            NewLine(text, indent);
        }

        text.Append(close);
    }

    private static void NewLine(StringBuilder text, int? indent)
    {
        if (indent is { } levels)
        {
            text.Append('\n').Append(' ', levels * 2);
        }
    }
}
