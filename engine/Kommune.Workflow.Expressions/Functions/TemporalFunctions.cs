using System.Globalization;
using static Kommune.Workflow.Expressions.BuiltInFunctions;
using static Kommune.Workflow.Expressions.Overload;
using Types = Kommune.Workflow.Expressions.BuiltInTypes;

namespace Kommune.Workflow.Expressions;

/// <summary>Functions about the calendar and the present (DMN 1.5, tables 79 and 81).</summary>
internal static class TemporalFunctions
{
    private const int DaysPerWeek = 7;

    public static IEnumerable<FeelFunction> All =>
    [
        Define("now", Of(Types.DateTime, evaluation => Now(evaluation))),
        Define("today", Of(Types.Date, evaluation => Now(evaluation).Date)),
        OfDay("day of year", Types.Number, date => FeelNumber.Of(date.DayOfYear)),
        OfDay("week of year", Types.Number, date => FeelNumber.Of(WeekOfYear(date))),
        OfDay("day of week", Types.Text, date => FeelString.Of(
            CultureInfo.InvariantCulture.DateTimeFormat.GetDayName((DayOfWeek)(date.Weekday % DaysPerWeek)))),
        OfDay("month of year", Types.Text, date => FeelString.Of(
            CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(date.Month))),
        OfDay("last day of month", Types.Date, date =>
            FeelDate.Of(date.Year, date.Month, CivilCalendar.DaysInMonth(date.Year, date.Month))),
    ];

    private static FeelFunction OfDay(string name, FeelType result, Func<FeelDate, FeelValue> select) => Define(
        name,
        Of<FeelDate>(result, "date", (_, date) => select(date)),
        Of<FeelDateTime>(result, "date", (_, moment) => select(moment.Date)));

    private static FeelDateTime Now(Evaluation evaluation) =>
        FeelDateTime.From(evaluation.Environment.Now, evaluation.Environment.TimeZone);

    /// <summary>ISO 8601: a week belongs to the year its Thursday is in.</summary>
    private static int WeekOfYear(FeelDate date)
    {
        var thursday = CivilCalendar.FromEpochDay(date.EpochDay - date.Weekday + 4);
        var dayOfYear = CivilCalendar.ToEpochDay(thursday.Year, thursday.Month, thursday.Day)
            - CivilCalendar.ToEpochDay(thursday.Year, 1, 1);
        return (int)(dayOfYear / DaysPerWeek) + 1;
    }
}
