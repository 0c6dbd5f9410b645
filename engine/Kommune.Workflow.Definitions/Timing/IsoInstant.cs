using System.Globalization;

namespace Kommune.Workflow.Definitions;

/// <summary>Points in time as models write them: ISO 8601, with offset, zone (<c>[Europe/Berlin]</c>) or in local time.</summary>
public static class IsoInstant
{
    private static readonly string[] OffsetFormats =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    private static readonly string[] LocalFormats =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd"];

    /// <param name="text">Such as <c>2026-09-15T08:00:00+02:00</c>, <c>2026-09-15T08:00[Europe/Berlin]</c> or <c>2026-09-15</c>.</param>
    /// <param name="local">The zone of a text without offset and zone.</param>
    /// <param name="instant">In UTC. A local time skipped by the clock change is taken with the offset before the change.</param>
    public static bool TryParse(string text, TimeZoneInfo local, out DateTimeOffset instant)
    {
        instant = default;
        var trimmed = text.Trim();
        if (trimmed.EndsWith(']') && trimmed.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket)
        {
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(trimmed[(bracket + 1)..^1], out var zone))
            {
                return false;
            }

            (trimmed, local) = (trimmed[..bracket], zone);
        }

        if (DateTime.TryParseExact(
            trimmed, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall))
        {
            return FromWallClock(wall, local, out instant);
        }

        if (!DateTimeOffset.TryParseExact(
            trimmed, OffsetFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var withOffset))
        {
            return false;
        }

        instant = withOffset.ToUniversalTime();
        return true;
    }

    private static bool FromWallClock(DateTime wall, TimeZoneInfo zone, out DateTimeOffset instant)
    {
        var offset = zone.IsInvalidTime(wall) ? zone.GetUtcOffset(wall.AddHours(-1)) : zone.GetUtcOffset(wall);
        var ticks = wall.Ticks - offset.Ticks;
        var inRange = ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
        instant = inRange ? new DateTimeOffset(ticks, TimeSpan.Zero) : default;
        return inRange;
    }
}
