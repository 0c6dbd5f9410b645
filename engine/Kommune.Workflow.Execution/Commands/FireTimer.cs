using Kommune.Workflow.Definitions;
using MessagePack;

namespace Kommune.Workflow.Execution;

[MessagePackObject]
public sealed record FireTimer([property: Key(0)] int Timer) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        if (!turn.State.Timers.TryGetValue(Timer, out var timer))
        {
            return Refusal.NotFound($"Expected timer {Timer} to be waiting, but it is not.", "Dieser Zeitgeber wartet nicht mehr.");
        }

        var waiter = turn.State.Get(timer.ElementInstance);
        var catcher = turn.Graph.Elements[timer.Element];
        turn.Emit(new TimerEnded(Timer, Fired: true));
        if (!catcher.Interrupting && timer.RepetitionsLeft != 0)
        {
            ScheduleNext(turn, timer, (TimerEvent)catcher.Events[timer.EventIndex]);
        }

        Occurrence.Of(turn, waiter, catcher, timer.EventIndex, null);
        return null;
    }

    // The next time follows from the planned one: a timer that fires late does not shift the others.
    private static void ScheduleNext(Turn turn, Timer timer, TimerEvent definition)
    {
        if (Evaluation.TryValue(turn, timer.ElementInstance, definition.Value, out var value, out _)
            && TimerSchedule.TryParse(definition.Kind, value, out var schedule, out _)
            && schedule.NextAfter(timer.DueAt) is { } next)
        {
            var left = timer.RepetitionsLeft < 0 ? timer.RepetitionsLeft : timer.RepetitionsLeft - 1;
            Waits.Schedule(turn, timer.ElementInstance, timer.Element, timer.EventIndex, next, left);
        }
    }
}
