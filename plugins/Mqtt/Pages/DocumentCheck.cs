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

/// <summary>Checks what people set up before it counts.</summary>
internal static class DocumentCheck
{
    private const int MaxIdLength = 80;

    public static readonly IReadOnlyList<string> Kinds =
    [
        CatalogueStore.Sources, CatalogueStore.Types, CatalogueStore.Codecs, CatalogueStore.Devices, CatalogueStore.Rules,
        CatalogueStore.Maps,
    ];

    /// <summary>The content as its type, or what is wrong with it, in German.</summary>
    public static (object? Content, string? Problem) Read(string kind, string id, JsonNode? content)
    {
        if (id.Length is 0 or > MaxIdLength)
        {
            return (null, $"Die Kennung braucht 1 bis {MaxIdLength} Zeichen.");
        }

        try
        {
            return kind switch
            {
                CatalogueStore.Sources => Checked<Source>(content, source => source.Id, id, Problem),
                CatalogueStore.Types => Checked<DeviceType>(content, type => type.Id, id, Problem),
                CatalogueStore.Codecs => Checked<CodecScript>(content, codec => codec.Id, id, Problem),
                CatalogueStore.Devices => Checked<Device>(content, device => device.Id, id, Problem),
                CatalogueStore.Rules => Checked<DeviceRule>(content, rule => rule.Rule.Id, id, rule => Problem(rule.Rule)),
                CatalogueStore.Maps => Checked<TownMap>(content, _ => TownMap.Id, id, map => map.GeoJson["features"] is JsonArray
                    ? null
                    : "Das ist kein GeoJSON mit einer Sammlung von Formen (FeatureCollection)."),
                _ => (null, $"Es gibt nur {string.Join(", ", Kinds)}."),
            };
        }
        catch (JsonException e)
        {
            return (null, $"Die Angaben sind nicht vollständig oder haben die falsche Form ({e.Path}).");
        }
    }

    /// <summary>What a document names that there is not, in German; null when there is all of it.</summary>
    public static string? BrokenReference(IReadOnlyList<(string Kind, string Id, object? Content)> documents, Catalogue setUp)
    {
        var types = setUp.Types.Keys.Concat(documents.Where(d => d.Kind == CatalogueStore.Types).Select(d => d.Id))
            .ToHashSet(StringComparer.Ordinal);
        var codecs = setUp.Codecs.Keys.Concat(documents.Where(d => d.Kind == CatalogueStore.Codecs).Select(d => d.Id))
            .ToHashSet(StringComparer.Ordinal);
        return documents.Select(document => document.Content switch
        {
            Device device when !types.Contains(device.TypeId) => $"Den Gerätetyp „{device.TypeId}“ gibt es nicht.",
            Device { CodecId: { } codec } when !codecs.Contains(codec) => $"Den Codec „{codec}“ gibt es nicht.",
            DeviceRule rule when !types.Contains(rule.TypeId) => $"Den Gerätetyp „{rule.TypeId}“ gibt es nicht.",
            _ => null,
        }).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>Why a document cannot be removed, in German; null when it can.</summary>
    public static string? StillUsed(string kind, string id, Catalogue setUp)
    {
        var devices = kind switch
        {
            CatalogueStore.Types => setUp.Devices.Values.Count(device => device.TypeId == id),
            CatalogueStore.Codecs => setUp.Devices.Values.Count(device => device.CodecId == id),
            _ => 0,
        };
        var rules = kind == CatalogueStore.Types ? setUp.Rules.Values.Count(rule => rule.TypeId == id) : 0;
        return (devices, rules) switch
        {
            (0, 0) => null,
            (0, _) => $"Noch {rules} Regeln gelten dafür. Bitte ändern oder entfernen Sie zuerst die Regeln.",
            _ => $"Noch {devices} Geräte nutzen das. Bitte stellen Sie zuerst die Geräte um.",
        };
    }

    private static (object? Content, string? Problem) Checked<T>(JsonNode? content, Func<T, string> idOf, string id, Func<T, string?> check)
    {
        if (content is null)
        {
            return (null, "Der Inhalt fehlt.");
        }

        var read = content.Deserialize<T>(Fields.Json)!;
        return idOf(read) != id ? (null, "Die Kennung im Inhalt ist eine andere.") : (read, check(read));
    }

    public static string? Problem(Source source) => source switch
    {
        { Topics.Count: 0 } => "Es fehlt ein Thema.",
        { Broker: null } when source.Topics.Any(topic => topic.StartsWith("$share/", StringComparison.Ordinal)) =>
            "Der eigene Broker kennt keine geteilten Themen ($share). Nennen Sie das Thema ohne diesen Anfang.",
        { Broker: { } address } when address.Scheme is not ("mqtt" or "mqtts" or "tcp" or "tls") =>
            "Die Adresse des Brokers beginnt mit mqtt:// oder mqtts://.",
        { Payload: { Profile: PayloadProfile.PlainJson, TopicPattern: null, DevicePath: null } } =>
            "Bei einfachem JSON muss das Thema oder die Nachricht das Gerät nennen.",
        _ => null,
    };

    private static string? Problem(DeviceType type) => type switch
    {
        { Fields.Count: 0 } => "Es fehlt ein Feld.",
        _ when type.Fields.Any(field => field.Path.Length == 0 || field.Name.Length == 0) => "Jedes Feld braucht Namen und Pfad.",
        { Geometry: { } size } when size.Full >= size.Empty => "Der Abstand bei vollem Behälter muss kleiner sein als bei leerem.",
        _ when type.Fields.Any(field => field.Kind == FieldKind.People && field.SmallestCount < DeviceField.SmallestCountMin) =>
            $"Anzahlen von Personen unter {DeviceField.SmallestCountMin} dürfen nicht erscheinen.",
        _ => type.Fields.GroupBy(field => field.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? $"Das Feld „{twice.Key}“ steht zweimal da."
            : null,
    };

    /// <summary>What is wrong with a device by itself or with what it names.</summary>
    public static string? Problem(Device device, Catalogue setUp) =>
        device.Id.Length is 0 or > MaxIdLength
            ? $"Die Kennung braucht 1 bis {MaxIdLength} Zeichen."
            : Problem(device) ?? BrokenReference([(CatalogueStore.Devices, device.Id, device)], setUp);

    private static string? Problem(Device device) =>
        device.Geometry is { } size && size.Full >= size.Empty
            ? "Der Abstand bei vollem Behälter muss kleiner sein als bei leerem."
            : device.Place is { } place && (Math.Abs(place.Latitude) > 90 || Math.Abs(place.Longitude) > 180)
                ? "Der Ort liegt nicht auf der Erde."
                : null;

    private static string? Problem(CodecScript codec)
    {
        try
        {
            PayloadCodec.Load(codec.Script).Dispose();
            return null;
        }
        catch (CodecException e)
        {
            return e.Message;
        }
    }

    public static string? Problem(Rule rule) => rule switch
    {
        { Kind: not RuleKind.Silence, Field.Length: 0 } => "Es fehlt das Feld.",
        { Kind: RuleKind.Silence, For: null } => "Es fehlt, wie lange keine Messung kommen darf.",
        { Of: < 1 or > Rule.MaxOf } or { Count: < 1 } => $"Die Anzahl der Messungen liegt zwischen 1 und {Rule.MaxOf}.",
        _ when rule.Count > rule.Of => "Es können nicht mehr Messungen zutreffen, als betrachtet werden.",
        { Kind: RuleKind.Threshold, Direction: Direction.Above, Clear: { } clear } when clear > rule.Limit =>
            "Die Grenze, unter der die Regel endet, liegt über der, ab der sie beginnt.",
        { Kind: RuleKind.Threshold, Direction: Direction.Below, Clear: { } clear } when clear < rule.Limit =>
            "Die Grenze, über der die Regel endet, liegt unter der, ab der sie beginnt.",
        { For: { } time } when time <= TimeSpan.Zero => "Die Dauer muss größer als null sein.",
        _ => null,
    };
}
