using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Forecasts;
using Kommune.Workflow.Plugins.Mqtt.History;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Rounds;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Pages;

/// <summary>A vehicle of a proposal.</summary>
public sealed record VehicleEntry(string Id, double Litres = 20_000, int ShiftMinutes = 480);

/// <summary>Which containers a round shall take, and with what.</summary>
public sealed record ProposalRequest(IReadOnlyList<string> Devices, IReadOnlyList<VehicleEntry>? Vehicles);

/// <summary>A proposed round, and for comparison the fixed one past all containers.</summary>
public sealed record Proposal(RoundPlan Plan, double FixedRoundMetres);

/// <summary>Addresses for rounds: a proposal, the report.</summary>
internal sealed class RoundEndpoints(
    ITables tables, CatalogueStore catalogue, ReadingHistory history, Trips trips, Settings<MqttSettings> settings, TimeProvider clock)
{
    private static readonly TimeSpan DefaultTime = TimeSpan.FromDays(28);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public void AddTo(IPluginBuilder plugin)
    {
        plugin.AddEndpoint(
            new PluginEndpoint { Method = "POST", Path = "rounds/proposal", Access = Access.SignedIn, Handle = ProposeAsync });
        plugin.AddEndpoint(new PluginEndpoint { Method = "GET", Path = "report", Access = Access.SignedIn, Handle = ReportAsync });
    }

    private async Task<PluginResponse> ProposeAsync(PluginRequest request, CancellationToken cancel)
    {
        var asked = request.ReadJson<ProposalRequest>();
        var (set, setUp) = (settings.Current, catalogue.Current);
        var states = (await SensorStates.DevicesAsync(tables, cancel).ConfigureAwait(false))
            .ToDictionary(row => row.Id, row => row.Status, StringComparer.Ordinal);
        var stops = asked.Devices.Distinct(StringComparer.Ordinal).Where(setUp.Devices.ContainsKey).Select(id => setUp.Devices[id])
            .Where(device => device.Place is not null).Select(device => Stop(device, states.GetValueOrDefault(device.Id), set)).ToList();
        var vehicles = asked.Vehicles is { Count: > 0 } given ? given : [new VehicleEntry("Fahrzeug 1")];
        if (stops.Count > RoundPlanner.MaxStops || vehicles.Count > RoundPlanner.MaxVehicles)
        {
            return PluginResponse.Refused(
                422, $"Eine Planung umfasst höchstens {RoundPlanner.MaxStops} Behälter und {RoundPlanner.MaxVehicles} Fahrzeuge.");
        }

        var depot = new Place(set.DepotLatitude, set.DepotLongitude);
        var lorries = vehicles.Select(v => new RoundVehicle(v.Id, v.Litres, TimeSpan.FromMinutes(v.ShiftMinutes))).ToList();
        var plan = await Task.Run(() => RoundPlanner.Plan(depot, stops, lorries, patience: Patience), cancel).ConfigureAwait(false);
        return PluginResponse.Json(new Proposal(plan, FixedRound(depot, setUp)));
    }

    private static RoundStop Stop(Device device, DeviceStatus? status, MqttSettings set)
    {
        var level = status?.Values.GetValueOrDefault(Overview.LevelField) ?? 0;
        return new RoundStop(device.Id, device.Place!.Value, (device.Litres ?? 1_000) * level / 100, level >= set.UrgentFrom);
    }

    /// <summary>Past all containers, always to the nearest next: what is driven without sensors.</summary>
    private static double FixedRound(Place depot, Catalogue setUp)
    {
        var left = setUp.Devices.Values
            .Where(device => device is { Active: true, Place: not null, Litres: not null })
            .Select(device => device.Place!.Value)
            .ToList();
        var (at, metres) = (depot, 0.0);
        while (left.Count > 0)
        {
            var next = left.MinBy(at.DistanceTo);
            metres += at.DistanceTo(next);
            left.Remove(next);
            at = next;
        }

        return (metres + at.DistanceTo(depot)) * new RoundAssumptions().Detour;
    }

    /// <summary>Emptyings with the level they met, overflow hours, trips against a fixed round every week.</summary>
    private async Task<PluginResponse> ReportAsync(PluginRequest request, CancellationToken cancel)
    {
        var to = clock.GetUtcNow();
        var from = to - DefaultTime;
        var samples = await history.SamplesAsync(Overview.LevelField, from, to, cancel).ConfigureAwait(false);
        var containers = catalogue.Current.Devices.Values.Count(device => device is { Active: true, Litres: not null });
        var emptyings = samples.SelectMany(device => FillForecast.Emptyings([.. device])).ToList();
        var driven = (await trips.BetweenAsync(from, to, cancel).ConfigureAwait(false))
            .Count(trip => trip.Outcome.StartsWith("geleert", StringComparison.Ordinal));

        // An emptying nobody ordered was a trip, too.
        driven = Math.Max(driven, emptyings.Count);
        var overflow = samples.Sum(device => FillForecast.TimeAbove([.. device], settings.Current.UrgentFrom).TotalHours);
        var weeks = Math.Max(1, (int)Math.Round((to - from).TotalDays / 7));
        return PluginResponse.Json(new
        {
            From = from,
            To = to,
            Containers = containers,
            Emptyings = emptyings.Count,
            MeanLevelAtEmptying = emptyings.Count == 0 ? (double?)null : Math.Round(emptyings.Average(emptying => emptying.From), 1),
            OverflowHours = Math.Round(overflow, 1),
            Trips = driven,
            TripsOfFixedRounds = containers * weeks,
            TripsSaved = Math.Max(0, (containers * weeks) - driven),
        });
    }
}
