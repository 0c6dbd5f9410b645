using System.Globalization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Procedures;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;
using InstanceStatus = Kommune.Workflow.Execution.InstanceStatus;

namespace Kommune.Workflow.Server.Insight;

/// <summary>What is asked for.</summary>
/// <param name="Version">Only this version; null: all.</param>
/// <param name="From">First day; null: twelve weeks before the last.</param>
/// <param name="To">Last day; null: today.</param>
/// <param name="Group">Only what a group is involved in; null: everything.</param>
internal sealed record InsightQuestion(int? Version, DateOnly? From, DateOnly? To, string? Group);

/// <summary>Puts the figures of a process together.</summary>
internal sealed class InsightReading(
    WorkflowDbContext database,
    InsightStore store,
    ProcessCatalogue catalogue,
    ProcessOwnership ownership,
    Runtime.EngineClock clock)
{
    /// <summary>Days of one report.</summary>
    public const int DaysMax = 366 * 3;

    /// <summary>Members a group needs so that its figures tell nothing about one of them.</summary>
    public const int GroupMembersMin = 3;

    /// <summary>Durations needed so that their median tells nothing about one of them.</summary>
    public const int TimesMin = 5;

    private const int DefaultWeeks = 12;
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public async Task<InsightReport> ReadAsync(
        string processId, InsightQuestion question, Caller caller, CancellationToken cancellation)
    {
        var versions = await database.Definitions.AsNoTracking().Where(d => d.ProcessId == processId)
            .OrderByDescending(d => d.Version).ToListAsync(cancellation);
        if (versions.Count == 0)
        {
            throw Problem.NotFound("a process", processId);
        }

        (await MaySeeAsync(versions.Find(v => v.Latest) ?? versions[0], caller, cancellation)).Require();
        var shown = question.Version is { } wanted
            ? versions.Find(v => v.Version == wanted) ?? throw Problem.Unprocessable("version", $"Version {wanted} gibt es nicht.")
            : versions[0];
        var groups = await GroupsAsync(cancellation);
        if (question.Group is { } group && groups.TrueForAll(g => g.Id != group))
        {
            throw Problem.Unprocessable(
                "group", $"Zum Schutz einzelner Personen gibt es Zahlen nur für Gruppen mit mindestens {GroupMembersMin} Mitgliedern.");
        }

        var (from, to) = Days(question);
        var span = new InsightSpan(database.TenantId, processId, Midnight(from), Midnight(to.AddDays(1)), question.Version, question.Group);
        return await CountAsync(span, from, to, shown, versions, groups, cancellation);
    }

    /// <summary>Whether a caller may see the figures of a process.</summary>
    public async Task<Permission> MaySeeAsync(DefinitionRow latest, Caller caller, CancellationToken cancellation)
    {
        var study = await ownership.MayStudyAsync(latest.ProcessId, caller, cancellation);
        return study.Allowed || ProcessRights.MayReadAll(await catalogue.GraphAsync(latest.Key, cancellation), caller)
            ? Permission.Granted
            : Permission.Denied("Auf die Auswertung dieses Prozesses haben Sie keinen Zugriff.");
    }

    /// <summary>The median and 90th percentile of what people really needed, for those elements where enough is known.</summary>
    public async Task<Dictionary<string, SimulatedDuration>> WorkTimesAsync(string processId, CancellationToken cancellation)
    {
        var to = clock.GetUtcNow();
        var span = new InsightSpan(database.TenantId, processId, to.AddDays(-366), to, null, null);
        var times = await store.TaskTimesAsync(span, cancellation);
        return times.Select(t => (t.ElementId, Times: Times(t.Work)))
            .Where(t => t.Times.MedianSeconds is > 0)
            .ToDictionary(
                t => t.ElementId,
                t => new SimulatedDuration(
                    TimeSpan.FromSeconds(t.Times.MedianSeconds!.Value), TimeSpan.FromSeconds(t.Times.P90Seconds!.Value)));
    }

    private Task<List<GroupRef>> GroupsAsync(CancellationToken cancellation) => database.Groups.AsNoTracking()
        .Where(g => database.GroupMembers.Count(m => m.GroupId == g.Id) >= GroupMembersMin)
        .OrderBy(g => g.Name).Select(g => new GroupRef(g.Id, g.Name)).ToListAsync(cancellation);

    private (DateOnly From, DateOnly To) Days(InsightQuestion question)
    {
        var to = question.To ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Berlin).Date);
        var from = question.From ?? to.AddDays(-7 * DefaultWeeks);
        if (from > to)
        {
            throw Problem.Unprocessable("from", "Der erste Tag liegt nach dem letzten. Bitte wählen Sie einen früheren.");
        }

        return to.DayNumber - from.DayNumber <= DaysMax
            ? (from, to)
            : throw Problem.Unprocessable("from", "Der Zeitraum ist zu lang. Bitte wählen Sie höchstens drei Jahre.");
    }

    private static DateTimeOffset Midnight(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, Berlin.GetUtcOffset(local)).ToUniversalTime();
    }

    private async Task<InsightReport> CountAsync(
        InsightSpan span,
        DateOnly from,
        DateOnly to,
        DefinitionRow shown,
        List<DefinitionRow> versions,
        List<GroupRef> groups,
        CancellationToken cancellation)
    {
        var started = await store.StartedAsync(span, cancellation);
        var ended = await store.EndedAsync(span, cancellation);
        var deadlines = await store.DeadlinesAsync(span, cancellation);
        var running = database.Instances.Where(i => i.ProcessId == span.ProcessId && i.Status == InstanceStatus.Active
            && (span.Version == null || i.Version == span.Version));
        var (tasks, missed) = (deadlines.Sum(d => d.Count), deadlines.Sum(d => d.Other));
        return new InsightReport(
            span.ProcessId,
            shown.Name ?? span.ProcessId,
            ClusterKey.Text(shown.Key),
            [.. versions.Select(v => v.Version)],
            groups,
            from,
            to,
            new InsightCounts(
                started.Sum(s => s.Count),
                ended.Sum(e => e.Count),
                ended.Sum(e => e.Other),
                await running.CountAsync(cancellation),
                await running.CountAsync(i => i.IncidentCount > 0, cancellation)),
            Times(await store.CyclesAsync(span, cancellation)),
            new InsightDeadlines(tasks, missed, tasks == 0 ? null : (double)missed / tasks),
            await ElementsAsync(span, shown, versions, cancellation),
            Trend(from, to, started, ended, deadlines));
    }

    private async Task<List<InsightElement>> ElementsAsync(
        InsightSpan span, DefinitionRow shown, List<DefinitionRow> versions, CancellationToken cancellation)
    {
        var graph = await catalogue.GraphAsync(shown.Key, cancellation);
        var definitions = versions.Where(v => span.Version is null || v.Version == span.Version).Select(v => v.Key).ToList();
        var times = (await store.TaskTimesAsync(span, cancellation)).ToDictionary(t => t.ElementId, StringComparer.Ordinal);
        var open = (await store.OpenTasksAsync(span, cancellation)).ToDictionary(o => o.ElementId, StringComparer.Ordinal);

        // With a group only its tasks count; without one every element at which a case stands.
        var standing = span.Group is not null
            ? open.ToDictionary(o => o.Key, o => (int)o.Value.Count, StringComparer.Ordinal)
            : await database.ElementInstances.Where(e => definitions.Contains(e.DefinitionKey))
                .GroupBy(e => e.ElementId).Select(g => new { g.Key, Count = g.Count() })
                .ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.Ordinal, cancellation);
        var inOrder = graph.Elements.Skip(1).Select(e => e.Id);
        return [.. inOrder.Concat(times.Keys).Concat(standing.Keys).Distinct(StringComparer.Ordinal)
            .Where(id => times.ContainsKey(id) || standing.ContainsKey(id))
            .Select(id => new InsightElement(
                id,
                graph.Find(id)?.Name,
                times.GetValueOrDefault(id)?.Work.Sum(w => w.Count) ?? 0,
                standing.GetValueOrDefault(id),
                open.GetValueOrDefault(id)?.Overdue ?? 0,
                Times(times.GetValueOrDefault(id)?.Waiting ?? []),
                Times(times.GetValueOrDefault(id)?.Work ?? [])))];
    }

    private static InsightTimes Times(IReadOnlyList<TimeCount> times)
    {
        var count = times.Sum(t => t.Count);
        return count < TimesMin
            ? new InsightTimes(count, null, null)
            : new InsightTimes(count, Percentile(times, count, 0.5).TotalSeconds, Percentile(times, count, 0.9).TotalSeconds);
    }

    private static TimeSpan Percentile(IReadOnlyList<TimeCount> times, long count, double share)
    {
        var before = 0L;
        var wanted = (long)Math.Ceiling(count * share);
        return times.OrderBy(t => t.Time).First(t => (before += t.Count) >= wanted).Time;
    }

    private static List<InsightWeek> Trend(
        DateOnly from, DateOnly to, IReadOnlyList<HourCount> started, IReadOnlyList<HourCount> ended, IReadOnlyList<HourCount> deadlines)
    {
        var (begun, done, late) = (ByWeek(started, s => s.Count), ByWeek(ended, e => e.Count), ByWeek(deadlines, d => d.Other));
        var weeks = new List<InsightWeek>();
        for (var monday = MondayOf(from); monday <= to; monday = monday.AddDays(7))
        {
            var day = monday.ToDateTime(TimeOnly.MinValue);
            weeks.Add(new InsightWeek(
                monday,
                string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day)}-W{ISOWeek.GetWeekOfYear(day):00}"),
                begun.GetValueOrDefault(monday),
                done.GetValueOrDefault(monday),
                late.GetValueOrDefault(monday)));
        }

        return weeks;
    }

    private static Dictionary<DateOnly, long> ByWeek(IReadOnlyList<HourCount> hours, Func<HourCount, long> count) => hours
        .GroupBy(h => MondayOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(h.Hour, Berlin).Date)))
        .ToDictionary(week => week.Key, week => week.Sum(count));

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
