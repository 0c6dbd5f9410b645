using System.Text.Json.Serialization;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Which decision to evaluate, the latest with an id or one version by its key, over which variables.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DecisionEvaluationInstruction
{
    public string? DecisionDefinitionId { get; init; }
    public string? DecisionDefinitionKey { get; init; }

    [JsonConverter(typeof(VariablesJson))]
    public FeelContext? Variables { get; init; }
    public string? TenantId { get; init; }
}

/// <summary>What a decision gave; outputs are JSON inside a text. Evaluations are not kept.</summary>
public sealed record EvaluateDecisionResult(
    string DecisionDefinitionKey,
    string DecisionDefinitionId,
    string DecisionDefinitionName,
    int DecisionDefinitionVersion,
    string DecisionRequirementsKey,
    string DecisionRequirementsId,
    string DecisionEvaluationKey,
    string DecisionInstanceKey,
    string Output,
    string? FailedDecisionDefinitionId,
    string? FailureMessage,
    IReadOnlyList<EvaluatedDecision> EvaluatedDecisions,
    string TenantId);

/// <summary>The decision asked for, with its output; rules and inputs on the way are not told.</summary>
public sealed record EvaluatedDecision(
    string DecisionDefinitionKey,
    string DecisionDefinitionId,
    string DecisionDefinitionName,
    int DecisionDefinitionVersion,
    string DecisionDefinitionType,
    string DecisionEvaluationInstanceKey,
    string Output,
    IReadOnlyList<MatchedRule> MatchedRules,
    IReadOnlyList<EvaluatedInput> EvaluatedInputs,
    string TenantId);

public sealed record MatchedRule(string RuleId, int RuleIndex, IReadOnlyList<EvaluatedOutput> EvaluatedOutputs);

public sealed record EvaluatedOutput(string OutputId, string OutputName, string OutputValue, string? RuleId, int? RuleIndex);

public sealed record EvaluatedInput(string InputId, string InputName, string InputValue);

internal static class EvaluateDecision
{
    public static async Task<EvaluateDecisionResult> AnswerAsync(
        CommandSender sender,
        WorkflowDbContext database,
        KeySource keys,
        EngineClock clock,
        DecisionEvaluationInstruction wish,
        CancellationToken cancellation)
    {
        sender.Caller.Require(Permissions.Integration, Permissions.Operations);
        sender.RequireTenant(wish.TenantId);
        var view = await FindAsync(database, wish, cancellation);
        var content = await database.Resources.AsNoTracking()
            .Where(r => r.Key == view.Decision.ResourceKey).Select(r => r.Content).SingleAsync(cancellation);
        var decision = DmnModel.Compile(new MemoryStream(content)).FindDecision(view.Decision.DecisionId)!;
        var (output, failure) = Evaluate(decision, new FeelScope(wish.Variables ?? FeelContext.Empty, clock.GetUtcNow()));
        var evaluationKey = ClusterKey.Text((await keys.NextAsync(cancellation)).Value);
        return Show(DecisionDefinitionResult.Of(view), evaluationKey, output, failure);
    }

    private static (string Output, string? Failure) Evaluate(DmnDecision decision, FeelScope scope)
    {
        try
        {
            return (FeelJson.ToJson(decision.Evaluate(scope).ToJsonValue()), null);
        }
        catch (FeelFailureException e)
        {
            return ("null", e.Message);
        }
    }

    private static EvaluateDecisionResult Show(DecisionDefinitionResult decision, string evaluationKey, string output, string? failure) =>
        new(
            decision.DecisionDefinitionKey,
            decision.DecisionDefinitionId,
            decision.Name,
            decision.Version,
            decision.DecisionRequirementsKey,
            decision.DecisionRequirementsId,
            evaluationKey,
            evaluationKey,
            output,
            failure is null ? null : decision.DecisionDefinitionId,
            failure,
            [
                new EvaluatedDecision(
                    decision.DecisionDefinitionKey,
                    decision.DecisionDefinitionId,
                    decision.Name,
                    decision.Version,
                    DecisionDefinitionType: "UNSPECIFIED",
                    DecisionEvaluationInstanceKey: $"{evaluationKey}-1",
                    output,
                    MatchedRules: [],
                    EvaluatedInputs: [],
                    decision.TenantId),
            ],
            decision.TenantId);

    private static async Task<DecisionView> FindAsync(
        WorkflowDbContext database, DecisionEvaluationInstruction wish, CancellationToken cancellation)
    {
        if (wish.DecisionDefinitionId is null == wish.DecisionDefinitionKey is null)
        {
            throw Problem.Invalid("Expected either decisionDefinitionId or decisionDefinitionKey, but found both or none.");
        }

        if (wish.DecisionDefinitionKey is { } key)
        {
            return await DecisionEndpoints.FindAsync(database, key, cancellation);
        }

        return await DecisionEndpoints.Views(database)
            .SingleOrDefaultAsync(v => v.Decision.DecisionId == wish.DecisionDefinitionId && v.Decision.Latest, cancellation)
            ?? throw Problem.NotFound("a decision definition", wish.DecisionDefinitionId!);
    }
}
