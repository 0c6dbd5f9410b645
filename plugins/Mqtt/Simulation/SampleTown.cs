using System.Globalization;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Devices;
using Kommune.Workflow.Plugins.Mqtt.Payloads;
using Kommune.Workflow.Plugins.Mqtt.Rounds;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Kommune.Workflow.Plugins.Mqtt.Storage;

namespace Kommune.Workflow.Plugins.Mqtt.Simulation;

/// <summary>A town to try things with: its containers, their kind, and the rules a depot usually wants.</summary>
internal static class SampleTown
{
    public const string SourceId = "simulation";
    public const string TypeId = "unterflur";

    public static readonly Geometry Container = new(2400, 300);

    private static readonly string[] Streets =
    [
        "Marktplatz", "Rathausgasse", "Schulzentrum", "Seestraße", "Stadtpark", "Bahnhof", "Festwiese", "Mühlweg", "Sportpark",
        "Uferweg", "Hafen", "Kirchplatz", "Gartenstraße", "Lindenallee", "Schlossberg", "Postweg", "Brunnengasse", "Ringstraße",
        "Feldweg", "Hochschule", "Klinikum", "Freibad", "Friedhof", "Wasserturm", "Gewerbepark",
    ];

    private static readonly string[] Sides = ["Nord", "Süd", "Ost", "West", "Mitte"];
    private static readonly string[] Fractions = ["Restmüll", "Papier", "Glas"];

    /// <summary>The town's documents, the same for the same number of containers.</summary>
    public static List<(string Kind, string Id, object? Content)> Documents(int bins, Place depot, DateTimeOffset now)
    {
        var documents = new List<(string Kind, string Id, object? Content)>
        {
            (CatalogueStore.Sources, SourceId, new Source
            {
                Id = SourceId,
                Name = "Simulierte Stadt",
                Topics = ["simulation/+/up"],
                Payload = new PayloadOptions(PayloadProfile.PlainJson, "simulation/{device}/up", TimePath: "zeit"),
            }),
            (CatalogueStore.Types, TypeId, new DeviceType(
                TypeId,
                "Unterflurbehälter mit Ultraschall",
                [
                    new DeviceField("fuellstand", "Füllstand", "abstand", FieldKind.Distance, "%", InvalidValues: ["No Sensor"]),
                    new DeviceField("batterie", "Batterie", "batterie", Unit: "%", Min: 0, Max: 100),
                ],
                Container)),
        };
        documents.AddRange(Rules().Select(rule => (CatalogueStore.Rules, rule.Rule.Id, (object?)rule)));
        var map = new SampleMap(Streets, depot);
        documents.Add((CatalogueStore.Maps, TownMap.Id, new TownMap(map.GeoJson())));
        var random = new Random(17);
        for (var i = 1; i <= bins; i++)
        {
            var device = Bin(i, map, random, now);
            documents.Add((CatalogueStore.Devices, device.Id, device));
        }

        return documents;
    }

    /// <summary>The rules of the procedure <c>behaelterleerung</c>.</summary>
    public static IEnumerable<DeviceRule> Rules()
    {
        var full = new Rule
        {
            Id = "behaelter-voll", Kind = RuleKind.Threshold, Field = "fuellstand", Limit = 80, Clear = 70, Count = 2, Of = 3,
            RepeatAfter = TimeSpan.FromHours(24),
            OnRaise = new RuleMessage("behaelter-voll", "behaelter"),
            OnClear = new RuleMessage("behaelter-geleert", "behaelter"),
        };
        yield return new DeviceRule(full, "Behälter voll", TypeId);
        yield return new DeviceRule(
            full with
            {
                Id = "behaelter-dringend", Limit = 95, RepeatAfter = null,
                OnRaise = new("behaelter-dringend", "behaelter"), OnClear = null,
            },
            "Behälter läuft über",
            TypeId);
        yield return new DeviceRule(
            full with
            {
                Id = "behaelter-lange-voll", Count = 1, Of = 1, For = TimeSpan.FromHours(24), RepeatAfter = null,
                OnRaise = new("behaelter-dringend", "behaelter"), OnClear = null,
            },
            "Seit 24 Stunden voll",
            TypeId);
        var maintenance = new RuleMessage("sensor-stoerung", "geraet");
        var cured = new RuleMessage("sensor-wieder-da", "geraet");
        yield return new DeviceRule(
            new Rule { Id = "sensor-still", Kind = RuleKind.Silence, For = TimeSpan.FromHours(24), OnRaise = maintenance, OnClear = cured },
            "Keine Meldung seit 24 Stunden",
            TypeId);
        yield return new DeviceRule(
            new Rule
            {
                Id = "sensor-batterie", Kind = RuleKind.Threshold, Field = "batterie", Direction = Direction.Below, Limit = 15, Clear = 30,
                Count = 2, Of = 2, OnRaise = maintenance, OnClear = cured,
            },
            "Batterie schwach",
            TypeId);
        yield return new DeviceRule(
            new Rule
            {
                Id = "sensor-unbrauchbar", Kind = RuleKind.Invalid, Field = "fuellstand", Count = 3, Of = 3,
                OnRaise = maintenance, OnClear = cured,
            },
            "Unbrauchbare Messwerte",
            TypeId);
    }

    private static Device Bin(int number, SampleMap map, Random random, DateTimeOffset now)
    {
        var street = Streets[(number - 1) % Streets.Length];
        var side = Sides[(number - 1) / Streets.Length % Sides.Length];
        var container = string.Create(CultureInfo.InvariantCulture, $"B-{number:000}");
        return new Device
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"sim-{number:000}"),
            Name = $"{container} {street} {side}",
            TypeId = TypeId,
            Place = map.At((number - 1) % Streets.Length, random.NextDouble()),
            Attributes = new Dictionary<string, string>
            {
                ["behaelter"] = container, ["fraktion"] = Fractions[number % Fractions.Length], ["standort"] = $"{street}, {side}",
            },
            Litres = 3_000,
            RegisteredAt = now,
        };
    }
}
