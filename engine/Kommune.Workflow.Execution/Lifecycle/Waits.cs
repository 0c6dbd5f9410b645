using System.Diagnostics.CodeAnalysis;
using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Opens and closes what instances wait for: timers, bookmarks, and the work given to people and workers.</summary>
internal static class Waits
{
    /// <summary>Begins to wait for every event of <paramref name="catcher"/>; null, or what went wrong (German).</summary>
    public static string? Open(Turn turn, ElementInstance waiter, Element catcher)
    {
        for (var i = 0; i < catcher.Events.Length; i++)
        {
            var problem = catcher.Events[i] switch
            {
                MessageEvent message => OpenMessage(turn, waiter, catcher, i, message),
                SignalEvent signal => OpenSignal(turn, waiter, catcher, i, signal),
                TimerEvent timer => OpenTimer(turn, waiter, catcher, i, timer),
                ConditionalEvent condition => OpenCondition(turn, waiter, catcher, i, condition),
                _ => null,
            };
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>Begins to wait for the events attached to an activity.</summary>
    public static string? OpenBoundaries(Turn turn, ElementInstance host, Element element)
    {
        foreach (var boundary in element.BoundaryEvents)
        {
            if (Open(turn, host, turn.Graph.Elements[boundary]) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>Begins to wait for the events that start the event sub-processes of a scope.</summary>
    public static string? OpenEventSubProcesses(Turn turn, ElementInstance scope, Element element)
    {
        foreach (var eventSubProcess in element.EventSubProcesses)
        {
            var start = turn.Graph.Elements[turn.Graph.Elements[eventSubProcess].StartEvent];
            if (Open(turn, scope, start) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>Stops waiting for starts of event sub-processes; events attached to the scope itself stay.</summary>
    public static void CloseEventSubProcesses(Turn turn, ElementInstance scope)
    {
        for (var i = scope.Waits.Count - 1; i >= 0; i--)
        {
            if (turn.Graph.Elements[CatcherOf(turn, scope.Waits[i])].Kind == ElementKind.StartEvent)
            {
                Close(turn, scope.Waits[i]);
            }
        }
    }

    /// <summary>Stops waiting for anything.</summary>
    public static void CloseAll(Turn turn, ElementInstance waiter)
    {
        while (waiter.Waits.Count > 0)
        {
            Close(turn, waiter.Waits[^1]);
        }
    }

    /// <summary>Stops waiting for the events of one catching element.</summary>
    public static void Close(Turn turn, ElementInstance waiter, int catcher)
    {
        for (var i = waiter.Waits.Count - 1; i >= 0; i--)
        {
            if (CatcherOf(turn, waiter.Waits[i]) == catcher)
            {
                Close(turn, waiter.Waits[i]);
            }
        }
    }

    /// <summary>Stops waiting for one event of a catching element.</summary>
    public static void Close(Turn turn, ElementInstance waiter, int catcher, int eventIndex)
    {
        for (var i = waiter.Waits.Count - 1; i >= 0; i--)
        {
            var number = waiter.Waits[i];
            if (CatcherOf(turn, number) == catcher && EventIndexOf(turn, number) == eventIndex)
            {
                Close(turn, number);
            }
        }
    }

    /// <summary>Takes back the job, task or called process of an instance that ends before its time.</summary>
    public static void WithdrawWork(Turn turn, ElementInstance instance)
    {
        if (instance.Job != 0)
        {
            turn.Emit(new JobEnded(instance.Job, JobOutcome.Canceled));
        }

        if (instance.UserTask != 0)
        {
            turn.Emit(new TaskEnded(instance.UserTask, Completed: false, null, null));
        }

        if (instance.Child is { } child)
        {
            turn.Ask(new CancelChild(child));
        }
    }

    /// <summary>The message's correlation key as text; null without one.</summary>
    public static bool TryCorrelationKey(
        Turn turn, int at, MessageEvent message, out string? key, [NotNullWhen(false)] out string? problem)
    {
        key = null;
        problem = null;
        if (message.CorrelationKey is not { } expression)
        {
            return true;
        }

        if (!Evaluation.TryValue(turn, at, expression, out var value, out problem)
            || !Evaluation.TryText(expression, value, out key, out problem))
        {
            return false;
        }

        problem = key is null ? $"Der Korrelationsschlüssel „{expression.Text}“ der Nachricht ist leer." : null;
        return problem is null;
    }

    /// <summary>Plans a timer's next time; with none left it is not planned.</summary>
    public static void Schedule(Turn turn, int waiter, int catcher, int eventIndex, DateTimeOffset dueAt, int repetitionsLeft) =>
        turn.Emit(new TimerScheduled(new Timer(turn.State.NextNumber, waiter, catcher, eventIndex, dueAt, repetitionsLeft)));

    private static string? OpenMessage(Turn turn, ElementInstance waiter, Element catcher, int index, MessageEvent message)
    {
        if (!Evaluation.TryRequiredText(turn, waiter.Number, message.Name, "Der Name der Nachricht", out var name, out var problem)
            || !TryCorrelationKey(turn, waiter.Number, message, out var key, out problem))
        {
            return problem;
        }

        turn.Emit(new BookmarkOpened(new Bookmark(
            turn.State.NextNumber, waiter.Number, catcher.Index, index, BookmarkKind.Message, name, key)));
        return null;
    }

    private static string? OpenSignal(Turn turn, ElementInstance waiter, Element catcher, int index, SignalEvent signal)
    {
        if (!Evaluation.TryRequiredText(turn, waiter.Number, signal.Name, "Der Name des Signals", out var name, out var problem))
        {
            return problem;
        }

        turn.Emit(new BookmarkOpened(new Bookmark(
            turn.State.NextNumber, waiter.Number, catcher.Index, index, BookmarkKind.Signal, name, null)));
        return null;
    }

    private static string? OpenTimer(Turn turn, ElementInstance waiter, Element catcher, int index, TimerEvent timer)
    {
        if (!Evaluation.TryValue(turn, waiter.Number, timer.Value, out var value, out var problem)
            || !TimerSchedule.TryParse(timer.Kind, value, out var schedule, out problem))
        {
            return problem;
        }

        if (schedule.FirstAfter(turn.Now) is { } first)
        {
            Schedule(turn, waiter.Number, catcher.Index, index, first, schedule.RepetitionsLeft);
        }

        return null;
    }

    private static string? OpenCondition(Turn turn, ElementInstance waiter, Element catcher, int index, ConditionalEvent condition)
    {
        var number = turn.State.NextNumber;
        turn.Emit(new BookmarkOpened(new Bookmark(
            number, waiter.Number, catcher.Index, index, BookmarkKind.Condition, condition.Condition.Text, null)));
        (turn.FreshConditions ??= []).Add(number);
        return null;
    }

    private static void Close(Turn turn, int number)
    {
        if (turn.State.Timers.ContainsKey(number))
        {
            turn.Emit(new TimerEnded(number, Fired: false));
        }
        else
        {
            turn.Emit(new BookmarkClosed(number));
        }
    }

    private static int CatcherOf(Turn turn, int number) =>
        turn.State.Timers.TryGetValue(number, out var timer) ? timer.Element : turn.State.Bookmarks[number].Element;

    private static int EventIndexOf(Turn turn, int number) =>
        turn.State.Timers.TryGetValue(number, out var timer) ? timer.EventIndex : turn.State.Bookmarks[number].EventIndex;
}
