using System.Numerics;
using Kommune.Workflow.Plugins.Mqtt.Devices;

namespace Kommune.Workflow.Plugins.Mqtt.Rules;

/// <summary>Advances rules. Pure: rule, state, measurement and time in; state and crossing out.</summary>
public static class RuleEngine
{
    private const int MaxRecent = 128;
    private static readonly TimeSpan DefaultChangeTime = TimeSpan.FromHours(1);

    /// <summary>A measurement of the device arrived. One that is older than the last changes nothing.</summary>
    public static (RuleState State, Crossing? Crossing) Measured(
        Rule rule, RuleState state, DateTimeOffset at, Measurement measurement, TimeZoneInfo zone)
    {
        if (at < state.LastAt)
        {
            return (state, null);
        }

        double? value = measurement.Values.TryGetValue(rule.Field, out var number) ? number : null;
        bool? beyond;
        switch (rule.Kind)
        {
            case RuleKind.Silence:
                beyond = false;
                break;
            case RuleKind.Invalid:
                beyond = measurement.Invalid.ContainsKey(rule.Field) ? true : value is null ? null : false;
                break;
            case RuleKind.Change:
                (state, beyond) = Changed(rule, state, at, value);
                break;
            default:
                beyond = value is null ? null : IsBeyond(rule, rule.Limit, value.Value);
                break;
        }

        if (beyond is not { } isBeyond)
        {
            return (state, null);
        }

        state = state with
        {
            LastAt = at,
            LastValue = value ?? state.LastValue,
            Window = (state.Window << 1) | (isBeyond ? 1u : 0u),
            BeyondSince = isBeyond ? state.BeyondSince ?? at : null,
        };
        if (state.Raised && IsCleared(rule, isBeyond, value))
        {
            return (state with { Raised = false, RaisedAt = null, Window = 0 }, new Crossing(false, state.Episode, at, value));
        }

        return Raise(rule, state, at, zone);
    }

    /// <summary>Time passed. Ask at <see cref="DueAt"/>.</summary>
    public static (RuleState State, Crossing? Crossing) TimePassed(Rule rule, RuleState state, DateTimeOffset now, TimeZoneInfo zone) =>
        DueAt(rule, state) <= now ? Raise(rule, state, now, zone) : (state, null);

    /// <summary>When time alone may raise the rule; null: only a measurement can.</summary>
    /// <remarks>During maintenance it stays due: ask again after a while.</remarks>
    public static DateTimeOffset? DueAt(Rule rule, RuleState state)
    {
        if (state.Raised)
        {
            return rule.RepeatAfter is { } again ? state.RaisedAt + again : null;
        }

        return (rule.Kind, rule.For) switch
        {
            (RuleKind.Silence, { } quiet) => state.LastAt + quiet,
            (RuleKind.Threshold or RuleKind.Invalid, { } lasting) when HasCount(rule, state) => state.BeyondSince + lasting,
            _ => null,
        };
    }

    private static (RuleState State, Crossing? Crossing) Raise(Rule rule, RuleState state, DateTimeOffset now, TimeZoneInfo zone)
    {
        var holds = state.Raised ? state.RaisedAt + rule.RepeatAfter <= now : Holds(rule, state, now);
        if (!holds || IsMaintained(rule, now, zone))
        {
            return (state, null);
        }

        var raised = state with { Raised = true, RaisedAt = now, Episode = state.Episode + 1 };
        var value = rule.Kind is RuleKind.Threshold or RuleKind.Change ? state.LastValue : null;
        return (raised, new Crossing(true, raised.Episode, now, value));
    }

    private static bool Holds(Rule rule, RuleState state, DateTimeOffset now) => rule.Kind switch
    {
        RuleKind.Silence => state.LastAt + rule.For <= now,
        RuleKind.Change => (state.Window & 1) == 1,
        _ => HasCount(rule, state) && (rule.For is null || state.BeyondSince + rule.For <= now),
    };

    private static bool HasCount(Rule rule, RuleState state)
    {
        var last = rule.Of >= Rule.MaxOf ? uint.MaxValue : (1u << rule.Of) - 1;
        return BitOperations.PopCount(state.Window & last) >= rule.Count;
    }

    private static bool IsCleared(Rule rule, bool beyond, double? value) => rule.Kind switch
    {
        RuleKind.Threshold when rule.Clear is { } clear && value is { } now =>
            rule.Direction == Direction.Above ? now < clear : now > clear,
        _ => !beyond,
    };

    private static bool IsBeyond(Rule rule, double limit, double value) =>
        rule.Direction == Direction.Above ? value >= limit : value <= limit;

    private static (RuleState State, bool? Beyond) Changed(Rule rule, RuleState state, DateTimeOffset at, double? value)
    {
        if (value is not { } now)
        {
            return (state, null);
        }

        var since = at - (rule.For ?? DefaultChangeTime);
        var recent = (state.Recent ?? []).Where(sample => sample.At >= since).TakeLast(MaxRecent - 1).ToList();
        var beyond = recent.Exists(sample => rule.Direction == Direction.Above
            ? now - sample.Value >= rule.Limit
            : sample.Value - now >= rule.Limit);

        // What was told once is not told again by the same values.
        recent = beyond ? [new Sample(at, now)] : [.. recent, new Sample(at, now)];
        return (state with { Recent = recent }, beyond);
    }

    private static bool IsMaintained(Rule rule, DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        var yesterday = local.AddDays(-1).DayOfWeek;
        return rule.Maintenance.Any(window => window.From < window.To
            ? window.Days.Contains(local.DayOfWeek) && time >= window.From && time < window.To
            : (window.Days.Contains(local.DayOfWeek) && time >= window.From)
                || (window.Days.Contains(yesterday) && time < window.To));
    }
}
