namespace Kommune.Workflow.Storage;

/// <summary>Figures over the cases and tasks of a process, counted by the database from the rows people work with.</summary>
/// <remarks>
/// Nothing is kept twice: indexes over the ends of tasks and cases make the rows of a span of time quick to find, and durations
/// are counted in steps (a minute up to four hours, a quarter of an hour up to five days, then four hours), so that an answer
/// has hundreds of rows however many cases there are. Only counts leave the database, nothing about single people.
/// </remarks>
public sealed class InsightStore
{
    private const string Step =
        """
        case when ms < 14400000 then ms / 60000 * 60000 when ms < 432000000 then ms / 900000 * 900000
            else ms / 14400000 * 14400000 end
        """;

    private const string OfferedToGroup = "($6 is null or candidate_groups like $6 escape '\\')";

    private const string InvolvesGroup =
        """
        ($6 is null or exists (select 1 from user_tasks t
            where t.key > instances.key and t.key <= instances.key + 16777215 and t.candidate_groups like $6 escape '\'))
        """;

    private static readonly SqlText TaskTimesText = new(
        $"""
        select element_id, part, {Step}, count(*) from (
            select element_id, part, case part when 0 then coalesce(assigned_at, ended_at) - created_at
                else ended_at - coalesce(assigned_at, ended_at) end as ms
            from user_tasks cross join (select 0 as part union all select 1) as parts
            where tenant_id = $1 and process_id = $2 and ended_at >= $3 and ended_at < $4 and state = 1
                and ($5 is null or version = $5) and {OfferedToGroup}) as times
        group by 1, 2, 3
        """,
        "ttllit");

    private static readonly SqlText DeadlinesText = new(
        $"""
        select ended_at / 3600000, sum(case when due_at is not null then 1 else 0 end), sum(case when due_at < ended_at then 1 else 0 end)
        from user_tasks
        where tenant_id = $1 and process_id = $2 and ended_at >= $3 and ended_at < $4 and state = 1
            and ($5 is null or version = $5) and {OfferedToGroup}
        group by 1
        """,
        "ttllit");

    private static readonly SqlText OpenTasksText = new(
        $"""
        select element_id, count(*), sum(case when due_at < $4 then 1 else 0 end) from user_tasks
        where tenant_id = $1 and process_id = $2 and state = 0 and created_at >= $3
            and ($5 is null or version = $5) and {OfferedToGroup}
        group by 1
        """,
        "ttllit");

    private static readonly SqlText StartedText = new(
        $"""
        select started_at / 3600000, count(*) from instances
        where tenant_id = $1 and process_id = $2 and started_at >= $3 and started_at < $4
            and ($5 is null or version = $5) and {InvolvesGroup}
        group by 1
        """,
        "ttllit");

    private static readonly SqlText EndedText = new(
        $"""
        select ended_at / 3600000, sum(case when status = 2 then 1 else 0 end), sum(case when status = 3 then 1 else 0 end)
        from instances
        where tenant_id = $1 and process_id = $2 and ended_at >= $3 and ended_at < $4
            and ($5 is null or version = $5) and {InvolvesGroup}
        group by 1
        """,
        "ttllit");

    private static readonly SqlText CyclesText = new(
        $"""
        select {Step}, count(*) from (
            select ended_at - started_at as ms from instances
            where tenant_id = $1 and process_id = $2 and ended_at >= $3 and ended_at < $4 and status = 2
                and ($5 is null or version = $5) and {InvolvesGroup}) as times
        group by 1
        """,
        "ttllit");

    private readonly SqlDatabase database;

    internal InsightStore(SqlDatabase database) => this.database = database;

    /// <summary>How long the tasks completed in the span waited until somebody took them, and how long they were worked on.</summary>
    public async Task<IReadOnlyList<TaskTimes>> TaskTimesAsync(InsightSpan span, CancellationToken cancellationToken)
    {
        var rows = await database.Reads.QueryAsync(
            TaskTimesText,
            Values(span),
            row => (ElementId: row.GetString(0), IsWork: row.GetInt64(1) == 1, Time: Milliseconds(row.GetInt64(2)), Count: row.GetInt64(3)),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.GroupBy(row => row.ElementId).Select(element => new TaskTimes(
            element.Key,
            [.. element.Where(row => !row.IsWork).Select(row => new TimeCount(row.Time, row.Count))],
            [.. element.Where(row => row.IsWork).Select(row => new TimeCount(row.Time, row.Count))]))];
    }

    /// <summary>Completed tasks that had a deadline, and those that missed it, by the hour they ended.</summary>
    public async Task<IReadOnlyList<HourCount>> DeadlinesAsync(InsightSpan span, CancellationToken cancellationToken) =>
        await database.Reads.QueryAsync(
            DeadlinesText,
            Values(span),
            row => new HourCount(Hour(row.GetInt64(0)), row.GetInt64(1), row.GetInt64(2)),
            cancellationToken).ConfigureAwait(false);

    /// <summary>Open tasks by element, and how many of them are overdue at the end of the span.</summary>
    public async Task<IReadOnlyList<OpenTasks>> OpenTasksAsync(InsightSpan span, CancellationToken cancellationToken) =>
        await database.Reads.QueryAsync(
            OpenTasksText,
            Values(span with { From = DateTimeOffset.UnixEpoch }),
            row => new OpenTasks(row.GetString(0), row.GetInt64(1), row.GetInt64(2)),
            cancellationToken).ConfigureAwait(false);

    /// <summary>Cases by the hour they began.</summary>
    public async Task<IReadOnlyList<HourCount>> StartedAsync(InsightSpan span, CancellationToken cancellationToken) =>
        await database.Reads.QueryAsync(
            StartedText, Values(span), row => new HourCount(Hour(row.GetInt64(0)), row.GetInt64(1), 0), cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Cases that were finished, and those that were cancelled, by the hour they ended.</summary>
    public async Task<IReadOnlyList<HourCount>> EndedAsync(InsightSpan span, CancellationToken cancellationToken) =>
        await database.Reads.QueryAsync(
            EndedText,
            Values(span),
            row => new HourCount(Hour(row.GetInt64(0)), row.GetInt64(1), row.GetInt64(2)),
            cancellationToken).ConfigureAwait(false);

    /// <summary>From beginning to end of the cases finished in the span.</summary>
    public async Task<IReadOnlyList<TimeCount>> CyclesAsync(InsightSpan span, CancellationToken cancellationToken) =>
        await database.Reads.QueryAsync(
            CyclesText, Values(span), row => new TimeCount(Milliseconds(row.GetInt64(0)), row.GetInt64(1)), cancellationToken)
            .ConfigureAwait(false);

    private static object?[] Values(InsightSpan span) =>
    [
        span.TenantId,
        span.ProcessId,
        span.From.ToUnixTimeMilliseconds(),
        span.To.ToUnixTimeMilliseconds(),
        span.Version,
        span.Group is null ? null : $"%\"{span.Group.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}\"%",
    ];

    private static TimeSpan Milliseconds(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static DateTimeOffset Hour(long hours) => DateTimeOffset.UnixEpoch.AddHours(hours);
}

/// <summary>What is counted.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="ProcessId">Of which process.</param>
/// <param name="From">From when on, inclusive.</param>
/// <param name="To">Until when, exclusive.</param>
/// <param name="Version">Only this version; null: all.</param>
/// <param name="Group">Only tasks offered to this group, and cases with such a task; null: all.</param>
public sealed record InsightSpan(
    string TenantId, string ProcessId, DateTimeOffset From, DateTimeOffset To, int? Version, string? Group);

/// <param name="Time">The beginning of a step of durations.</param>
/// <param name="Count">How many durations fall into it.</param>
public readonly record struct TimeCount(TimeSpan Time, long Count);

/// <param name="Hour">The beginning of an hour, UTC.</param>
/// <param name="Count">What is counted.</param>
/// <param name="Other">The second thing that is counted.</param>
public readonly record struct HourCount(DateTimeOffset Hour, long Count, long Other);

public sealed record TaskTimes(string ElementId, IReadOnlyList<TimeCount> Waiting, IReadOnlyList<TimeCount> Work);

public sealed record OpenTasks(string ElementId, long Count, long Overdue);
