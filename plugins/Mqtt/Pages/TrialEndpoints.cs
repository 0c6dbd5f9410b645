using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Codecs;
using Kommune.Workflow.Plugins.Mqtt.Devices;
using Kommune.Workflow.Plugins.Mqtt.Payloads;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Pages;

/// <summary>What a field of a tried payload would give.</summary>
/// <param name="Name">The field.</param>
/// <param name="Value">The value that would be kept; null when there is none.</param>
/// <param name="Problem">Why there is none, in German; null when there is one.</param>
public sealed record TriedField(string Name, double? Value, string? Problem);

/// <summary>What a device type would read of a payload.</summary>
/// <param name="Fields">One entry a field of the type.</param>
/// <param name="Ignored">Paths in the payload that no field names: they are not kept.</param>
/// <param name="Refused">Why the whole message would be refused; null when it would not.</param>
/// <param name="Decoded">What the fields were read from.</param>
public sealed record TriedPayload(
    IReadOnlyList<TriedField> Fields, IReadOnlyList<string> Ignored, string? Refused, JsonObject? Decoded);

/// <summary>Addresses to try what is being set up, before it counts.</summary>
internal sealed class TrialEndpoints(CatalogueStore catalogue, RuleDryRun dryRun, TimeProvider clock)
{
    private const int IgnoredMax = 100;

    public void AddTo(IPluginBuilder plugin)
    {
        Add(plugin, "types/try", TryTypeAsync, 2 * UplinkReader.MaxBytes);
        Add(plugin, "codecs/try", TryCodecAsync, 2 * PayloadCodec.MaxScriptLength);
        Add(plugin, "rules/try", TryRuleAsync, 64 * 1024);
    }

    private static void Add(
        IPluginBuilder plugin, string path, Func<PluginRequest, CancellationToken, Task<PluginResponse>> handle, int bodyBytesMax) =>
        plugin.AddEndpoint(new PluginEndpoint
        {
            Method = "POST", Path = path, Access = Access.With("operations"), Handle = handle, BodyBytesMax = bodyBytesMax,
        });

    /// <summary>Reads a payload as a device of the type would be read: as its network sends it, or only its decoded part.</summary>
    private Task<PluginResponse> TryTypeAsync(PluginRequest request, CancellationToken cancel)
    {
        var asked = request.ReadJson<TypeTrial>();
        var bytes = Encoding.UTF8.GetBytes(asked.Payload);
        var uplink = Unwrap(bytes);
        if (uplink.Uplink is not { } found)
        {
            return Answer(new TriedPayload([], [], uplink.Reason ?? "Das ist keine Messung.", null));
        }

        var decoded = found.Decoded;
        if (asked.CodecId is { Length: > 0 } codecId)
        {
            if (!catalogue.Current.Codecs.TryGetValue(codecId, out var script))
            {
                return Answer(new TriedPayload([], [], $"Den Codec „{codecId}“ gibt es nicht.", null));
            }

            using var codec = PayloadCodec.Load(script.Script);
            var result = codec.Decode(found.Bytes.Span, found.Port, clock.GetUtcNow());
            if (result.Data is null)
            {
                return Answer(new TriedPayload([], [], string.Join(" ", result.Errors), null));
            }

            decoded = result.Data;
        }

        if (decoded is null)
        {
            return Answer(new TriedPayload([], [], "Die Meldung ist nicht entschlüsselt. Bitte wählen Sie einen Codec.", null));
        }

        if (PersonalIdentifiers.Find(decoded) is { } personal)
        {
            var refused = $"Unter „{personal.Path}“ steht Personenbezogenes ({personal.Kind}). Solche Meldungen werden abgewiesen.";
            return Answer(new TriedPayload([], [], refused, null));
        }

        var measured = MeasurementReader.Read(asked.Type, decoded);
        var fields = asked.Type.Fields.Select(field => new TriedField(
            field.Name,
            measured.Values.TryGetValue(field.Name, out var value) ? value : null,
            measured.Values.ContainsKey(field.Name) ? null
                : measured.Invalid.GetValueOrDefault(field.Name) ?? $"Unter „{field.Path}“ steht in dieser Meldung nichts."));
        var read = asked.Type.Fields.Select(field => JsonPath.Find(decoded, field.Path)).OfType<JsonNode>().ToHashSet();
        return Answer(new TriedPayload([.. fields], [.. Leaves(decoded, "", read).Take(IgnoredMax)], null, decoded));
    }

    /// <summary>Runs a codec's examples: what it gave, and whether that was expected.</summary>
    private static Task<PluginResponse> TryCodecAsync(PluginRequest request, CancellationToken cancel)
    {
        var script = request.ReadJson<CodecScript>();
        try
        {
            using var codec = PayloadCodec.Load(script.Script);
            var results = script.Examples.Select(example =>
            {
                var bytes = Convert.FromHexString(example.Bytes.Replace(" ", "", StringComparison.Ordinal));
                var decoded = codec.Decode(bytes, example.Port, DateTimeOffset.UnixEpoch);
                var expected = string.IsNullOrWhiteSpace(example.Expected) ? null : JsonNode.Parse(example.Expected);
                bool? matches = expected is null ? null : decoded.Data is not null && JsonNode.DeepEquals(decoded.Data, expected);
                return new { example.Name, Matches = matches, decoded.Data, decoded.Warnings, decoded.Errors };
            }).ToList();
            return Task.FromResult(PluginResponse.Json(results));
        }
        catch (CodecException e)
        {
            return Task.FromResult(PluginResponse.Refused(422, e.Message));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return Task.FromResult(
                PluginResponse.Refused(422, "Die Beispiele brauchen Bytes als Hexadezimalzahlen und das Ergebnis als JSON."));
        }
    }

    private async Task<PluginResponse> TryRuleAsync(PluginRequest request, CancellationToken cancel)
    {
        var asked = request.ReadJson<DeviceRule>();
        if (DocumentCheck.Problem(asked.Rule) is { } problem)
        {
            return PluginResponse.Refused(422, problem);
        }

        return PluginResponse.Json(await dryRun.RunAsync(asked, cancel).ConfigureAwait(false));
    }

    private static Task<PluginResponse> Answer(TriedPayload tried) => Task.FromResult(PluginResponse.Json(tried));

    /// <summary>A whole message of one of the known networks by its looks; otherwise the payload is what was decoded already.</summary>
    private UplinkResult Unwrap(byte[] payload)
    {
        UplinkResult Read(PayloadOptions options, string topic) =>
            UplinkReader.Read(options, topic, new ReadOnlySequence<byte>(payload), clock.GetUtcNow());
        var plain = Read(new PayloadOptions(PayloadProfile.PlainJson, "{device}"), "versuch");
        return plain.Uplink?.Decoded switch
        {
            { } body when body.ContainsKey("uplink_message") => Read(new PayloadOptions(PayloadProfile.TheThingsStack), "versuch/up"),
            { } body when body.ContainsKey("deviceInfo") => Read(new PayloadOptions(PayloadProfile.ChirpStack), "versuch/event/up"),
            _ => plain,
        };
    }

    /// <summary>Paths to values that were not read.</summary>
    private static IEnumerable<string> Leaves(JsonNode? node, string path, HashSet<JsonNode> read)
    {
        if (node is not null && read.Contains(node))
        {
            return [];
        }

        return node switch
        {
            JsonObject map => map.SelectMany(child => Leaves(child.Value, path.Length == 0 ? child.Key : $"{path}.{child.Key}", read)),
            JsonArray list => list.SelectMany((child, i) => Leaves(child, $"{path}[{i}]", read)),
            _ => [path],
        };
    }

    private sealed record TypeTrial(DeviceType Type, string Payload, string? CodecId);
}
