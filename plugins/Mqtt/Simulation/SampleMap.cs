using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Mqtt.Rounds;

namespace Kommune.Workflow.Plugins.Mqtt.Simulation;

/// <summary>The streets of the simulated town, its lake, park and railway: a map that needs no tiles from outside.</summary>
internal sealed class SampleMap
{
    private const double RadiusLatitude = 0.026;
    private const double RadiusLongitude = 0.039;
    private const int RingPoints = 36;
    private static readonly double[] Rings = [0.28, 0.52, 0.76, 0.98];

    private readonly Place middle;
    private readonly (string Name, Place[] Line)[] streets;

    /// <summary>The same for the same names and middle.</summary>
    public SampleMap(IReadOnlyList<string> names, Place middle)
    {
        this.middle = middle;
        streets = [.. names.Select((name, i) => (name, Line(i, names.Count - Rings.Length)))];
    }

    /// <summary>A place at a street.</summary>
    /// <param name="street">The street's position in the list of names.</param>
    /// <param name="share">How far along it, 0 to 1.</param>
    public Place At(int street, double share)
    {
        var line = streets[street].Line;
        var at = share * (line.Length - 1);
        var i = Math.Min((int)at, line.Length - 2);
        var rest = at - i;
        return new Place(
            Math.Round(line[i].Latitude + ((line[i + 1].Latitude - line[i].Latitude) * rest), 5),
            Math.Round(line[i].Longitude + ((line[i + 1].Longitude - line[i].Longitude) * rest), 5));
    }

    /// <summary>The map as GeoJSON, with the words OpenStreetMap uses.</summary>
    public JsonObject GeoJson() => new()
    {
        ["type"] = "FeatureCollection",
        ["features"] = new JsonArray(
        [
            Area("water", "natural", "Stadtsee", 135, 1.22, 0.28),
            Area("park", "leisure", "Stadtpark", 320, 0.4, 0.14),
            Area("park", "leisure", "Uferwiese", 100, 0.66, 0.1),
            Feature("rail", "railway", null, "LineString", Points([Polar(250, 1.2), Polar(262, 0.4), Polar(80, 0.35), Polar(70, 1.2)])),
            .. streets.Select(street => Feature("residential", "highway", street.Name, "LineString", Points(street.Line))),
        ]),
    };

    private Place[] Line(int street, int lanes)
    {
        if (street >= lanes)
        {
            var radius = Rings[street - lanes];
            return [.. Enumerable.Range(0, RingPoints + 1).Select(i => Polar(i * 360.0 / RingPoints, radius))];
        }

        // Main streets lead out of the town, lanes lie across between two rings.
        var angle = street * 360.0 / lanes;
        return street % 3 == 0
            ? [Polar(angle, 0.04), Polar(angle + 4, 0.5), Polar(angle + 1, 1.05)]
            : [Polar(angle, Rings[street % 3 - 1]), Polar(angle + 7, Rings[(street % 3) + 1])];
    }

    private JsonObject Area(string value, string key, string name, double angle, double radius, double size)
    {
        var at = Polar(angle, radius);
        var border = Enumerable.Range(0, 13).Select(i =>
        {
            var turn = (i % 12) * Math.PI / 6;
            var reach = size * (i % 2 == 0 ? 1 : 0.82);
            return new Place(
                at.Latitude + (Math.Sin(turn) * reach * RadiusLatitude), at.Longitude + (Math.Cos(turn) * reach * RadiusLongitude * 1.3));
        });
        return Feature(value, key, name, "Polygon", new JsonArray(Points(border)));
    }

    private Place Polar(double degrees, double radius)
    {
        // A town is no circle.
        var bent = radius * (1 + (0.07 * Math.Sin(degrees * Math.PI / 60)));
        var angle = degrees * Math.PI / 180;
        return new Place(
            middle.Latitude + (Math.Cos(angle) * bent * RadiusLatitude), middle.Longitude + (Math.Sin(angle) * bent * RadiusLongitude));
    }

    private static JsonArray Points(IEnumerable<Place> line) =>
        [.. line.Select(place => new JsonArray(Math.Round(place.Longitude, 5), Math.Round(place.Latitude, 5)))];

    private static JsonObject Feature(string value, string key, string? name, string shape, JsonArray coordinates) => new()
    {
        ["type"] = "Feature",
        ["properties"] = new JsonObject { [key] = value, ["name"] = name },
        ["geometry"] = new JsonObject { ["type"] = shape, ["coordinates"] = coordinates },
    };
}
