namespace Kommune.Workflow.Expressions;

/// <summary>FEEL's equality and order with null as the third answer (DMN 1.5, tables 42 and 43).</summary>
internal static class Comparison
{
    /// <summary>Whether two values are equal, or null when values of their types cannot be compared.</summary>
    public static bool? AreEqual(FeelValue left, FeelValue right) => (left, right) switch
    {
        (FeelNumber a, FeelNumber b) => a.Value == b.Value,
        (FeelString a, FeelString b) => a.Value == b.Value,
        (FeelNull, FeelNull) => true,
        (FeelNull, _) or (_, FeelNull) => false,
        (FeelBoolean a, FeelBoolean b) => a.Value == b.Value,
        (FeelList a, FeelList b) => AreEqual(a, b),
        (FeelContext a, FeelContext b) => AreEqual(a, b),
        (FeelDate a, FeelDate b) => a.Equals(b),
        (FeelTime a, FeelTime b) => AreComparable(a, b) && Compare(a, b) == 0,
        (FeelDateTime a, FeelDateTime b) => AreComparable(a.Time, b.Time) && Compare(a, b) == 0,
        (FeelDate a, FeelDateTime) => AreEqual(FeelDateTimes.MidnightUtc(a), right),
        (FeelDateTime, FeelDate b) => AreEqual(left, FeelDateTimes.MidnightUtc(b)),
        (FeelDaysTimeDuration a, FeelDaysTimeDuration b) => a.TotalSeconds == b.TotalSeconds,
        (FeelYearsMonthsDuration a, FeelYearsMonthsDuration b) => a.TotalMonths == b.TotalMonths,

        // No time at all is the same in days and in months.
        (FeelDaysTimeDuration { TotalSeconds: 0 }, FeelYearsMonthsDuration { TotalMonths: 0 }) => true,
        (FeelYearsMonthsDuration { TotalMonths: 0 }, FeelDaysTimeDuration { TotalSeconds: 0 }) => true,
        (FeelRange a, FeelRange b) => a.Equals(b),
        (FeelFunction a, FeelFunction b) => ReferenceEquals(a, b),
        _ => null,
    };

    /// <summary>Below, at or above zero, or null when values of their types have no order.</summary>
    public static int? Compare(FeelValue left, FeelValue right) => (left, right) switch
    {
        (FeelNumber a, FeelNumber b) => a.Value.CompareTo(b.Value),
        (FeelString a, FeelString b) => string.CompareOrdinal(a.Value, b.Value),
        (FeelDate a, FeelDate b) => a.EpochDay.CompareTo(b.EpochDay),
        (FeelTime a, FeelTime b) => AreComparable(a, b) ? Compare(a, b) : null,
        (FeelDateTime a, FeelDateTime b) => AreComparable(a.Time, b.Time) ? Compare(a, b) : null,
        (FeelDate a, FeelDateTime b) => Compare(FeelDateTimes.MidnightUtc(a), (FeelValue)b),
        (FeelDateTime a, FeelDate b) => Compare((FeelValue)a, FeelDateTimes.MidnightUtc(b)),
        (FeelDaysTimeDuration a, FeelDaysTimeDuration b) => a.TotalSeconds.CompareTo(b.TotalSeconds),
        (FeelYearsMonthsDuration a, FeelYearsMonthsDuration b) => a.TotalMonths.CompareTo(b.TotalMonths),
        _ => null,
    };

    /// <summary>Whether a range holds a value, or null when they cannot be compared.</summary>
    public static bool? Contains(FeelRange range, FeelValue value)
    {
        switch (range.Form)
        {
            case FeelRangeForm.Equal:
                return AreEqual(value, range.Start);
            case FeelRangeForm.NotEqual:
                return !AreEqual(value, range.Start);
            default:
                var above = range.Form == FeelRangeForm.UpTo
                    ? true
                    : Compare(value, range.Start) is { } start ? start > 0 || (start == 0 && range.StartIncluded) : (bool?)null;
                var below = range.Form == FeelRangeForm.From
                    ? true
                    : Compare(value, range.End) is { } end ? end < 0 || (end == 0 && range.EndIncluded) : (bool?)null;
                return above is null || below is null ? null : above.Value && below.Value;
        }
    }

    /// <summary>Whether a list holds a value FEEL takes as equal.</summary>
    public static bool Contains(FeelList list, FeelValue value)
    {
        foreach (var item in list)
        {
            if (AreEqual(item, value) == true)
            {
                return true;
            }
        }

        return false;
    }

    private static bool? AreEqual(FeelList a, FeelList b)
    {
        if (a.Count != b.Count)
        {
            return false;
        }

        bool? result = true;
        for (var i = 0; i < a.Count && result != false; i++)
        {
            result = Logic.And(result, AreEqual(a[i], b[i]));
        }

        return result;
    }

    private static bool? AreEqual(FeelContext a, FeelContext b)
    {
        if (a.Count != b.Count)
        {
            return false;
        }

        bool? result = true;
        for (var i = 0; i < a.Count && result != false; i++)
        {
            result = b.TryGet(a.Keys[i], out var other) ? Logic.And(result, AreEqual(a.Values[i], other)) : false;
        }

        return result;
    }

    private static bool AreComparable(FeelTime a, FeelTime b) => a.Offset.IsNone == b.Offset.IsNone;

    // Both compare whole seconds: that is the number DMN 1.5 (10.3.2.3.4) makes of a time before comparing.
    private static int Compare(FeelTime a, FeelTime b) =>
        (a.SecondOfDay - (a.OffsetSeconds ?? 0)).CompareTo(b.SecondOfDay - (b.OffsetSeconds ?? 0));

    private static int Compare(FeelDateTime a, FeelDateTime b) => a.EpochSeconds.CompareTo(b.EpochSeconds);
}

/// <summary>Logic with three values; null is unknown.</summary>
internal static class Logic
{
    public static bool? And(bool? a, bool? b) => a == false || b == false ? false : a is null || b is null ? null : true;

    public static bool? Or(bool? a, bool? b) => a == true || b == true ? true : a is null || b is null ? null : false;

    /// <summary>The truth of a value; unknown for whatever is no boolean.</summary>
    public static bool? Truth(FeelValue value) => value is FeelBoolean boolean ? boolean.Value : null;
}
