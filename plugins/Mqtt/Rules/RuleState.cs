namespace Kommune.Workflow.Plugins.Mqtt.Rules;

/// <summary>A value and when it was measured.</summary>
public readonly record struct Sample(DateTimeOffset At, double Value);

/// <summary>What a rule remembers of one device. Kept durably, in the transaction that stores the reading.</summary>
public sealed record RuleState
{
    public static readonly RuleState Initial = new();

    /// <summary>Whether it holds.</summary>
    public bool Raised { get; init; }

    public DateTimeOffset? RaisedAt { get; init; }

    /// <summary>How often it was raised; names the alarm together with rule and device.</summary>
    public int Episode { get; init; }

    /// <summary>Since when every reading was beyond the limit.</summary>
    public DateTimeOffset? BeyondSince { get; init; }

    /// <summary>The last readings, newest in the lowest bit: 1 is beyond the limit.</summary>
    public uint Window { get; init; }

    public DateTimeOffset? LastAt { get; init; }

    public double? LastValue { get; init; }

    /// <summary>For a change: the values within its time, oldest first; null: none.</summary>
    public IReadOnlyList<Sample>? Recent { get; init; }
}

/// <summary>A rule began to hold, or holds no longer.</summary>
/// <param name="Raised">Begins to hold; false: holds no longer.</param>
/// <param name="Episode">The state's <see cref="RuleState.Episode"/>: the same for the beginning and its end.</param>
/// <param name="At">When.</param>
/// <param name="Value">The value that decided; null for silence and invalid values.</param>
public sealed record Crossing(bool Raised, int Episode, DateTimeOffset At, double? Value);
