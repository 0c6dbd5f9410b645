using System.Collections.Immutable;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution.Scenarios;

/// <summary>One story about a procedure that a process owner wrote down and that must come true.</summary>
/// <param name="Title">What the story tells, in one sentence.</param>
/// <param name="Line">The line it starts at in its file, 1-based.</param>
/// <param name="BeginsAt">The time on the engine's clock when it begins, UTC.</param>
/// <param name="JobAnswers">By job type: the variables with which a job of this type ends.</param>
/// <param name="Steps">What happens and what is expected, in order.</param>
public sealed record Scenario(
    string Title,
    int Line,
    DateTimeOffset BeginsAt,
    ImmutableDictionary<string, FeelContext> JobAnswers,
    ImmutableArray<ScenarioStep> Steps);

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
public sealed record TaskStep(
    int Line,
    string Task,
    string? CaseName,
    ImmutableArray<string> Groups,
    Period? Due,
    string? Person,
    FeelContext Variables,
    string? Refusal) : ScenarioStep(Line);

/// <summary>Time passes (<c>zeit vergeht</c>).</summary>
public sealed record TimeStep(int Line, Period Period) : ScenarioStep(Line);

/// <summary>A message arrives (<c>nachricht</c>).</summary>
public sealed record MessageStep(int Line, string Name, string? CorrelationKey, FeelContext Variables) : ScenarioStep(Line);

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
