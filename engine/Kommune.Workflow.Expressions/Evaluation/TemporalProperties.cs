namespace Kommune.Workflow.Expressions;

/// <summary>The properties of temporal values and ranges (DMN 1.5, table 65).</summary>
internal static class TemporalProperties
{
    public static readonly string[] NamesWithSpaces = ["time offset", "start included", "end included"];

    /// <summary>The property, null as a value when it has none, or no answer when there is no such property.</summary>
    public static FeelValue? Find(FeelValue value, string name) => value switch
    {
        FeelDate date => Of(date, name),
        FeelTime time => Of(time, time.OffsetSeconds, name),
        FeelDateTime moment => Of(moment.Date, name) ?? Of(moment.Time, moment.OffsetSeconds, name),
        FeelDaysTimeDuration duration => Of(duration, name),
        FeelYearsMonthsDuration duration => name switch
        {
            "years" => FeelNumber.Of(duration.TotalMonths / 12),
            "months" => FeelNumber.Of(duration.TotalMonths % 12),
            _ => null,
        },
        FeelRange range => name switch
        {
            "start" => range.Start,
            "end" => range.End,
            "start included" => FeelBoolean.Of(range.StartIncluded),
            "end included" => FeelBoolean.Of(range.EndIncluded),
            _ => null,
        },
        _ => null,
    };

    private static FeelNumber? Of(FeelDate date, string name) => name switch
    {
        "year" => FeelNumber.Of(date.Year),
        "month" => FeelNumber.Of(date.Month),
        "day" => FeelNumber.Of(date.Day),
        "weekday" => FeelNumber.Of(date.Weekday),
        _ => null,
    };

    private static FeelValue? Of(FeelTime time, int? offsetSeconds, string name) => name switch
    {
        "hour" => FeelNumber.Of(time.Hour),
        "minute" => FeelNumber.Of(time.Minute),
        "second" => FeelNumber.Of(time.Second),
        "time offset" => offsetSeconds is { } seconds ? new FeelDaysTimeDuration(seconds) : FeelNull.Instance,
        "timezone" => time.TimeZoneName is { } zone ? FeelString.Of(zone) : FeelNull.Instance,
        _ => null,
    };

    private static FeelNumber? Of(FeelDaysTimeDuration duration, string name)
    {
        var seconds = duration.TotalSeconds;
        return name switch
        {
            "days" => FeelNumber.Of(decimal.Truncate(seconds / 86_400)),
            "hours" => FeelNumber.Of(decimal.Truncate(seconds % 86_400 / 3600)),
            "minutes" => FeelNumber.Of(decimal.Truncate(seconds % 3600 / 60)),
            "seconds" => FeelNumber.Of(seconds % 60),
            _ => null,
        };
    }
}
