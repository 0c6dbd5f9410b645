namespace Kommune.Workflow.Expressions;

/// <summary>The types FEEL names itself, with the spellings of type references in DMN files.</summary>
internal static class BuiltInTypes
{
    public static readonly FeelType Number = new PrimitiveType("number", static value => value is FeelNumber);
    public static readonly FeelType Text = new PrimitiveType("string", static value => value is FeelString);
    public static readonly FeelType Boolean = new PrimitiveType("boolean", static value => value is FeelBoolean);
    public static readonly FeelType Date = new PrimitiveType("date", static value => value is FeelDate);
    public static readonly FeelType Time = new PrimitiveType("time", static value => value is FeelTime);
    public static readonly FeelType DateTime = new PrimitiveType("date and time", static value => value is FeelDateTime);

    public static readonly FeelType DaysTimeDuration =
        new PrimitiveType("days and time duration", static value => value is FeelDaysTimeDuration);

    public static readonly FeelType YearsMonthsDuration =
        new PrimitiveType("years and months duration", static value => value is FeelYearsMonthsDuration);

    public static readonly FeelType AnyContext = new ContextType([]);
    public static readonly FeelType AnyList = new ListType(FeelType.Any);

    private static readonly Dictionary<string, FeelType> ByName = new(StringComparer.Ordinal)
    {
        ["Any"] = FeelType.Any,
        ["Null"] = FeelType.Null,
        ["number"] = Number,
        ["string"] = Text,
        ["boolean"] = Boolean,
        ["date"] = Date,
        ["time"] = Time,
        ["date and time"] = DateTime,
        ["dateTime"] = DateTime,
        ["days and time duration"] = DaysTimeDuration,
        ["dayTimeDuration"] = DaysTimeDuration,
        ["years and months duration"] = YearsMonthsDuration,
        ["yearMonthDuration"] = YearsMonthsDuration,
        ["context"] = AnyContext,
        ["list"] = AnyList,
        ["range"] = new RangeType(FeelType.Any),
        ["function"] = new PrimitiveType("function", static value => value is FeelFunction),
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static FeelType? Find(string name) => ByName.GetValueOrDefault(name);
}
