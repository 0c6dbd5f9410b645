using System.Globalization;
using static Kommune.Workflow.Expressions.BuiltInFunctions;
using static Kommune.Workflow.Expressions.Overload;
using Types = Kommune.Workflow.Expressions.BuiltInTypes;

namespace Kommune.Workflow.Expressions;

/// <summary>Functions that make values of one type from others (DMN 1.5, table 73).</summary>
internal static class ConversionFunctions
{
    public static IEnumerable<FeelFunction> All =>
    [
        Define(
            "date",
            Of<FeelString>(Types.Date, "from", (_, from) => TemporalText.Date(from.Value)),
            Of<FeelDate>(Types.Date, "from", (_, from) => from),
            Of<FeelDateTime>(Types.Date, "from", (_, from) => from.Date),
            Of<FeelNumber, FeelNumber, FeelNumber>(Types.Date, "year", "month", "day", (_, year, month, day) => Date(year, month, day))),
        Define(
            "time",
            Of<FeelString>(Types.Time, "from", (_, from) => TemporalText.Time(from.Value)),
            Of<FeelTime>(Types.Time, "from", (_, from) => from),
            Of<FeelDateTime>(Types.Time, "from", (_, from) => from.Time),
            Of<FeelNumber, FeelNumber, FeelNumber, FeelDaysTimeDuration>(
                Types.Time,
                "hour",
                "minute",
                "second",
                "offset?",
                (_, hour, minute, second, offset) => Offset(offset) is { } at ? Time(hour, minute, second, at) : null)),
        Define(
            "date and time",
            Of<FeelString>(Types.DateTime, "from", (_, from) => TemporalText.DateTime(from.Value)),
            Of<FeelDateTime>(Types.DateTime, "from", (_, from) => from),
            Of<FeelDate, FeelTime>(Types.DateTime, "date", "time", (_, date, time) => new FeelDateTime(date, time)),
            Of<FeelDateTime, FeelTime>(Types.DateTime, "date", "time", (_, date, time) => new FeelDateTime(date.Date, time)),
            Of<FeelDateTime, FeelString>(Types.DateTime, "date", "timezone", (_, moment, zone) => InZone(moment, zone.Value))),
        Define("duration", Of<FeelString>(FeelType.Any, "from", (_, from) => TemporalText.Duration(from.Value))),
        Define(
            "years and months duration",
            Of<FeelDate, FeelDate>(Types.YearsMonthsDuration, "from", "to", (_, from, to) => MonthsBetween(from, to)),
            Of<FeelDateTime, FeelDateTime>(Types.YearsMonthsDuration, "from", "to", (_, from, to) =>
                MonthsBetween(from.Date, to.Date))),
        Define(
            "number",
            Of<FeelString>(Types.Number, "from", (_, from) => Number(from.Value, null, null)),
            Of<FeelNumber>(Types.Number, "from", (_, from) => from),
            Of<FeelString, FeelString, FeelString>(
                Types.Number,
                "from",
                "grouping separator?",
                "decimal separator?",
                (_, from, grouping, point) => Number(from.Value, grouping?.Value, point?.Value))),
        Define(
            "string",
            Of<FeelString>(Types.Text, "from", (_, from) => from),
            Of<FeelValue>(Types.Text, "from", (evaluation, from) =>
                from is FeelNull ? FeelNull.Instance : evaluation.Text(FeelText.Plain(from)))),
        Define("range", Of<FeelString>(new RangeType(FeelType.Any), "from", (_, from) => RangeText.Parse(from.Value))),
        Define("to json", Of<FeelValue>(Types.Text, "value", (evaluation, value) =>
            evaluation.Text(FeelJson.ToJson(evaluation.Result(value))))),
        Define("from json", Of<FeelString>(FeelType.Any, "value", (_, text) => Json(text.Value))),
        Define(
            "to base64",
            Of<FeelString>(Types.Text, "value", (evaluation, text) =>
                evaluation.Text(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text.Value))))),
    ];

    private static FeelDate? Date(FeelNumber year, FeelNumber month, FeelNumber day) =>
        Whole(year) is { } y && Whole(month) is { } m && Whole(day) is { } d ? FeelDate.TryOf(y, m, d) : null;

    private static FeelTime? Time(FeelNumber hour, FeelNumber minute, FeelNumber second, TimeOffset offset)
    {
        var wholeSecond = decimal.Floor(second.Value);
        var nanosecond = (int)((second.Value - wholeSecond) * 1_000_000_000m);
        return Whole(hour) is { } h && Whole(minute) is { } m && wholeSecond is >= 0 and < 60
            ? FeelTime.TryOf(h, m, (long)wholeSecond, nanosecond, offset)
            : null;
    }

    private static TimeOffset? Offset(FeelDaysTimeDuration? offset) =>
        offset is null ? TimeOffset.None
        : Math.Abs(offset.TotalSeconds) <= TimeOffset.SecondsMax ? TimeOffset.Fixed((int)offset.TotalSeconds)
        : null;

    /// <summary>The same instant on the clock of another zone; a time without offset is read as that zone's.</summary>
    private static FeelDateTime? InZone(FeelDateTime moment, string name) =>
        TimeOffset.TryFindZone(name, out var zone) && moment.TryToInstant(zone) is { } instant
            ? FeelDateTime.From(instant, zone)
            : null;

    private static long? Whole(FeelNumber number) =>
        decimal.IsInteger(number.Value) && Math.Abs(number.Value) <= int.MaxValue ? (long)number.Value : null;

    /// <summary>Whole months from one day to the other; a month begun does not count.</summary>
    private static FeelYearsMonthsDuration? MonthsBetween(FeelDate from, FeelDate to)
    {
        var months = (((long)to.Year - from.Year) * 12) + to.Month - from.Month;
        months += months > 0 && to.Day < from.Day ? -1 : months < 0 && to.Day > from.Day ? 1 : 0;
        return FeelYearsMonthsDuration.TryOf(months);
    }

    private static FeelNumber? Number(string text, string? grouping, string? point)
    {
        if (grouping is not (null or " " or "," or ".") || point is not (null or "," or ".") || (grouping is not null && grouping == point))
        {
            return null;
        }

        var plain = grouping is null ? text : text.Replace(grouping, "", StringComparison.Ordinal);
        plain = point is null ? plain : plain.Replace(point, ".", StringComparison.Ordinal);
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return decimal.TryParse(plain, Style, CultureInfo.InvariantCulture, out var value) ? FeelNumber.Of(value) : null;
    }

    private static FeelValue? Json(string text)
    {
        try
        {
            return FeelJson.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
