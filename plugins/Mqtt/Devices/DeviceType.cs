namespace Kommune.Workflow.Plugins.Mqtt.Devices;

/// <summary>What a field of a device says.</summary>
public enum FieldKind
{
    /// <summary>A value as it is, in the field's unit.</summary>
    Measure,

    /// <summary>A distance from the sensor to the filling; the reading holds the level in percent (<see cref="Geometry"/>).</summary>
    Distance,

    /// <summary>An alarm flag: 1 or 0.</summary>
    Flag,

    /// <summary>How many people passed or were there: kept only as sums of a quarter of an hour, and only from a number on.</summary>
    People,
}

/// <summary>One field of a device type's readings. What no field names is not kept: the list of fields is the allow-list.</summary>
/// <param name="Name">Name in readings and rules, such as <c>fuellstand</c>.</param>
/// <param name="Label">What people read, such as „Füllstand“.</param>
/// <param name="Path">Path to the value in the decoded message.</param>
/// <param name="Kind">What it says.</param>
/// <param name="Unit">Unit of the value kept (percent for a distance): %, mm, cm, m, V, mV, °C, °F, or any other as it comes.</param>
/// <param name="SentUnit">Unit the device sends when it does not say; null: that of <paramref name="Unit"/>, for a distance mm.</param>
/// <param name="Min">Smaller values are invalid.</param>
/// <param name="Max">Larger values are invalid.</param>
/// <param name="InvalidValues">Texts and numbers by which the device says that it has no value, such as <c>No Sensor</c>.</param>
/// <param name="SmallestCount">People: smaller sums are kept nowhere; at schools 10.</param>
public sealed record DeviceField(
    string Name,
    string Label,
    string Path,
    FieldKind Kind = FieldKind.Measure,
    string Unit = "",
    string? SentUnit = null,
    double? Min = null,
    double? Max = null,
    IReadOnlyList<string>? InvalidValues = null,
    int SmallestCount = DeviceField.SmallestCountMin)
{
    /// <summary>Smaller groups can be told apart.</summary>
    public const int SmallestCountMin = 5;
}

/// <summary>Distances between which a container fills, in millimetres from the sensor.</summary>
/// <param name="Empty">Distance to the floor of the empty container.</param>
/// <param name="Full">Distance at which it is full; smaller than <paramref name="Empty"/>.</param>
public readonly record struct Geometry(double Empty, double Full)
{
    /// <summary>How far beyond empty or full a distance may lie and still be believed, as a share of the whole.</summary>
    private const double Tolerance = 0.15;

    /// <summary>The level in percent, 0 to 100; null when the distance lies far outside the container.</summary>
    public double? Level(double distance)
    {
        var share = (Empty - distance) / (Empty - Full);
        return share is >= -Tolerance and <= 1 + Tolerance ? Math.Round(Math.Clamp(share, 0, 1) * 100, 1) : null;
    }
}

/// <summary>A kind of device: what its decoded messages hold.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Name">What people read, such as „Ultraschall EM310“.</param>
/// <param name="Fields">What is kept of a message.</param>
/// <param name="Geometry">Needed by distances, unless the device has its own.</param>
public sealed record DeviceType(string Id, string Name, IReadOnlyList<DeviceField> Fields, Geometry? Geometry = null);

/// <summary>What one message of a device says.</summary>
/// <param name="Values">Valid values by field.</param>
/// <param name="Invalid">Fields that were sent without a usable value, and why, in German.</param>
public sealed record Measurement(IReadOnlyDictionary<string, double> Values, IReadOnlyDictionary<string, string> Invalid)
{
    /// <summary>Counts of people: they go into a sum, and nowhere else.</summary>
    public IReadOnlyList<(DeviceField Field, double Count)> People { get; init; } = [];
}
