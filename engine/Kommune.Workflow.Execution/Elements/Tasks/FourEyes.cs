using System.Collections.Immutable;
using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>Four eyes: who did one of the steps a task names may not do that task; the person who really acted counts.</summary>
internal static class FourEyes
{
    /// <summary>Who may not do a task of this element, as things stand.</summary>
    public static ImmutableArray<Doer> BarredFrom(Turn turn, Element task)
    {
        if (task.UserTask is not { FourEyes: { IsEmpty: false } named })
        {
            return [];
        }

        var barred = ImmutableArray.CreateBuilder<Doer>();
        foreach (var doer in turn.State.Doers)
        {
            if (named.Contains(turn.Graph.Elements[doer.Element].Id))
            {
                barred.Add(doer);
            }
        }

        return barred.ToImmutable();
    }

    public static bool Bars(ImmutableArray<Doer> barred, string userId)
    {
        foreach (var doer in barred)
        {
            if (doer.UserId == userId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The refusal for a person who did the other step; null when the person may act.</summary>
    public static Rejection? Refuse(Turn turn, UserTask task, string? userId)
    {
        foreach (var doer in task.Barred)
        {
            if (doer.UserId == userId)
            {
                var other = turn.Graph.Elements[doer.Element];
                return new Rejection(
                    RejectionCode.FourEyes,
                    $"Expected somebody other than the doer of '{other.Id}' for task {task.Number}, but got '{userId}'.",
                    $"Vier-Augen-Prinzip: Wer „{other.Name ?? other.Id}“ erledigt hat, darf „{task.Title}“ nicht bearbeiten.");
            }
        }

        return null;
    }

    /// <summary>Applies the rules of another version to the tasks that are open.</summary>
    public static void Refresh(Turn turn)
    {
        var numbers = turn.State.UserTasks.Keys.ToArray();
        Array.Sort(numbers);
        foreach (var number in numbers)
        {
            var task = turn.State.UserTasks[number];
            var barred = BarredFrom(turn, turn.Graph.Elements[task.Element]);
            if (!barred.AsSpan().SequenceEqual(task.Barred.AsSpan()))
            {
                var assignee = task.Assignee is { } holder && Bars(barred, holder) ? null : task.Assignee;
                turn.Emit(new TaskUpdated(task with { Barred = barred, Assignee = assignee }));
            }
        }
    }

    /// <summary>Somebody did a step: open tasks that name it bar that person from now on, and lose them as assignee.</summary>
    public static void StepDone(Turn turn, int element, string? userId)
    {
        if (userId is null || !turn.Plan.FourEyesWatchers.TryGetValue(element, out var watchers))
        {
            return;
        }

        var numbers = turn.State.UserTasks.Keys.ToArray();
        Array.Sort(numbers);
        foreach (var number in numbers)
        {
            var task = turn.State.UserTasks[number];
            if (!watchers.Contains(task.Element) || task.Barred.Contains(new Doer(userId, element)))
            {
                continue;
            }

            turn.Emit(new TaskUpdated(task with
            {
                Barred = task.Barred.Add(new Doer(userId, element)),
                Assignee = task.Assignee == userId ? null : task.Assignee,
                Owner = task.Owner == userId ? null : task.Owner,
            }));
        }
    }
}
