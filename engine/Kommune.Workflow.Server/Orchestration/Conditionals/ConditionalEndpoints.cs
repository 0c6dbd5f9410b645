using System.Text.Json.Serialization;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Variables for the conditions of start events, of one version or of the latest version of every process.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ConditionalEvaluationInstruction
{
    public string? ProcessDefinitionKey { get; init; }

    /// <summary>What the conditions see, and what the instances get.</summary>
    [JsonConverter(typeof(VariablesJson))]
    public required FeelContext Variables { get; init; }
    public string? TenantId { get; init; }
}

public sealed record EvaluateConditionalResult(
    string ConditionalEvaluationKey, string TenantId, IReadOnlyList<ProcessInstanceReference> ProcessInstances);

public sealed record ProcessInstanceReference(string ProcessDefinitionKey, string ProcessInstanceKey);

internal static class ConditionalEndpoints
{
    public static void Map(RouteGroupBuilder v2) => v2.MapPost("/conditionals/evaluation", EvaluateAsync).WithTags("Conditional")
        .WithName("evaluateConditionals").WithSummary("Start the processes whose conditional start event holds");

    private static async Task<EvaluateConditionalResult> EvaluateAsync(
        CommandSender sender, KeySource keys, ConditionalEvaluationInstruction wish, CancellationToken cancellation)
    {
        sender.Caller.Require(Permissions.Integration, Permissions.Operations);
        sender.RequireTenant(wish.TenantId);
        long? definitionKey = wish.ProcessDefinitionKey is null
            ? null
            : ClusterKey.Parse(wish.ProcessDefinitionKey, "processDefinitionKey");
        var outcomes = await sender.Engine.EvaluateConditionsAsync(
            sender.TenantId, definitionKey, wish.Variables, sender.Caller.Actor, sender.CommandId, cancellation)
            ?? throw Problem.NotFound("a process definition", wish.ProcessDefinitionKey!);
        if (outcomes.FirstOrDefault(outcome => !outcome.Accepted)?.Rejection is { } rejection)
        {
            throw Problem.From(rejection);
        }

        return new EvaluateConditionalResult(
            ClusterKey.Text((await keys.NextAsync(cancellation)).Value),
            sender.TenantId,
            [.. outcomes.Select(o => new ProcessInstanceReference(ClusterKey.Text(o.Definition!.Key), o.Instance.ToString()))]);
    }
}
