using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Tells what happened in a sandbox, in sentences.</summary>
internal static class SandboxHistory
{
    /// <summary>Lines of one answer; beyond it the oldest are left out.</summary>
    public const int LinesMax = 1_000;

    public static IReadOnlyList<SandboxEntry> Of(IEnumerable<VirtualInstance> instances)
    {
        var lines = instances.SelectMany((instance, i) => Lines(instance, i + 1)).OrderBy(line => line.At).ToList();
        return lines.Count > LinesMax ? lines[^LinesMax..] : lines;
    }

    private static IEnumerable<SandboxEntry> Lines(VirtualInstance instance, int number)
    {
        var graph = instance.Graph;
        var tasks = new Dictionary<int, UserTask>();
        var jobs = new Dictionary<int, Job>();
        var timers = new Dictionary<int, int>();
        var bookmarks = new Dictionary<int, Bookmark>();
        foreach (var entry in instance.Journal)
        {
            foreach (var e in entry.Events)
            {
                Remember(e);
                if (Tell(e) is var (what, element))
                {
                    var id = element is { } index ? graph.Elements[index].Id : null;
                    yield return new SandboxEntry(entry.At, number, entry.Actor.UserId, id, what);
                }
            }
        }

        void Remember(InstanceEvent e)
        {
            switch (e)
            {
                case TaskCreated created: tasks[created.Task.Number] = created.Task; break;
                case JobCreated created: jobs[created.Job.Number] = created.Job; break;
                case TimerScheduled scheduled: timers[scheduled.Timer.Number] = scheduled.Timer.Element; break;
                case BookmarkOpened opened: bookmarks[opened.Bookmark.Number] = opened.Bookmark; break;
            }
        }

        (string What, int? Element)? Tell(InstanceEvent e) => e switch
        {
            InstanceStarted => ($"Vorgang „{graph.Name ?? graph.ProcessId}“ begonnen", null),
            TaskCreated created => ($"Aufgabe „{created.Task.Title}“ liegt bereit", created.Task.Element),
            TaskEnded { Completed: true } done => ($"Aufgabe „{tasks[done.Task].Title}“ erledigt", tasks[done.Task].Element),
            TaskEnded gone => ($"Aufgabe „{tasks[gone.Task].Title}“ entfallen", tasks[gone.Task].Element),
            JobEnded { Outcome: JobOutcome.Completed } done => ($"Auftrag „{jobs[done.Job].Type}“ ausgeführt", jobs[done.Job].Element),
            JobEnded { Outcome: JobOutcome.Error } failed =>
                ($"Auftrag „{jobs[failed.Job].Type}“ endet mit einem Fehler", jobs[failed.Job].Element),
            TimerEnded { Fired: true } fired => ($"Zeitpunkt „{Name(timers[fired.Timer])}“ erreicht", timers[fired.Timer]),
            BookmarkTriggered { Bookmark: var bookmark } when bookmarks[bookmark].Kind == BookmarkKind.Message =>
                ($"Nachricht „{bookmarks[bookmark].Name}“ eingetroffen", bookmarks[bookmark].Element),
            BookmarkTriggered { Bookmark: var bookmark } when bookmarks[bookmark].Kind == BookmarkKind.Signal =>
                ($"Signal „{bookmarks[bookmark].Name}“ eingetroffen", bookmarks[bookmark].Element),
            FlowTaken taken when graph.Flows[taken.Flow] is { Name: { Length: > 0 } label } flow =>
                ($"Weiter mit „{label}“", flow.Source),
            IncidentRaised raised => ($"Störung: {raised.Incident.Message}", raised.Incident.Element),
            InstanceCompleted => ("Vorgang beendet", null),
            InstanceTerminated => ("Vorgang abgebrochen", null),
            _ => null,
        };

        string Name(int element) => graph.Elements[element].Name ?? graph.Elements[element].Id;
    }
}
