using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Codecs;

namespace Kommune.Workflow.Plugins.Mqtt.Intake;

/// <summary>Loaded codecs, one engine each, made anew when their script changed. Used by one caller at a time.</summary>
internal sealed class CodecShelf : IDisposable
{
    private readonly Dictionary<string, (string Script, PayloadCodec? Codec, string? Problem)> loaded = new(StringComparer.Ordinal);

    public DecodedPayload Decode(CodecScript script, ReadOnlySpan<byte> bytes, int port, DateTimeOffset receivedAt)
    {
        if (!loaded.TryGetValue(script.Id, out var entry) || entry.Script != script.Script)
        {
            entry.Codec?.Dispose();
            loaded[script.Id] = entry = Load(script.Script);
        }

        return entry.Codec is { } codec ? codec.Decode(bytes, port, receivedAt) : DecodedPayload.Failed(entry.Problem!);
    }

    public void Dispose()
    {
        foreach (var (_, codec, _) in loaded.Values)
        {
            codec?.Dispose();
        }
    }

    private static (string Script, PayloadCodec? Codec, string? Problem) Load(string script)
    {
        try
        {
            return (script, PayloadCodec.Load(script), null);
        }
        catch (CodecException e)
        {
            return (script, null, e.Message);
        }
    }
}
