namespace Kommune.Workflow.Execution;

/// <summary>When people work: one span of hours on some days of the week, by the clock in Berlin.</summary>
internal sealed class WorkCalendar
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly WorkingHours hours;
    private readonly List<Span> spans = [];
    private DateOnly nextDay;

    /// <param name="hours">At least one day, and an end after the beginning.</param>
    /// <param name="from">No question is about an earlier time.</param>
    public WorkCalendar(WorkingHours hours, DateTimeOffset from)
    {
        this.hours = hours;
        nextDay = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, Berlin).Date).AddDays(-1);
    }

    /// <summary>The moment itself when it lies in working hours, else when they begin next.</summary>
    public DateTimeOffset NextOpen(DateTimeOffset at)
    {
        var span = SpanAt(at);
        return at > span.Start ? at : span.Start;
    }

    /// <summary>When work that begins at once (or with the next working hours) and takes this long is done.</summary>
    public DateTimeOffset Add(DateTimeOffset start, TimeSpan work)
    {
        var begin = NextOpen(start);
        if (work <= TimeSpan.Zero)
        {
            return begin;
        }

        var wanted = WorkedUntil(begin) + work;
        while (spans[^1].Before + spans[^1].Length < wanted)
        {
            AddDay();
        }

        var (low, high) = (0, spans.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = spans[middle].Before + spans[middle].Length < wanted ? (middle + 1, high) : (low, middle);
        }

        return spans[low].Start + (wanted - spans[low].Before);
    }

    /// <summary>Working time from one moment to a later one.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to) => to <= from ? TimeSpan.Zero : WorkedUntil(to) - WorkedUntil(from);

    private TimeSpan WorkedUntil(DateTimeOffset at)
    {
        var span = SpanAt(at);
        return span.Before + (at > span.Start ? at - span.Start : TimeSpan.Zero);
    }

    /// <summary>The first span that ends after the moment.</summary>
    private Span SpanAt(DateTimeOffset at)
    {
        while (spans.Count == 0 || spans[^1].End <= at)
        {
            AddDay();
        }

        var (low, high) = (0, spans.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = spans[middle].End <= at ? (middle + 1, high) : (low, middle);
        }

        return spans[low];
    }

    private void AddDay()
    {
        while (!hours.Days.Contains(nextDay.DayOfWeek))
        {
            nextDay = nextDay.AddDays(1);
        }

        var (start, end) = (At(hours.From), At(hours.To));
        var before = spans.Count == 0 ? TimeSpan.Zero : spans[^1].Before + spans[^1].Length;
        spans.Add(new Span(start, end, before));
        nextDay = nextDay.AddDays(1);
    }

    private DateTimeOffset At(TimeOnly time)
    {
        var local = nextDay.ToDateTime(time);
        return new DateTimeOffset(local, Berlin.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <param name="Start">Beginning of the working hours of a day.</param>
    /// <param name="End">Their end, exclusive.</param>
    /// <param name="Before">Working time of all days before.</param>
    private readonly record struct Span(DateTimeOffset Start, DateTimeOffset End, TimeSpan Before)
    {
        public TimeSpan Length => End - Start;
    }
}
