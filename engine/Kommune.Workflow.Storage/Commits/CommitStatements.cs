using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>Turns a step into the statements that make it durable: the journal entry, and the rows people query.</summary>
/// <remarks>
/// What the step created and what is still there is inserted; what was there before and is touched is updated or deleted; what
/// came and went within the step leaves no row.
/// </remarks>
internal sealed class CommitStatements
{
    private readonly InstanceCommit commit;
    private readonly List<SqlStatement> statements = new(4);
    private readonly HashSet<(char Kind, int Number)> seen = [];
    private readonly HashSet<(int Scope, string Name)> seenVariables = [];

    private CommitStatements(InstanceCommit commit) => this.commit = commit;

    private InstanceState State => commit.State;

    public static List<SqlStatement> Of(InstanceCommit commit)
    {
        var building = new CommitStatements(commit);
        building.AddInstance();
        building.AddJournal();
        building.AddRows();
        return building.statements;
    }

    private void AddInstance()
    {
        if (commit.EarlierEntries == 0)
        {
            Add(InstanceSql.Insert(commit));
            return;
        }

        var status = commit.Entry.Events.Any(e =>
            e is InstanceCompleted or InstanceTerminated or InstanceMigrated or IncidentRaised or IncidentResolved or InstanceTitled);
        Add(status ? InstanceSql.Update(commit) : InstanceSql.UpdateHead(commit));
    }

    private void AddJournal()
    {
        if (commit.CommandId is { } commandId)
        {
            Add(InstanceSql.InsertCommandId(commit, commandId));
        }

        Add(InstanceSql.InsertJournal(commit));
        if (commit.Entry.Command is CorrelateMessage correlation)
        {
            Add(CorrelationSql.Insert(commit, correlation));
        }

        if (commit.Snapshot is { } snapshot)
        {
            Add(InstanceSql.UpsertSnapshot(commit, snapshot));
        }

        for (var i = 0; i < commit.Effects.Count; i++)
        {
            Add(OutboxSql.Insert(new PendingEffect(commit.TenantId, commit.Position, i, commit.Effects[i], commit.Entry.At)));
        }
    }

    private void AddRows()
    {
        foreach (var e in commit.Entry.Events)
        {
            switch (e)
            {
                case ElementActivated activated: AddElement(activated.Instance); break;
                case ElementCompleted completed: AddElement(completed.Instance); break;
                case ElementTerminated terminated: AddElement(terminated.Instance); break;
                case VariableSet set: AddVariable(set); break;
                case InstanceMigrated: AddMigrated(); break;
                default: AddWait(e); break;
            }
        }
    }

    private void AddWait(InstanceEvent e)
    {
        switch (e)
        {
            case JobCreated created: AddJob(created.Job.Number); break;
            case JobLocked locked: AddJob(locked.Job); break;
            case JobFailed failed: AddJob(failed.Job); break;
            case JobUpdated updated: AddJob(updated.Job); break;
            case JobEnded ended: AddJob(ended.Job); break;
            case TaskCreated created: AddTask(created.Task.Number); break;
            case TaskAssigned assigned: AddTask(assigned.Task); break;
            case TaskUpdated updated: AddTask(updated.Task.Number); break;
            case TaskEnded ended: AddTaskEnd(ended); break;
            case TimerScheduled scheduled: AddTimer(scheduled.Timer.Number); break;
            case TimerEnded ended: AddTimer(ended.Timer); break;
            case BookmarkOpened opened: AddBookmark(opened.Bookmark.Number); break;
            case BookmarkClosed closed: AddBookmark(closed.Bookmark); break;
            case IncidentRaised raised: AddIncident(raised.Incident); break;
            case IncidentResolved resolved: AddIncidentEnd(resolved.Incident); break;
        }
    }

    private bool IsNew(int number) => number >= commit.FirstNewNumber;

    private void AddElement(int number)
    {
        // The process itself is the instance's row.
        if (number == 0 || !seen.Add(('e', number)))
        {
            return;
        }

        if (State.ElementInstances.TryGetValue(number, out var element))
        {
            if (IsNew(number))
            {
                Add(WaitingSql.InsertElement(commit, element));
            }
        }
        else if (!IsNew(number))
        {
            Add(WaitingSql.DeleteElement(commit.Key.Inner(number)));
            Add(WaitingSql.DeleteVariables(commit.Key.Inner(number)));
        }
    }

    private void AddVariable(VariableSet set)
    {
        if (!seenVariables.Add((set.Scope, set.Name)))
        {
            return;
        }

        var variables = set.Scope == 0
            ? State.Variables
            : State.ElementInstances.TryGetValue(set.Scope, out var scope) ? scope.Variables : null;
        if (variables is not null && variables.TryGet(set.Name, out var value))
        {
            Add(WaitingSql.UpsertVariable(commit, set.Scope, set.Name, value));
        }
    }

    private void AddJob(int number)
    {
        if (!seen.Add(('j', number)))
        {
            return;
        }

        if (State.Jobs.TryGetValue(number, out var job))
        {
            Add(IsNew(number) ? WaitingSql.InsertJob(commit, job) : WaitingSql.UpdateJob(commit, job));
        }
        else if (!IsNew(number))
        {
            Add(WaitingSql.DeleteJob(commit.Key.Inner(number)));
        }
    }

    private void AddTask(int number)
    {
        if (!State.UserTasks.TryGetValue(number, out var task) || !seen.Add(('t', number)))
        {
            return;
        }

        Add(IsNew(number) ? TaskSql.Insert(commit, task) : TaskSql.Update(commit, task));
        statements.AddRange(IsNew(number) ? TaskSql.InsertCandidates(commit, task) : TaskSql.ReplaceCandidates(commit, task));
    }

    private void AddTaskEnd(TaskEnded ended)
    {
        if (IsNew(ended.Task))
        {
            return;
        }

        Add(TaskSql.End(commit, ended));
        Add(TaskSql.DeleteCandidates(commit.Key.Inner(ended.Task)));
    }

    private void AddTimer(int number)
    {
        if (!seen.Add(('d', number)))
        {
            return;
        }

        if (State.Timers.TryGetValue(number, out var timer))
        {
            Add(WaitingSql.InsertTimer(commit, timer));
        }
        else if (!IsNew(number))
        {
            Add(WaitingSql.DeleteTimer(commit.Key.Inner(number)));
        }
    }

    private void AddBookmark(int number)
    {
        if (!seen.Add(('b', number)))
        {
            return;
        }

        if (State.Bookmarks.TryGetValue(number, out var bookmark))
        {
            if (bookmark.Kind != BookmarkKind.Condition)
            {
                Add(WaitingSql.InsertBookmark(commit, bookmark));
            }
        }
        else if (!IsNew(number))
        {
            Add(WaitingSql.DeleteBookmark(commit.Key.Inner(number)));
        }
    }

    private void AddIncident(Incident incident)
    {
        if (!State.Incidents.ContainsKey(incident.Number))
        {
            return;
        }

        Add(IncidentSql.Insert(commit, incident));
        Add(IncidentSql.MarkElement(commit.Key.Inner(incident.ElementInstance), marked: true));
    }

    private void AddIncidentEnd(int number)
    {
        if (!IsNew(number))
        {
            Add(IncidentSql.UnmarkElementOf(commit.Key.Inner(number)));
            Add(IncidentSql.Resolve(commit, number));
        }
    }

    // Everything that still waits belongs to the new version now.
    private void AddMigrated()
    {
        foreach (var element in State.ElementInstances.Values.Where(element => element.Number > 0 && !IsNew(element.Number)))
        {
            Add(WaitingSql.MoveElement(commit, element));
        }

        foreach (var task in State.UserTasks.Values.Where(task => !IsNew(task.Number)))
        {
            Add(TaskSql.Move(commit, task));
        }

        foreach (var job in State.Jobs.Values.Where(job => !IsNew(job.Number)))
        {
            Add(WaitingSql.MoveJob(commit, job));
        }

        foreach (var incident in State.Incidents.Values.Where(incident => !IsNew(incident.Number)))
        {
            Add(IncidentSql.Move(commit, incident));
        }
    }

    private void Add(SqlStatement statement) => statements.Add(statement);
}
