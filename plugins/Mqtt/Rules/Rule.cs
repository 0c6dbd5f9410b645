namespace Kommune.Workflow.Plugins.Mqtt.Rules;

/// <summary>What a rule watches for.</summary>
public enum RuleKind
{
    /// <summary>A value at or beyond a limit.</summary>
    Threshold,

    /// <summary>A value that rose or fell by an amount within a time.</summary>
    Change,

    /// <summary>No reading for a time.</summary>
    Silence,

    /// <summary>A field without a usable value.</summary>
    Invalid,
}

/// <summary>On which side of the limit a rule holds.</summary>
public enum Direction
{
    /// <summary>At least the limit; risen by at least the amount.</summary>
    Above,

    /// <summary>At most the limit; fallen by at least the amount.</summary>
    Below,
}

/// <summary>The message by which a rule tells the engine that it holds, or holds no longer.</summary>
/// <param name="Name">The message's name; a process that starts by it, or waits for it, gets it.</param>
/// <param name="Key">Which attribute of the device is the correlation key: <c>behaelter</c>, <c>geraet</c>.</param>
public sealed record RuleMessage(string Name, string Key);

/// <summary>A time in which a rule does not begin to hold: every week, in local time.</summary>
/// <param name="Days">The days it begins on.</param>
/// <param name="From">Begin.</param>
/// <param name="To">End; not after <paramref name="From"/>: on the next day.</param>
public sealed record MaintenanceWindow(IReadOnlyList<DayOfWeek> Days, TimeOnly From, TimeOnly To);

/// <summary>A small state machine per device that decides when a process hears of a device. Immutable; a change is a new version.</summary>
public sealed record Rule
{
    public required string Id { get; init; }

    public required RuleKind Kind { get; init; }

    /// <summary>The field watched; empty for <see cref="RuleKind.Silence"/>.</summary>
    public string Field { get; init; } = "";

    public Direction Direction { get; init; }

    /// <summary>Limit or amount, in the field's unit.</summary>
    public double Limit { get; init; }

    /// <summary>Beyond which value it holds no longer; null: as soon as the limit is no longer reached.</summary>
    public double? Clear { get; init; }

    /// <summary>How many of the last <see cref="Of"/> readings must be beyond the limit: one outlier does not raise.</summary>
    public int Count { get; init; } = 1;

    /// <summary>1 to <see cref="MaxOf"/>.</summary>
    public int Of { get; init; } = 1;

    /// <summary>How long it must last; for a change, within which time; for silence, how long nothing came.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>Raised again when it still holds after so long: the case may have ended without a cure.</summary>
    public TimeSpan? RepeatAfter { get; init; }

    public IReadOnlyList<MaintenanceWindow> Maintenance { get; init; } = [];

    public RuleMessage? OnRaise { get; init; }

    public RuleMessage? OnClear { get; init; }

    public const int MaxOf = 32;
}
