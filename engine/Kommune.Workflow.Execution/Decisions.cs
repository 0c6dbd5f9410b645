using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Finds the decision a business rule task calls, or null when there is none.</summary>
/// <param name="decisionId">The decision's id.</param>
/// <param name="binding">Which version is meant; <see cref="Binding.Deployment"/>: as deployed with the running definition.</param>
/// <param name="versionTag">The tag, for <see cref="Binding.VersionTag"/>.</param>
public delegate CalledDecision? FindDecision(string decisionId, Binding binding, string? versionTag);

/// <summary>A decision as found for a call.</summary>
/// <param name="DefinitionKey">The key of the decision's definition version, for the record.</param>
/// <param name="Evaluate">Its value over the variables the environment gives; pure.</param>
public sealed record CalledDecision(long DefinitionKey, Func<FeelEnvironment, DecisionResult> Evaluate)
{
    /// <summary>A decision of a compiled DMN document.</summary>
    public static CalledDecision Of(long definitionKey, DmnDecision decision) => new(definitionKey, environment =>
    {
        try
        {
            return new DecisionResult(decision.Evaluate(environment));
        }
        catch (FeelFailureException failure)
        {
            return new DecisionResult(FeelNull.Instance, failure.Message);
        }
    });
}

/// <summary>A decision's value, or why there is none.</summary>
public sealed record DecisionResult(FeelValue Value, string? Problem = null);

/// <summary>Finds the graph of another version, to migrate to; null when there is none.</summary>
public delegate ProcessGraph? FindGraph(long definitionKey);
