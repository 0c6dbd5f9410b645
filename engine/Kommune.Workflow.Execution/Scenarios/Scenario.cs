using System.Collections.Immutable;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution.Scenarios;

/// <summary>One story about a procedure that a process owner wrote down and that must come true.</summary>
/// <param name="Title">What the story tells, in one sentence.</param>
/// <param name="Line">The line it starts at in its file, 1-based.</param>
/// <param name="BeginsAt">The time on the engine's clock when it begins, UTC.</param>
/// <param name="Jobs">Who does the machine work.</param>
/// <param name="Steps">What happens and what is expected, in order.</param>
public sealed record Scenario(
    string Title,
    int Line,
    DateTimeOffset BeginsAt,
    ScenarioJobRule Jobs,
    ImmutableArray<ScenarioStep> Steps);

/// <summary>Who does the machine work of a scenario.</summary>
/// <param name="ByHand">True: each job waits for a step that does it (<c>auftrag ausführen</c>). False: all are done at once.</param>
/// <param name="Answers">By job type: the variables with which a job that is done at once ends; others end without.</param>
public sealed record ScenarioJobRule(bool ByHand, ImmutableDictionary<string, FeelContext> Answers)
{
    public static ScenarioJobRule AtOnce { get; } = new(false, ImmutableDictionary<string, FeelContext>.Empty);

    public static ScenarioJobRule EachByHand { get; } = new(true, ImmutableDictionary<string, FeelContext>.Empty);
}

/// <summary>One line of the story.</summary>
/// <param name="Line">Where it stands in its file, 1-based.</param>
public abstract record ScenarioStep(int Line);

/// <summary>Somebody starts a case (<c>start</c>).</summary>
/// <remarks><c>Refusal</c>: a part of the expected refusal; empty for any; null when it must be accepted.</remarks>
public sealed record StartStep(
    int Line, string ProcessId, string? CaseName, string? Person, FeelContext Variables, string? Refusal) : ScenarioStep(Line);

/// <summary>A case began by itself, by a schedule or a message (<c>begonnen</c>): it gets a name for the steps that follow.</summary>
public sealed record BegunStep(int Line, string ProcessId, string? CaseName) : ScenarioStep(Line);

/// <summary>A task is open (<c>aufgabe</c>), for these groups; and somebody completes it.</summary>
/// <param name="Line">Where it stands in its file, 1-based.</param>
/// <param name="Task">The task's title, or its name or id in the model.</param>
/// <param name="CaseName">The case it belongs to; null: the one spoken of last.</param>
/// <param name="Groups">The groups it must be offered to; empty: not checked.</param>
/// <param name="Due">How long after the task's creation it must be due; null: not checked.</param>
/// <param name="Person">Who completes it; null: it only has to be there.</param>
/// <param name="Variables">What the person enters.</param>
/// <param name="Refusal">A part of the expected refusal; empty for any; null when it must be accepted.</param>
/// <param name="Number">Which of several open tasks of that name, from 1 in the order they came; null: there is only one.</param>
public sealed record TaskStep(
    int Line,
    string Task,
    string? CaseName,
    ImmutableArray<string> Groups,
    Period? Due,
    string? Person,
    FeelContext Variables,
    string? Refusal,
    int? Number = null) : ScenarioStep(Line);

/// <summary>Time passes (<c>zeit vergeht</c>).</summary>
public sealed record TimeStep(int Line, Period Period) : ScenarioStep(Line);

/// <summary>A message arrives (<c>nachricht</c>).</summary>
public sealed record MessageStep(int Line, string Name, string? CorrelationKey, FeelContext Variables) : ScenarioStep(Line);

/// <summary>A signal is broadcast (<c>signal</c>).</summary>
public sealed record SignalStep(int Line, string Name, FeelContext Variables) : ScenarioStep(Line);

/// <summary>The oldest waiting job of a type is done (<c>auftrag ausführen</c>), where jobs are done by hand.</summary>
/// <param name="Line">Where it stands in its file, 1-based.</param>
/// <param name="Type">The job's type.</param>
/// <param name="CaseName">The case it belongs to; null: the one spoken of last.</param>
/// <param name="Result">The variables with which it ends.</param>
/// <param name="ErrorCode">It ends with this BPMN error instead; null: it does not.</param>
/// <param name="Failure">It fails for good with this message instead: the case is stuck; null: it does not.</param>
public sealed record DoJobStep(
    int Line, string Type, string? CaseName, FeelContext Result, string? ErrorCode, string? Failure) : ScenarioStep(Line);

/// <summary>The engine did, or tried, a piece of machine work (<c>auftrag</c>); each one is accounted for once.</summary>
/// <remarks><c>With</c>: what the job must have been given at least.</remarks>
public sealed record JobStep(int Line, string Type, string? CaseName, FeelContext With) : ScenarioStep(Line);

/// <summary>How the case stands now (<c>erwarte</c>).</summary>
/// <param name="Line">Where it stands in its file, 1-based.</param>
/// <param name="CaseName">The case; null: the one spoken of last.</param>
/// <param name="Tasks">All open tasks of the case; null: not checked.</param>
/// <param name="Ended">Whether the case is over; null: not checked.</param>
/// <param name="Incident">Whether it is stuck; null: not checked.</param>
/// <param name="Variables">Variables of the case with their expected values.</param>
public sealed record ExpectStep(
    int Line,
    string? CaseName,
    ImmutableArray<string>? Tasks,
    bool? Ended,
    bool? Incident,
    FeelContext Variables) : ScenarioStep(Line);

/// <summary>A scenario file is not written as the format asks.</summary>
/// <param name="line">The line, 1-based; 0 when unknown.</param>
/// <param name="message">What is wrong and what to write instead, in German.</param>
public sealed class ScenarioFormatException(int line, string message) : Exception($"Zeile {line}: {message}")
{
    public int Line => line;

    /// <summary>The message without the line.</summary>
    public string Reason => message;
}
