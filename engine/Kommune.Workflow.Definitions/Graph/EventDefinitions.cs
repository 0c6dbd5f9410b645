using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions;

/// <summary>What an event waits for or throws.</summary>
public abstract record EventDefinition;

/// <summary>A message. Without a correlation key it correlates by its name alone.</summary>
/// <param name="Name">The message's name; fixed, or computed when the element is entered.</param>
/// <param name="CorrelationKey">Computed when the wait begins, or when the message is thrown.</param>
/// <param name="TimeToLive">Only for throwing: how long the message waits for a receiver. ISO 8601 duration; one hour without.</param>
public sealed record MessageEvent(TextValue Name, FeelExpression? CorrelationKey, TextValue? TimeToLive = null)
    : EventDefinition
{
    /// <summary>Only for catching: must be true for the event to take a message; sees the message's variables. Null: takes each.</summary>
    public FeelExpression? Condition { get; init; }

    /// <summary>Whether a start event takes a message with these variables.</summary>
    public bool StartsWith(FeelContext variables, DateTimeOffset now)
    {
        try
        {
            return Condition is null || Condition.Evaluate(new FeelScope(variables, now)) is FeelBoolean { Value: true };
        }
        catch (FeelLimitException)
        {
            return false; // A condition that cannot be evaluated does not hold.
        }
    }
}

/// <summary>A point in time, a duration or a cycle (ISO 8601, <c>R3/PT10M</c>, or a cron expression).</summary>
public sealed record TimerEvent(TimerKind Kind, TextValue Value) : EventDefinition;

public enum TimerKind : byte
{
    Date,
    Duration,
    Cycle,
}

public sealed record SignalEvent(TextValue Name) : EventDefinition;

/// <summary>An error; catching with a null code catches every error.</summary>
public sealed record ErrorEvent(TextValue? Code, string? CodeVariable = null, string? MessageVariable = null) : EventDefinition
{
    /// <summary>Only for throwing: what people read about it.</summary>
    public TextValue? Message { get; init; }
}

/// <summary>An escalation; catching with a null code catches every escalation.</summary>
public sealed record EscalationEvent(TextValue? Code, string? CodeVariable = null) : EventDefinition;

/// <summary>Occurs once when the condition becomes true; asked again after each change of a variable it reads.</summary>
public sealed record ConditionalEvent(FeelExpression Condition) : EventDefinition;

/// <summary>Jumps from a throwing to the catching link event of the same name in the same container.</summary>
/// <param name="Name">The link's name.</param>
/// <param name="Target">The catching event's index, for a throwing link.</param>
public sealed record LinkEvent(string Name, int Target) : EventDefinition;

/// <summary>Ends everything else in the container it stands in.</summary>
/// <param name="WholeInstance">Whether the process completes with it, however deep it stands.</param>
public sealed record TerminateEvent(bool WholeInstance = false) : EventDefinition;

/// <summary>Leaves the innermost loop around it: the loop completes, its rounds end.</summary>
public sealed record BreakEvent : EventDefinition;

/// <summary>Compensates one activity, or everything completed in the scope.</summary>
/// <param name="Activity">The activity's index or <see cref="Element.None"/> for all.</param>
/// <param name="WaitForCompletion">Whether the thrower waits for the handlers.</param>
public sealed record CompensateEvent(int Activity, bool WaitForCompletion) : EventDefinition;

/// <summary>Cancels the transaction it stands in (end), or catches that (boundary).</summary>
public sealed record CancelEvent : EventDefinition;
