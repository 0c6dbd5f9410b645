using System.Text.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Runtime;

/// <summary>What the instance is told of a worker's result.</summary>
internal static class JobReport
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BackOffMax = TimeSpan.FromHours(1);

    /// <param name="job">The job's local number.</param>
    /// <param name="retries">Attempts that were left, the one just made included.</param>
    /// <param name="result">How it went.</param>
    public static Command Of(int job, int retries, JobResult result) => result switch
    {
        JobResult.Completion completed => new CompleteJob(job, Context(completed.Variables)),
        JobResult.BusinessError error => new ThrowJobError(job, error.Code, error.Message, Context(error.Variables)),
        JobResult.Failure failed => new FailJob(
            job, failed.Final ? 0 : Math.Max(retries - 1, 0), failed.Message, failed.RetryAfter ?? BackOff(retries)),
        _ => throw new InvalidOperationException($"Expected a known result, but got {result.GetType().Name}."),
    };

    // Fewer retries left means more attempts were made: wait twice as long each time.
    private static TimeSpan BackOff(int retries)
    {
        var factor = Math.Pow(2, Math.Max(0, 3 - retries));
        var backOff = FirstBackOff * factor;
        return backOff < BackOffMax ? backOff : BackOffMax;
    }

    private static FeelContext? Context(JsonObject? variables) =>
        variables is null ? null : (FeelContext)FeelJson.FromElement(JsonSerializer.SerializeToElement(variables));
}
