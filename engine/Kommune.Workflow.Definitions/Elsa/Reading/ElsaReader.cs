using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>Reads JSON into nodes that know where they stood.</summary>
internal ref struct ElsaReader
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly ReadOnlySpan<byte> bytes;
    private Utf8JsonReader reader;
    private long countedTo;
    private int line;

    private ElsaReader(ReadOnlySpan<byte> bytes, int depthMax)
    {
        this.bytes = bytes;
        line = 1;
        reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = depthMax });
    }

    /// <summary>Reads a document; false with the line and what is wrong there when it is no JSON.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> document,
        int depthMax,
        [NotNullWhen(true)] out ElsaNode? root,
        out int errorLine,
        [NotNullWhen(false)] out string? problem)
    {
        try
        {
            var reader = new ElsaReader(document.StartsWith(ByteOrderMark) ? document[ByteOrderMark.Length..] : document, depthMax);
            reader.reader.Read();
            root = reader.ReadValue("$");
            problem = reader.reader.Read() ? "Nach dem Ende des Dokuments steht noch etwas." : null;
            errorLine = reader.line;
            return problem is null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            root = null;
            errorLine = (int)((e as JsonException)?.LineNumber ?? 0) + 1;
            problem = "Die Datei ist kein gültiges JSON.";
            return false;
        }
    }

    private ElsaNode ReadValue(string path)
    {
        var at = LineHere();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: return ReadObject(new ElsaNode(JsonValueKind.Object, "", at, path));
            case JsonTokenType.StartArray: return ReadArray(new ElsaNode(JsonValueKind.Array, "", at, path));
            case JsonTokenType.String: return new ElsaNode(JsonValueKind.String, Quoted(), at, path) { Text = reader.GetString() };
            case JsonTokenType.Number: return new ElsaNode(JsonValueKind.Number, Token(), at, path);
            case JsonTokenType.True: return new ElsaNode(JsonValueKind.True, "true", at, path);
            case JsonTokenType.False: return new ElsaNode(JsonValueKind.False, "false", at, path);
            default: return new ElsaNode(JsonValueKind.Null, "null", at, path);
        }
    }

    private ElsaNode ReadObject(ElsaNode node)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            var rawName = Quoted();
            reader.Read();
            node.Add(rawName, name, ReadValue($"{node.Path}.{name}"));
        }

        return node;
    }

    private ElsaNode ReadArray(ElsaNode node)
    {
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            node.Add(ReadValue($"{node.Path}[{i}]"));
        }

        return node;
    }

    private readonly string Token() => Encoding.UTF8.GetString(reader.ValueSpan);

    private readonly string Quoted() => $"\"{Token()}\"";

    private int LineHere()
    {
        line += bytes[(int)countedTo..(int)reader.TokenStartIndex].Count((byte)'\n');
        countedTo = reader.TokenStartIndex;
        return line;
    }
}
