namespace Kommune.Workflow.Plugins.Mqtt.Rounds;

/// <summary>A place on Earth, degrees WGS 84.</summary>
public readonly record struct Place(double Latitude, double Longitude)
{
    private const double EarthRadiusMetres = 6_371_000;

    /// <summary>Distance as the crow flies, metres.</summary>
    public double DistanceTo(Place other)
    {
        var (a, b) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var across = double.DegreesToRadians(other.Longitude - Longitude);
        var half = Math.Pow(Math.Sin((b - a) / 2), 2) + (Math.Cos(a) * Math.Cos(b) * Math.Pow(Math.Sin(across / 2), 2));
        return 2 * EarthRadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(half)));
    }
}

/// <summary>A container to be emptied.</summary>
/// <param name="Id">The container.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Load">What the vehicle takes on here, litres.</param>
/// <param name="Urgent">To be reached early.</param>
public sealed record RoundStop(string Id, Place Place, double Load, bool Urgent);

/// <summary>A vehicle, its capacity in litres and how long its shift lasts.</summary>
public sealed record RoundVehicle(string Id, double Capacity, TimeSpan Shift);

/// <summary>What a plan assumes.</summary>
public sealed record RoundAssumptions
{
    /// <summary>Streets are longer than the crow flies.</summary>
    public double Detour { get; init; } = 1.3;

    public double MetresPerSecond { get; init; } = 25 / 3.6;

    public TimeSpan TimePerStop { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>An urgent stop is to be reached within so long from the start, if that can be.</summary>
    public TimeSpan UrgentWithin { get; init; } = TimeSpan.FromMinutes(45);
}

/// <summary>One stop of a tour.</summary>
/// <param name="Id">The container.</param>
/// <param name="Arrival">Time since the start.</param>
public sealed record TourStop(string Id, TimeSpan Arrival);

/// <summary>The tour of one vehicle, from the depot and back.</summary>
/// <param name="VehicleId">The vehicle.</param>
/// <param name="Stops">In the order of driving.</param>
/// <param name="Metres">Length.</param>
/// <param name="Duration">Driving and stops.</param>
/// <param name="Load">Litres taken on.</param>
public sealed record Tour(string VehicleId, IReadOnlyList<TourStop> Stops, double Metres, TimeSpan Duration, double Load);

/// <summary>A proposal: tours, and what no vehicle can take within capacity and shift.</summary>
public sealed record RoundPlan(IReadOnlyList<Tour> Tours, IReadOnlyList<string> NotPlanned);
