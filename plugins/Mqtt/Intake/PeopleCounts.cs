namespace Kommune.Workflow.Plugins.Mqtt.Intake;

/// <summary>The sum of a field in the quarter of an hour that is not over yet. Nobody gets to see it.</summary>
public readonly record struct OpenCount(DateTimeOffset From, double Sum);

/// <summary>The sum of a quarter of an hour that is over.</summary>
/// <param name="From">Its begin.</param>
/// <param name="Sum">Null: too few people to keep it.</param>
internal readonly record struct ClosedCount(DateTimeOffset From, double? Sum)
{
    public DateTimeOffset Until => From + PeopleCounts.Span;
}

/// <summary>Sums counts of people over a quarter of an hour: single counts are kept nowhere, small sums neither.</summary>
internal static class PeopleCounts
{
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(15);

    /// <summary>Adds a count. One for a time that is closed already is lost: its sum may have been seen.</summary>
    public static (OpenCount Open, ClosedCount? Closed) Add(OpenCount? open, DateTimeOffset at, double count, int smallest)
    {
        var from = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % Span.Ticks), TimeSpan.Zero);
        return open is not { } current ? (new OpenCount(from, count), null)
            : from < current.From ? (current, null)
            : from == current.From ? (current with { Sum = current.Sum + count }, null)
            : (new OpenCount(from, count), Close(current, smallest));
    }

    public static bool IsOver(OpenCount open, DateTimeOffset now) => open.From + Span <= now;

    public static ClosedCount Close(OpenCount open, int smallest) => new(open.From, open.Sum >= smallest ? open.Sum : null);
}
