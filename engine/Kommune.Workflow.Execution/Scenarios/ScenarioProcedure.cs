using System.Collections.Immutable;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution.Scenarios;

/// <summary>The procedure a scenario is played on.</summary>
/// <param name="Processes">Its processes, deployed together.</param>
/// <param name="CheckForm">Checks what people enter; null: everything is accepted as it is.</param>
/// <param name="Decisions">Finds its decisions; null: there are none.</param>
public sealed record ScenarioProcedure(
    ImmutableArray<ProcessGraph> Processes, CheckForm? CheckForm = null, FindDecision? Decisions = null);

/// <summary>Checks answers against a form.</summary>
/// <param name="formId">The form's id; unknown to the procedure is a problem, too.</param>
/// <param name="answers">What the person enters.</param>
public delegate CheckedAnswers CheckForm(string formId, FeelContext answers);

/// <param name="Kept">The answers as the engine gets them.</param>
/// <param name="Problems">What is wrong, in German; empty when the answers are accepted.</param>
public sealed record CheckedAnswers(FeelContext Kept, ImmutableArray<string> Problems);

/// <summary>How a scenario went.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Line">The step that was not as told; 0 when all were.</param>
/// <param name="Deviation">What was expected and what happened instead, in German; null when all is well.</param>
/// <param name="Coverage">Where its cases went.</param>
public sealed record ScenarioOutcome(Scenario Scenario, int Line, string? Deviation, ScenarioCoverage Coverage)
{
    public bool IsFulfilled => Deviation is null;
}

/// <summary>A step did not go as told.</summary>
internal sealed class DeviationException(int line, string message) : Exception(message)
{
    public int Line => line;
}
