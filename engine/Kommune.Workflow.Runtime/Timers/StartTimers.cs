using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Microsoft.Extensions.Logging;

namespace Kommune.Workflow.Runtime;

/// <summary>Starts instances by the timers of start events; each occurrence starts one instance, on whichever node.</summary>
/// <remarks>Occurrences missed while no node ran count as one.</remarks>
internal sealed class StartTimers(
    IDefinitionStore definitions, InstanceStarter starter, EngineClock clock, ILogger<StartTimers> log)
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    /// <summary>Starts everything whose time has come.</summary>
    public async Task FireDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var timer in await definitions.StartTimersAsync(cancellationToken).ConfigureAwait(false))
        {
            if (timer.NextAt <= now)
            {
                await FireAsync(timer, now, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A timer as a deployment stores it; null when its text never comes true.</summary>
    public static StartTimer? Arm(long definitionKey, string tenantId, Element start, int eventIndex, string text, DateTimeOffset now)
    {
        var kind = ((TimerEvent)start.Events[eventIndex]).Kind;
        var (next, remaining) = kind switch
        {
            TimerKind.Date => (IsoInstant.TryParse(text, Berlin, out var at) ? at : (DateTimeOffset?)null, 1),
            TimerKind.Duration => (Period.TryParse(text, out var period) ? period.After(now) : (DateTimeOffset?)null, 1),
            _ => TimerCycle.TryParse(text, Berlin, out var cycle) ? (cycle!.Next(now, Berlin), cycle.Repetitions ?? -1) : (null, 0),
        };
        return next is null || remaining == 0
            ? null
            : new StartTimer(definitionKey, tenantId, start.Id, eventIndex, kind, text, next.Value, remaining);
    }

    private async Task FireAsync(StartTimer timer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var options = new StartOptions
        {
            StartElement = timer.ElementId,
            StartEventIndex = timer.EventIndex,
            CommandId = FormattableString.Invariant(
                $"timer:{timer.DefinitionKey}/{timer.ElementId}/{timer.EventIndex}/{timer.NextAt.ToUnixTimeMilliseconds()}"),
        };
        var outcome = await starter
            .StartAsync(
                timer.TenantId, new ProcessReference.ByKey(timer.DefinitionKey), null, Actor.Engine, options, cancellationToken)
            .ConfigureAwait(false);
        if (outcome.Rejection is { } rejection)
        {
            log.LogWarning("Start timer {Element} started nothing: {Reason}", timer.ElementId, rejection.Message);
        }

        await definitions.AdvanceStartTimerAsync(timer, Next(timer, now), cancellationToken).ConfigureAwait(false);
    }

    private static DateTimeOffset? Next(StartTimer timer, DateTimeOffset now)
    {
        if (timer.Kind != TimerKind.Cycle || timer.Remaining == 1 || !TimerCycle.TryParse(timer.Expression, Berlin, out var cycle))
        {
            return null;
        }

        var next = cycle!.Next(timer.NextAt, Berlin);
        while (next <= now)
        {
            next = cycle.Next(next.Value, Berlin);
        }

        return next;
    }
}
