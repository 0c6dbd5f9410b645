using System.Globalization;
using System.Text.Json;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Ideas;

/// <summary>Reads the Ideenspeicher from the rows of its cases; nothing is replayed.</summary>
internal sealed class IdeaReading(WorkflowDbContext database, PeopleDirectory people, SimilarCases similar, ProcessCatalogue processes)
{
    private static readonly string[] ListedVariables =
        [IdeaNames.Title, IdeaNames.Status, IdeaNames.Theme, IdeaNames.Department, IdeaNames.View, IdeaNames.Reason, IdeaNames.Result];

    /// <summary>A page of entries, last changed first.</summary>
    public async Task<(IReadOnlyList<IdeaItem> Rows, string? Next)> PageAsync(
        IdeaFilter filter, string? after, int limit, CancellationToken cancellation)
    {
        var places = WithChange(filter.Apply(database));
        if (after is not null)
        {
            var (at, key) = Place.Parse(after);
            places = places.Where(p => p.ChangedAt < at || (p.ChangedAt == at && p.Key < key));
        }

        var page = await places.OrderByDescending(p => p.ChangedAt).ThenByDescending(p => p.Key)
            .Take(limit + 1).ToListAsync(cancellation);
        var next = page.Count > limit ? Place.Text(page[limit - 1].ChangedAt, page[limit - 1].Key) : null;
        return (await ItemsAsync([.. page.Take(limit)], cancellation), next);
    }

    public async Task<IdeaOverview> OverviewAsync(IdeaFilter filter, Caller caller, CancellationToken cancellation)
    {
        var statuses = await CountAsync(filter with { Status = null }, IdeaNames.Status, cancellation);
        var themes = await CountAsync(filter with { Status = null, Themes = null }, IdeaNames.Theme, cancellation);
        var departments = await CountAsync(filter with { Status = null, Department = null }, IdeaNames.Department, cancellation);
        var views = await CountAsync(filter with { Status = null, Views = null }, IdeaNames.View, cancellation);
        return new IdeaOverview(
            await IdeaFilter.All(database).CountAsync(cancellation),
            statuses.Values.Sum(),
            IdeaNames.Statuses.ToDictionary(status => status, status => statuses.GetValueOrDefault(status)),
            [.. IdeaNames.Themes.Select(theme => new FacetCount(theme, themes.GetValueOrDefault(theme)))],
            [.. departments.Select(d => new FacetCount(d.Key, d.Value)).OrderBy(d => d.Name, GermanOrder)],
            IdeaNames.Views.ToDictionary(view => view, view => views.GetValueOrDefault(view)),
            await MayCreateAsync(caller, cancellation));
    }

    public async Task<IdeaDetail> DetailAsync(string key, Caller caller, CancellationToken cancellation)
    {
        var caseKey = ClusterKey.Parse(key, "the idea");
        var place = await WithChange(IdeaFilter.All(database).Where(i => i.Key == caseKey)).SingleOrDefaultAsync(cancellation)
            ?? throw Problem.NotFound("an idea", key);
        var item = (await ItemsAsync([place], cancellation))[0];
        var variables = (await database.Variables.AsNoTracking().Where(v => v.ScopeKey == caseKey).ToListAsync(cancellation))
            .ToDictionary(v => v.Name, v => JsonDocument.Parse(v.Value).RootElement, StringComparer.Ordinal);
        var tasks = await OpenTasks([caseKey]).OrderBy(t => t.Key).ToListAsync(cancellation);
        return new IdeaDetail
        {
            Key = item.Key,
            Number = item.Number,
            Title = item.Title,
            Status = item.Status,
            Theme = item.Theme,
            Department = item.Department,
            View = item.View,
            Author = item.Author,
            CreatedAt = item.CreatedAt,
            ChangedAt = item.ChangedAt,
            Comments = item.Comments,
            Standing = item.Standing,
            Problemstellung = Text(IdeaNames.Problem) ?? "",
            Loesungsansatz = Text(IdeaNames.Solution) ?? "",
            Mehrwert = Text(IdeaNames.Benefit) ?? "",
            Beschreibung = Text(IdeaNames.Description) ?? "",
            Begruendung = Text(IdeaNames.Reason),
            Ergebnis = Text(IdeaNames.Result),
            Score = Score(),
            Similar = await ReferencesAsync(await similar.ToCaseAsync(database, IdeaNames.ProcessId, caseKey, cancellation), cancellation),
            OpenTasks = [.. tasks.Select(t => new IdeaTask(
                ClusterKey.Text(t.Key), t.Title, t.DueAt, new TaskRights(t, caller).May(TaskAction.Complete)))],
        };

        string? Text(string name) =>
            variables.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        decimal? Number(string name) =>
            variables.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;

        IdeaScore? Score() => Number("nutzen") is null && Number("aufwand") is null
            ? null : new IdeaScore(Number("nutzen"), Number("aufwand"), Text("synergien"));
    }

    /// <summary>Entries like a text that is being written, likeliest first.</summary>
    public async Task<IReadOnlyList<IdeaRef>> SimilarAsync(string text, CancellationToken cancellation) =>
        await ReferencesAsync(await similar.ToTextAsync(database, IdeaNames.ProcessId, text, cancellation), cancellation);

    private static readonly StringComparer GermanOrder = StringComparer.Create(CultureInfo.GetCultureInfo("de-DE"), ignoreCase: true);

    private sealed class ChangedCase
    {
        public required long Key { get; init; }
        public required DateTimeOffset ChangedAt { get; init; }
    }

    /// <remarks>Every change of the status ends the case or creates a task, and so does every step of the work.</remarks>
    private IQueryable<ChangedCase> WithChange(IQueryable<InstanceRow> ideas) => ideas.Select(i => new ChangedCase
    {
        Key = i.Key,
        ChangedAt = i.EndedAt
            ?? database.Tasks.Where(t => t.Key > i.Key && t.Key <= i.Key + InstanceKey.LocalMax).Max(t => (DateTimeOffset?)t.CreatedAt)
            ?? i.StartedAt,
    });

    private async Task<IReadOnlyList<IdeaItem>> ItemsAsync(IReadOnlyList<ChangedCase> places, CancellationToken cancellation)
    {
        var keys = places.Select(p => p.Key).ToList();
        var cases = await database.Instances.AsNoTracking().Where(i => keys.Contains(i.Key)).ToDictionaryAsync(i => i.Key, cancellation);
        var variables = (await database.Variables.AsNoTracking()
            .Where(v => keys.Contains(v.ScopeKey) && ListedVariables.Contains(v.Name)).ToListAsync(cancellation))
            .ToDictionary(v => (v.ScopeKey, v.Name), v => TextOf(v.Value));
        var comments = await database.Comments.Where(c => keys.Contains(c.InstanceKey)).GroupBy(c => c.InstanceKey)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var due = (await OpenTasks(keys).Select(t => new { t.InstanceKey, t.DueAt }).ToListAsync(cancellation))
            .ToLookup(t => t.InstanceKey, t => t.DueAt);
        await people.LoadAsync(cases.Values.Select(c => c.StartedBy), cancellation);
        var circle = await NextCircleAsync(cancellation);
        return [.. places.Select(Item)];

        IdeaItem Item(ChangedCase place)
        {
            var row = cases[place.Key];
            var status = Value(IdeaNames.Status);
            return new IdeaItem
            {
                Key = ClusterKey.Text(row.Key),
                Number = row.CaseNumber ?? ClusterKey.Text(row.Key),
                Title = Value(IdeaNames.Title),
                Status = status,
                Theme = Value(IdeaNames.Theme),
                Department = Value(IdeaNames.Department),
                View = Value(IdeaNames.View),
                Author = people.Person(row.StartedBy),
                CreatedAt = row.StartedAt,
                ChangedAt = place.ChangedAt,
                Comments = comments.GetValueOrDefault(row.Key),
                Standing = status switch
                {
                    IdeaNames.StatusIdea => new IdeaStanding("agenda", circle, null),
                    IdeaNames.StatusDecision => new IdeaStanding("decision", due[row.Key].Min(), null),
                    IdeaNames.StatusInProgress => new IdeaStanding("step", due[row.Key].Min(), null),
                    IdeaNames.StatusDone => new IdeaStanding("result", null, Value(IdeaNames.Result)),
                    IdeaNames.StatusDiscarded => new IdeaStanding("reason", null, Value(IdeaNames.Reason)),
                    _ => null,
                },
            };

            string Value(string name) => variables.GetValueOrDefault((place.Key, name)) ?? "";
        }
    }

    /// <remarks>A task's key lies in the range of its case's key: found by the primary key.</remarks>
    private IQueryable<TaskRow> OpenTasks(List<long> cases) =>
        from i in IdeaFilter.All(database)
        where cases.Contains(i.Key)
        from t in database.Tasks
        where t.Key > i.Key && t.Key <= i.Key + InstanceKey.LocalMax && t.State == TaskState.Open
        select t;

    private async Task<Permission> MayCreateAsync(Caller caller, CancellationToken cancellation)
    {
        var latest = await database.Definitions.AsNoTracking()
            .SingleOrDefaultAsync(d => d.ProcessId == IdeaNames.ProcessId && d.Latest, cancellation);
        return latest is null
            ? Permission.Denied("Das Verfahren „Idee“ ist nicht veröffentlicht.")
            : ProcessRights.MayStart(await processes.GraphAsync(latest.Key, cancellation), caller);
    }

    private async Task<DateTimeOffset?> NextCircleAsync(CancellationToken cancellation) => await database.StartTimers
        .Where(t => database.Definitions.Any(d => d.Key == t.DefinitionKey && d.ProcessId == IdeaNames.CircleProcessId))
        .MinAsync(t => (DateTimeOffset?)t.NextAt, cancellation);

    private async Task<Dictionary<string, int>> CountAsync(IdeaFilter filter, string variable, CancellationToken cancellation)
    {
        var counts = await filter.Apply(database)
            .Join(database.Variables.Where(v => v.Name == variable), i => i.Key, v => v.ScopeKey, (i, v) => v.Value)
            .GroupBy(value => value)
            .Select(g => new { Value = g.Key, Count = g.Count() })
            .ToListAsync(cancellation);
        return counts.Where(c => TextOf(c.Value) is not null).ToDictionary(c => TextOf(c.Value)!, c => c.Count, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<IdeaRef>> ReferencesAsync(IReadOnlyList<long> keys, CancellationToken cancellation)
    {
        var found = await ItemsAsync([.. keys.Select(key => new ChangedCase { Key = key, ChangedAt = default })], cancellation);
        return [.. found.Select(item => new IdeaRef(item.Key, item.Number, item.Title, item.Status))];
    }

    private static string? TextOf(string json) => json.StartsWith('"') ? JsonSerializer.Deserialize<string>(json) : null;

    /// <summary>A place in the list, as a page names it to the next.</summary>
    private static class Place
    {
        public static string Text(DateTimeOffset at, long key) =>
            string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeMilliseconds()}_{key}");

        public static (DateTimeOffset At, long Key) Parse(string text) =>
            text.Split('_') is [var at, var key]
            && long.TryParse(at, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 0 and < 253_402_300_800_000
            && long.TryParse(key, CultureInfo.InvariantCulture, out var number)
                ? (DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), number)
                : throw Problem.Invalid("Expected 'after' to be the 'next' of a page.", "Diese Seite der Liste gibt es nicht.");
    }
}
