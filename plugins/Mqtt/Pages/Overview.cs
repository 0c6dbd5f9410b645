using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Forecasts;
using Kommune.Workflow.Plugins.Mqtt.History;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Rounds;
using Kommune.Workflow.Plugins.Mqtt.Rules;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Pages;

/// <summary>When a container will be full.</summary>
public enum FullWhen
{
    /// <summary>Too little is known, or it watches no level.</summary>
    Unknown,
    Today,
    Tomorrow,
    InTwoDays,
    Later,
}

/// <summary>A rule that holds for a device.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Name">What people read.</param>
/// <param name="Kind">What the rule watches for.</param>
/// <param name="Field">The field it watches; empty for silence.</param>
/// <param name="Since">Since when it holds.</param>
public sealed record Alarm(string Rule, string Name, RuleKind Kind, string Field, DateTimeOffset? Since);

/// <summary>A device as lists and the map show it.</summary>
public sealed record DeviceItem
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string TypeId { get; init; }

    public required string TypeName { get; init; }

    public Place? Place { get; init; }

    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    public double? Litres { get; init; }

    public bool Active { get; init; }

    public string? Replaces { get; init; }

    public DateTimeOffset? LastAt { get; init; }

    public required IReadOnlyDictionary<string, double> Values { get; init; }

    public required IReadOnlyDictionary<string, string> Invalid { get; init; }

    public long Messages { get; init; }

    public long Lost { get; init; }

    public long Repeated { get; init; }

    public required IReadOnlyList<Alarm> Alarms { get; init; }

    /// <summary>Percent; null when it watches no level or has not reported one.</summary>
    public double? Level { get; init; }

    public FullWhen Full { get; init; }

    public DateTimeOffset? FullAt { get; init; }

    public bool Urgent { get; init; }
}

/// <summary>Everything the overview shows.</summary>
public sealed record OverviewAnswer(
    IReadOnlyList<DeviceItem> Devices, IReadOnlyList<SourceHealth> Sources, Place Depot, double FullFrom, double UrgentFrom);

/// <summary>Gathers the overview.</summary>
internal sealed class Overview(
    ITables tables, CatalogueStore catalogue, ReadingHistory history, Settings<MqttSettings> settings, SensorWork work, TimeProvider clock)
{
    /// <summary>The field that is a container's level.</summary>
    public const string LevelField = "fuellstand";

    private static readonly TimeSpan ForecastHistory = TimeSpan.FromDays(28);
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public async Task<OverviewAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        await catalogue.LoadAsync(cancellationToken).ConfigureAwait(false);
        var setUp = catalogue.Current;
        var set = settings.Current;
        var now = clock.GetUtcNow();
        var states = (await SensorStates.DevicesAsync(tables, cancellationToken).ConfigureAwait(false))
            .ToDictionary(row => row.Id, row => row.Status, StringComparer.Ordinal);
        var samples = await history.SamplesAsync(LevelField, now - ForecastHistory, now.AddMinutes(1), cancellationToken)
            .ConfigureAwait(false);
        var items = setUp.Devices.Values.Select(device =>
        {
            var status = states.GetValueOrDefault(device.Id);
            double? level = status?.Values.TryGetValue(LevelField, out var value) == true ? value : null;
            var past = setUp.Succession(device.Id).Reverse()
                .SelectMany(d => states.TryGetValue(d.Id, out var known) ? samples[known.Number] : []);
            var fullAt = status is null ? null : FillForecast.FullAt([.. past], set.FullFrom, Berlin);
            return new DeviceItem
            {
                Id = device.Id,
                Name = device.Name,
                TypeId = device.TypeId,
                TypeName = setUp.Types.GetValueOrDefault(device.TypeId)?.Name ?? device.TypeId,
                Place = device.Place,
                Attributes = device.Attributes,
                Litres = device.Litres,
                Active = device.Active,
                Replaces = device.Replaces,
                LastAt = status?.LastAt,
                Values = status?.Values ?? new Dictionary<string, double>(),
                Invalid = status?.Invalid ?? new Dictionary<string, string>(),
                Messages = status?.Messages ?? 0,
                Lost = status?.Lost ?? 0,
                Repeated = status?.Repeated ?? 0,
                Alarms = [.. Alarms(status, setUp)],
                Level = level,
                FullAt = fullAt,
                Full = level is null ? FullWhen.Unknown : When(fullAt, now),
                Urgent = level >= set.UrgentFrom,
            };
        });
        return new OverviewAnswer(
            [.. items.OrderByDescending(item => item.Level ?? -1).ThenBy(item => item.Name, StringComparer.Ordinal)],
            work.Health,
            new Place(set.DepotLatitude, set.DepotLongitude),
            set.FullFrom,
            set.UrgentFrom);
    }

    private static IEnumerable<Alarm> Alarms(DeviceStatus? status, Catalogue setUp) =>
        from known in status?.Rules ?? new Dictionary<string, RuleState>()
        where known.Value.Raised && setUp.Rules.ContainsKey(known.Key)
        let rule = setUp.Rules[known.Key]
        select new Alarm(known.Key, rule.Name, rule.Rule.Kind, rule.Rule.Field, known.Value.RaisedAt);

    private static FullWhen When(DateTimeOffset? fullAt, DateTimeOffset now)
    {
        if (fullAt is not { } at)
        {
            return FullWhen.Later;
        }

        var today = TimeZoneInfo.ConvertTime(now, Berlin).Date;
        return (TimeZoneInfo.ConvertTime(at, Berlin).Date - today).Days switch
        {
            <= 0 => FullWhen.Today,
            1 => FullWhen.Tomorrow,
            2 => FullWhen.InTwoDays,
            _ => FullWhen.Later,
        };
    }
}
