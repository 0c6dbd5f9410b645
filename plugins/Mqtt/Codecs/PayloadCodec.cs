using System.Text.Json;
using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Runtime;

namespace Kommune.Workflow.Plugins.Mqtt.Codecs;

/// <summary>What a codec made of a device's bytes.</summary>
/// <param name="Data">The fields; null when it failed.</param>
/// <param name="Warnings">What the codec doubts.</param>
/// <param name="Errors">Why there are no fields: the codec's words, or ours in German when a limit was reached.</param>
public sealed record DecodedPayload(JsonObject? Data, IReadOnlyList<string> Warnings, IReadOnlyList<string> Errors)
{
    internal static DecodedPayload Failed(params IReadOnlyList<string> errors) => new(null, [], errors);
}

/// <summary>A script that is no codec; the message says why, in German.</summary>
public sealed class CodecException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A JavaScript payload codec of the LoRaWAN community, unchanged, in an engine of its own: some replace globals.</summary>
/// <remarks>
/// Known entry points, the first one found is called: <c>decodeUplink({bytes, fPort, recvTime})</c>, <c>Decoder(bytes, port)</c>,
/// <c>Decode(fPort, bytes, variables)</c>. It sees nothing of the host and has no I/O. One call at a time.
/// </remarks>
public sealed class PayloadCodec : IDisposable
{
    /// <summary>Longest script accepted, in characters.</summary>
    public const int MaxScriptLength = 512 * 1024;

    private const long MaxMemoryBytes = 64 * 1024 * 1024;
    private const int MaxRecursion = 200;
    private const int MaxStatements = 2_000_000;
    private const string ScriptName = "codec.js";

    /// <summary>A net below the limit on statements, which ends a codec at the same place on every machine.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    /// <summary>Runs before the codec, which may replace what it uses here.</summary>
    private const string Before = """
        var module = { exports: {} };
        var exports = module.exports;
        var console = { log() {}, warn() {}, error() {}, info() {}, debug() {} };
        var __host = { stringify: JSON.stringify, Date: Date };
        """;

    /// <summary>Answers with the function that takes bytes as hex text, port and Unix milliseconds, and gives JSON.</summary>
    private const string After = """
        (function () {
          const own = module.exports || {};
          const stringify = __host.stringify;
          const bytesOf = hex => {
            const bytes = [];
            for (let i = 0; i < hex.length; i += 2) bytes.push(parseInt(hex.substr(i, 2), 16));
            return bytes;
          };
          const modern = typeof own.decodeUplink === 'function' ? own.decodeUplink
            : typeof decodeUplink === 'function' ? decodeUplink : null;
          if (modern) {
            return (hex, port, at) =>
              stringify({ envelope: modern({ bytes: bytesOf(hex), fPort: port, recvTime: new __host.Date(at) }) });
          }
          const decoder = typeof own.Decoder === 'function' ? own.Decoder : typeof Decoder === 'function' ? Decoder : null;
          if (decoder) return (hex, port) => stringify({ data: decoder(bytesOf(hex), port) });
          const decode = typeof own.Decode === 'function' ? own.Decode : typeof Decode === 'function' ? Decode : null;
          if (decode) return (hex, port) => stringify({ data: decode(port, bytesOf(hex), {}) });
          return null;
        })()
        """;

    private readonly Engine engine;
    private readonly JsValue decode;

    private PayloadCodec(Engine engine, JsValue decode) => (this.engine, this.decode) = (engine, decode);

    /// <summary>Loads a codec.</summary>
    /// <exception cref="CodecException">The script is too long, does not run, or has none of the known entry points.</exception>
    public static PayloadCodec Load(string script)
    {
        if (script.Length > MaxScriptLength)
        {
            throw new CodecException($"Der Codec ist länger als {MaxScriptLength / 1024} KB.");
        }

        var engine = new Engine(options => options
            .LimitMemory(MaxMemoryBytes)
            .TimeoutInterval(MaxTime)
            .MaxStatements(MaxStatements)
            .LimitRecursion(MaxRecursion)
            .RegexTimeoutInterval(MaxTime)
            .LocalTimeZone(TimeZoneInfo.Utc)
            .DisableStringCompilation());
        try
        {
            var entry = engine.Execute(Before).Execute(script, ScriptName).Evaluate(After);
            return entry.IsNull()
                ? throw new CodecException("Der Codec hat keine der Funktionen decodeUplink, Decoder oder Decode.")
                : new PayloadCodec(engine, entry);
        }
        catch (Exception e)
        {
            engine.Dispose();
            if (Reason(e) is { } reason)
            {
                throw new CodecException(reason, e);
            }

            throw;
        }
    }

    /// <summary>Decodes one message. What the script does wrong is in the answer, never an exception.</summary>
    /// <param name="bytes">The device's bytes.</param>
    /// <param name="port">The LoRaWAN port.</param>
    /// <param name="receivedAt">Given to codecs that ask for <c>recvTime</c>.</param>
    public DecodedPayload Decode(ReadOnlySpan<byte> bytes, int port, DateTimeOffset receivedAt)
    {
        try
        {
            var answer = engine.Invoke(decode, Convert.ToHexString(bytes), port, receivedAt.ToUnixTimeMilliseconds());
            return Read(JsonNode.Parse(answer.AsString())!.AsObject());
        }
        catch (Exception e) when (Reason(e) is not null)
        {
            return DecodedPayload.Failed(Reason(e)!);
        }
    }

    public void Dispose() => engine.Dispose();

    private static DecodedPayload Read(JsonObject answer)
    {
        var data = answer["data"];
        IReadOnlyList<string> warnings = [];
        if (answer.TryGetPropertyValue("envelope", out var envelope))
        {
            if (envelope is not JsonObject parts)
            {
                return DecodedPayload.Failed("decodeUplink hat kein Objekt geliefert.");
            }

            var errors = Texts(parts["errors"]);
            if (errors.Count > 0)
            {
                return DecodedPayload.Failed(errors);
            }

            (data, warnings) = (parts["data"], Texts(parts["warnings"]));
        }

        return data is JsonObject fields
            ? new DecodedPayload(fields.DeepClone().AsObject(), warnings, [])
            : DecodedPayload.Failed("Der Codec hat keine Angaben geliefert.");
    }

    private static List<string> Texts(JsonNode? node) => node switch
    {
        JsonArray list => [.. list.Select(item => item?.ToString() ?? "")],
        JsonValue value => [value.ToString()],
        _ => [],
    };

    /// <summary>What a script did wrong; null when the fault is not the script's.</summary>
    private static string? Reason(Exception exception) => exception switch
    {
        TimeoutException => $"Der Codec braucht länger als {MaxTime.TotalSeconds:0} Sekunden.",
        MemoryLimitExceededException => $"Der Codec braucht mehr als {MaxMemoryBytes / 1024 / 1024} MB Speicher.",
        StatementsCountOverflowException => "Der Codec endet nicht: zu viele Anweisungen.",
        RecursionDepthOverflowException => "Der Codec ruft sich zu oft selbst auf.",
        JavaScriptException e when e.Location.SourceFile == ScriptName =>
            $"Der Codec meldet in Zeile {e.Location.Start.Line}: {e.Message}",
        JavaScriptException e => $"Der Codec meldet: {e.Message}",
        JintException or JsonException or ArgumentException or InvalidOperationException => $"Der Codec läuft nicht: {exception.Message}",
        _ => null,
    };
}
