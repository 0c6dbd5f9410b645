using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Processes;

namespace Kommune.Workflow.Server.Cases;

public enum HistoryKind
{
    CaseStarted,
    CaseCompleted,
    CaseCanceled,
    CaseMigrated,
    CaseModified,
    TaskCreated,
    TaskClaimed,
    TaskUnclaimed,
    TaskAssigned,
    TaskDelegated,
    TaskResolved,
    TaskCompleted,
    TaskCanceled,
    FollowUpSet,
    DueChanged,
    PriorityChanged,
    CommentAdded,
    CommentDeleted,
    AttachmentAdded,
    AttachmentDeleted,
    VariablesChanged,
    ElementCompleted,
    TimerFired,
    MessageReceived,
    JobFailed,
    IncidentCreated,
    IncidentResolved,
}

/// <summary>One line of a case's record, for reading.</summary>
/// <param name="Seq">Its place, ascending.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What happened.</param>
/// <param name="By">Who really did it; null: the engine.</param>
/// <param name="OnBehalfOf">The person stood in for.</param>
/// <param name="ElementName">The element or task concerned.</param>
/// <param name="Version">The version of the process at that time.</param>
/// <param name="Subject">A name, date, number or error text that belongs to it.</param>
/// <param name="Reason">The reason given.</param>
public sealed record HistoryEntry(
    string Seq,
    DateTimeOffset At,
    HistoryKind Kind,
    Person? By,
    Person? OnBehalfOf,
    string? ElementName,
    int Version,
    string? Subject,
    string? Reason);

/// <summary>One entry of a case's journal and how it reads.</summary>
internal sealed record ToldEntry(JournalEntry Entry, IReadOnlyList<HistoryEntry> Lines);

/// <summary>Tells a case's record line by line.</summary>
internal sealed class CaseHistory(CaseRecord record, ProcessCatalogue catalogue, PeopleDirectory directory)
{
    /// <summary>Places an entry's lines can take: an entry with more events shows its first lines.</summary>
    private const int LinesPerEntry = 1_000;

    public async Task<IReadOnlyList<HistoryEntry>> ReadAsync(
        long instanceKey, IReadOnlyDictionary<long, int> versions, CancellationToken cancellation) =>
        [.. (await TellAsync(instanceKey, versions, cancellation)).SelectMany(told => told.Lines)];

    /// <summary>Every entry of the record with its lines, oldest first; some entries have none.</summary>
    public async Task<IReadOnlyList<ToldEntry>> TellAsync(
        long instanceKey, IReadOnlyDictionary<long, int> versions, CancellationToken cancellation)
    {
        var entries = await record.ReadAsync(instanceKey, cancellation);
        var people = entries.SelectMany(e => new[] { e.Entry.Actor.UserId, e.Entry.Actor.OnBehalfOf }
            .Concat(e.Entry.Events.OfType<TaskAssigned>().Select(assigned => assigned.Assignee)));
        await directory.LoadAsync(people, cancellation);
        var telling = new Telling(directory, versions);
        var told = new List<ToldEntry>();
        foreach (var (number, entry) in entries)
        {
            foreach (var migrated in entry.Events.Select(DefinitionOf).OfType<long>())
            {
                telling.SetGraph(await catalogue.GraphAsync(migrated, cancellation), migrated);
            }

            told.Add(new ToldEntry(entry, [.. telling.Tell(entry).Take(LinesPerEntry)
                .Select((line, i) => line with { Seq = FormattableString.Invariant($"{((long)number * LinesPerEntry) + i}") })]));
        }

        return told;
    }

    /// <summary>The version an instance runs on from this event on; null when the event says nothing about it.</summary>
    internal static long? DefinitionOf(InstanceEvent e) => e switch
    {
        InstanceStarted started => started.DefinitionKey,
        InstanceMigrated migrated => migrated.DefinitionKey,
        _ => null,
    };

    /// <summary>Knows, while it walks, what numbers in events mean.</summary>
    private sealed class Telling(PeopleDirectory directory, IReadOnlyDictionary<long, int> versions)
    {
        private readonly Dictionary<int, UserTask> tasks = [];
        private readonly Dictionary<int, int> elements = [];
        private readonly Dictionary<int, string?> jobs = [];
        private readonly Dictionary<int, string?> waits = [];
        private readonly Dictionary<int, Incident> incidents = [];
        private ProcessGraph graph = null!;
        private int version;

        public void SetGraph(ProcessGraph next, long definitionKey)
        {
            graph = next;
            version = versions.GetValueOrDefault(definitionKey, 1);
        }

        public IEnumerable<HistoryEntry> Tell(JournalEntry entry)
        {
            if (entry.Command is ModifyInstance)
            {
                yield return Line(entry, HistoryKind.CaseModified);
            }
            else if (entry.Command is SetVariables set)
            {
                yield return Line(entry, HistoryKind.VariablesChanged, subject: string.Join(", ", set.Variables.Keys));
            }

            foreach (var e in entry.Events)
            {
                if ((TellCase(e, entry) ?? TellTask(e, entry) ?? TellMachine(e, entry)) is { } line)
                {
                    yield return line;
                }
            }
        }

        private HistoryEntry? TellCase(InstanceEvent e, JournalEntry entry) => e switch
        {
            InstanceStarted => Line(entry, HistoryKind.CaseStarted),
            InstanceCompleted => Automatic(entry, HistoryKind.CaseCompleted),
            InstanceTerminated ended => Line(entry, HistoryKind.CaseCanceled, subject: ended.ErrorCode, reason: ended.Reason),
            InstanceMigrated => Line(entry, HistoryKind.CaseMigrated),
            RemarkAdded remark => Line(entry, RemarkKind(remark.Kind), TaskName(remark.Task)),
            _ => null,
        };

        private static HistoryKind RemarkKind(string kind) => kind switch
        {
            "comment" => HistoryKind.CommentAdded,
            "comment-removed" => HistoryKind.CommentDeleted,
            "attachment-added" => HistoryKind.AttachmentAdded,
            _ => HistoryKind.AttachmentDeleted,
        };

        private HistoryEntry? TellTask(InstanceEvent e, JournalEntry entry)
        {
            switch (e)
            {
                case TaskCreated created:
                    tasks[created.Task.Number] = created.Task;
                    return Automatic(entry, HistoryKind.TaskCreated, created.Task.Title);
                case TaskAssigned assigned:
                    var holder = directory.Person(assigned.Assignee)?.Name;
                    return Line(entry, AssignmentKind(entry, assigned), TaskName(assigned.Task), holder, ReasonOf(entry.Command));
                case TaskUpdated updated:
                    var before = tasks.GetValueOrDefault(updated.Task.Number);
                    tasks[updated.Task.Number] = updated.Task;
                    return TellUpdate(entry, before, updated.Task);
                case TaskEnded ended:
                    var kind = ended.Completed ? HistoryKind.TaskCompleted : HistoryKind.TaskCanceled;
                    return Line(entry, kind, TaskName(ended.Task), ended.Action);
                default:
                    return null;
            }
        }

        private static HistoryKind AssignmentKind(JournalEntry entry, TaskAssigned assigned) => entry.Command switch
        {
            DelegateTask => HistoryKind.TaskDelegated,
            ResolveTask => HistoryKind.TaskResolved,
            _ when assigned.Assignee is null => HistoryKind.TaskUnclaimed,
            _ when assigned.Assignee == entry.Actor.UserId => HistoryKind.TaskClaimed,
            _ => HistoryKind.TaskAssigned,
        };

        private static string? ReasonOf(Command command) => command switch
        {
            AssignTask assign => assign.Reason,
            UnassignTask unassign => unassign.Reason,
            DelegateTask hand => hand.Reason,
            UpdateTask update => update.Reason,
            _ => null,
        };

        private HistoryEntry TellUpdate(JournalEntry entry, UserTask? before, UserTask after)
        {
            var reason = ReasonOf(entry.Command);
            if (before?.FollowUpAt != after.FollowUpAt)
            {
                return Line(entry, HistoryKind.FollowUpSet, after.Title, Instant(after.FollowUpAt), reason);
            }

            return before?.Priority != after.Priority
                ? Line(entry, HistoryKind.PriorityChanged, after.Title, FormattableString.Invariant($"{after.Priority}"), reason)
                : Line(entry, HistoryKind.DueChanged, after.Title, Instant(after.DueAt), reason);
        }

        private HistoryEntry? TellMachine(InstanceEvent e, JournalEntry entry)
        {
            switch (e)
            {
                case ElementActivated activated:
                    elements[activated.Instance] = activated.Element;
                    return null;
                case ElementCompleted completed when elements.Remove(completed.Instance, out var index):
                    var element = graph.Elements[index];
                    return element is { Kind: ElementKind.ServiceTask or ElementKind.SendTask or ElementKind.BusinessRuleTask
                        or ElementKind.CallActivity or ElementKind.ManualTask }
                        ? Automatic(entry, HistoryKind.ElementCompleted, NameOf(index))
                        : null;
                case TimerScheduled scheduled:
                    waits[scheduled.Timer.Number] = NameOf(scheduled.Timer.Element);
                    return null;
                case TimerEnded { Fired: true } fired:
                    return Line(entry, HistoryKind.TimerFired, waits.GetValueOrDefault(fired.Timer));
                case BookmarkOpened opened:
                    waits[opened.Bookmark.Number] = NameOf(opened.Bookmark.Element);
                    return null;
                case BookmarkTriggered { StimulusKey: not 0 } triggered:
                    return Line(entry, HistoryKind.MessageReceived, waits.GetValueOrDefault(triggered.Bookmark));
                case JobCreated created:
                    jobs[created.Job.Number] = NameOf(created.Job.Element);
                    return null;
                case JobFailed failed:
                    return Line(entry, HistoryKind.JobFailed, jobs.GetValueOrDefault(failed.Job), failed.Message);
                case IncidentRaised raised:
                    incidents[raised.Incident.Number] = raised.Incident;
                    return Automatic(entry, HistoryKind.IncidentCreated, NameOf(raised.Incident.Element), raised.Incident.Message);
                case IncidentResolved resolved when incidents.TryGetValue(resolved.Incident, out var incident):
                    return Line(entry, HistoryKind.IncidentResolved, NameOf(incident.Element), incident.Message);
                default:
                    return null;
            }
        }

        private string? TaskName(int? number) => number is { } task ? tasks.GetValueOrDefault(task)?.Title : null;

        private string? NameOf(int element) => graph.Elements[element].Name ?? graph.Elements[element].Id;

        private static string? Instant(DateTimeOffset? time) =>
            time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

        /// <summary>What the engine did in consequence of the step, whoever took it.</summary>
        private HistoryEntry Automatic(JournalEntry entry, HistoryKind kind, string? element = null, string? subject = null) =>
            Line(entry, kind, element, subject) with { By = null, OnBehalfOf = null };

        private HistoryEntry Line(
            JournalEntry entry, HistoryKind kind, string? element = null, string? subject = null, string? reason = null) => new(
            "",
            entry.At,
            kind,
            directory.Person(entry.Actor.UserId),
            directory.Person(entry.Actor.OnBehalfOf),
            element,
            version,
            subject,
            reason);
    }
}
