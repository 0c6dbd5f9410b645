using System.Globalization;
using System.Text.RegularExpressions;

namespace Kommune.Workflow.Definitions;

/// <summary>A calendar period such as <c>P10Y</c> or <c>P90D</c>: months are calendar months, the rest is exact.</summary>
/// <param name="Months">Calendar months, years included.</param>
/// <param name="Rest">Days and time.</param>
public readonly partial record struct Period(int Months, TimeSpan Rest)
{
    public DateTimeOffset After(DateTimeOffset start) => start.AddMonths(Months) + Rest;

    /// <summary>Reads an ISO 8601 duration such as <c>P1Y2M3DT4H5M6.7S</c> or <c>P2W</c>; a negative or empty one is none.</summary>
    public static bool TryParse(string text, out Period period)
    {
        period = default;
        var match = Iso8601().Match(text.Trim());
        if (!match.Success)
        {
            return false;
        }

        decimal Part(string name) =>
            match.Groups[name] is { Success: true } group
                ? decimal.Parse(group.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
                : 0;

        try
        {
            var months = decimal.ToInt32((Part("years") * 12) + Part("months"));
            var seconds = (((((Part("weeks") * 7) + Part("days")) * 24) + Part("hours")) * 3600) + (Part("minutes") * 60)
                + Part("seconds");
            period = new Period(months, new TimeSpan(decimal.ToInt64(seconds * TimeSpan.TicksPerSecond)));
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    // At most nine digits before the point and seven after: what a tick can hold.
    [GeneratedRegex(
        @"^P(?=.)((?<weeks>\d{1,9})W|((?<years>\d{1,9})Y)?((?<months>\d{1,9})M)?((?<days>\d{1,9})D)?"
        + @"(T(?=.)((?<hours>\d{1,9})H)?((?<minutes>\d{1,9})M)?((?<seconds>\d{1,9}(\.\d{1,7})?)S)?)?)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Iso8601();
}
