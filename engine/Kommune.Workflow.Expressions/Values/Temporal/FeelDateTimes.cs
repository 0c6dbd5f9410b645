namespace Kommune.Workflow.Expressions;

/// <summary>How FEEL takes a date where a date and time is meant.</summary>
internal static class FeelDateTimes
{
    private static readonly FeelTime Midnight = new(0, 0, TimeOffset.Utc);

    public static FeelDateTime MidnightUtc(FeelDate date) => new(date, Midnight);
}
