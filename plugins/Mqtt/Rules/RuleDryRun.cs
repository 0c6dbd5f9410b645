using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Devices;
using Kommune.Workflow.Plugins.Mqtt.History;
using Kommune.Workflow.Plugins.Mqtt.Intake;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Rules;

/// <summary>A crossing of one device in a dry run.</summary>
public sealed record DryCrossing(string Device, string Name, bool Raised, DateTimeOffset At, double? Value);

/// <summary>What a rule would have done.</summary>
/// <param name="From">Begin of the readings used.</param>
/// <param name="To">End.</param>
/// <param name="Devices">Devices of the type with readings.</param>
/// <param name="Readings">Readings used.</param>
/// <param name="Raised">How often it would have begun.</param>
/// <param name="Cleared">How often it would have ended.</param>
/// <param name="Open">Devices for which it would hold now.</param>
/// <param name="Crossings">The newest of them, newest first.</param>
/// <param name="Note">What the answer cannot say, in German; null when it says all.</param>
public sealed record DryRunAnswer(
    DateTimeOffset From,
    DateTimeOffset To,
    int Devices,
    long Readings,
    int Raised,
    int Cleared,
    int Open,
    IReadOnlyList<DryCrossing> Crossings,
    string? Note);

/// <summary>Plays a rule over past readings. Nothing is kept and nobody is told.</summary>
internal sealed class RuleDryRun(ITables tables, CatalogueStore catalogue, ReadingHistory history, TimeProvider clock)
{
    private const int CrossingsMax = 200;
    private static readonly TimeSpan Time = TimeSpan.FromDays(28);
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public async Task<DryRunAnswer> RunAsync(DeviceRule asked, CancellationToken cancellationToken)
    {
        await catalogue.LoadAsync(cancellationToken).ConfigureAwait(false);
        var (to, setUp) = (clock.GetUtcNow(), catalogue.Current);
        var from = to - Time;
        var numbers = (await SensorStates.DevicesAsync(tables, cancellationToken).ConfigureAwait(false))
            .ToDictionary(row => row.Id, row => row.Status.Number, StringComparer.Ordinal);
        var samples = await SamplesAsync(asked, setUp, from, to, cancellationToken).ConfigureAwait(false);
        var crossings = new List<DryCrossing>();
        var (devices, readings, open) = (0, 0L, 0);
        foreach (var device in setUp.Devices.Values.Where(device => device.TypeId == asked.TypeId && numbers.ContainsKey(device.Id)))
        {
            var own = samples[numbers[device.Id]].ToList();
            if (own.Count == 0)
            {
                continue;
            }

            var (state, found) = Play(asked.For(device), own, to);
            (devices, readings, open) = (devices + 1, readings + own.Count, open + (state.Raised ? 1 : 0));
            crossings.AddRange(found.Select(c => new DryCrossing(device.Id, device.Name, c.Raised, c.At, c.Value)));
        }

        var note = asked.Rule.Kind == RuleKind.Invalid
            ? "Unbrauchbare Werte werden nicht aufbewahrt. Wie oft diese Regel begonnen hätte, lässt sich deshalb nicht sagen."
            : null;
        return new DryRunAnswer(
            from,
            to,
            devices,
            readings,
            crossings.Count(crossing => crossing.Raised),
            crossings.Count(crossing => !crossing.Raised),
            open,
            [.. crossings.OrderByDescending(crossing => crossing.At).Take(CrossingsMax)],
            note);
    }

    /// <summary>The values of the field; for silence any value tells that the device was there.</summary>
    private async Task<ILookup<long, Sample>> SamplesAsync(
        DeviceRule asked, Catalogue setUp, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (asked.Rule.Kind != RuleKind.Silence)
        {
            return await history.SamplesAsync(asked.Rule.Field, from, to, cancellationToken).ConfigureAwait(false);
        }

        var all = new List<(long Device, Sample Sample)>();
        foreach (var field in setUp.Types.GetValueOrDefault(asked.TypeId)?.Fields ?? [])
        {
            var found = await history.SamplesAsync(field.Name, from, to, cancellationToken).ConfigureAwait(false);
            all.AddRange(found.SelectMany(device => device.Select(sample => (device.Key, sample))));
        }

        return all.OrderBy(row => row.Sample.At).ToLookup(row => row.Device, row => row.Sample);
    }

    private static (RuleState State, List<Crossing> Crossings) Play(Rule rule, List<Sample> samples, DateTimeOffset until)
    {
        var (state, crossings) = (RuleState.Initial, new List<Crossing>());
        foreach (var sample in samples)
        {
            state = Pass(rule, state, sample.At, crossings);
            var measurement = new Measurement(
                new Dictionary<string, double> { [rule.Field] = sample.Value }, new Dictionary<string, string>());
            (state, var crossing) = RuleEngine.Measured(rule, state, sample.At, measurement, Berlin);
            if (crossing is not null)
            {
                crossings.Add(crossing);
            }
        }

        return (Pass(rule, state, until, crossings), crossings);
    }

    private static RuleState Pass(Rule rule, RuleState state, DateTimeOffset until, List<Crossing> crossings)
    {
        if (RuleEngine.DueAt(rule, state) is { } due && due < until)
        {
            (state, var timed) = RuleEngine.TimePassed(rule, state, due, Berlin);
            if (timed is not null)
            {
                crossings.Add(timed);
            }
        }

        return state;
    }
}
