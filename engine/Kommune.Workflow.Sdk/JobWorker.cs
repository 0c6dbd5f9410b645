using System.Text.Json.Nodes;

namespace Kommune.Workflow.Sdk;

/// <summary>Does the work behind a task inside the program: jobs of one type.</summary>
/// <remarks>
/// A job is done at least once: after a crash it may be done again, with the same <see cref="JobContext.IdempotencyKey"/>.
/// </remarks>
public interface IJobWorker
{
    /// <summary>The job type it does, as models name it.</summary>
    string Type { get; }

    /// <summary>Does one job; several may run at the same time.</summary>
    /// <param name="job">What to do.</param>
    /// <param name="cancellationToken">Cancelled when the program stops, the job's lease ends, or the job was cancelled.</param>
    /// <returns>How it went. An exception counts as <see cref="JobResult.Failed"/> with its message.</returns>
    Task<JobResult> ExecuteAsync(JobContext job, CancellationToken cancellationToken);
}

/// <summary>A job as its worker sees it.</summary>
public sealed record JobContext
{
    /// <summary>The municipality's id; <c>&lt;default&gt;</c> where there is one.</summary>
    public required string TenantId { get; init; }

    /// <summary>The job's key.</summary>
    public required long JobKey { get; init; }

    /// <summary>The same for every attempt at this job: pass it on to systems that know such keys.</summary>
    public string IdempotencyKey => FormattableString.Invariant($"job:{JobKey}");

    /// <summary>The key of the case.</summary>
    public required long InstanceKey { get; init; }

    /// <summary>The id of the process.</summary>
    public required string ProcessId { get; init; }

    /// <summary>The version of the process, from 1.</summary>
    public required int ProcessVersion { get; init; }

    /// <summary>The id of the task in the model.</summary>
    public required string ElementId { get; init; }

    /// <summary>The key of this activation of the task.</summary>
    public required long ElementInstanceKey { get; init; }

    /// <summary>The number people use for the case; null without one.</summary>
    public required string? CaseNumber { get; init; }

    /// <summary>Fixed settings from the model.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Attempts left, this one included.</summary>
    public required int Retries { get; init; }

    /// <summary>The variables the task sees; changing this object changes nothing elsewhere.</summary>
    public required JsonObject Variables { get; init; }

    /// <summary>Takes word of how far the work is; each word extends the job's lease. Never waits, never throws.</summary>
    public Action<JobProgress> Progress { get; init; } = _ => { };
}

/// <summary>How far a job is.</summary>
/// <param name="Share">From 0 to 1.</param>
/// <param name="Text">What is done just now, in German; null for nothing.</param>
public sealed record JobProgress(double Share, string? Text);

/// <summary>How a job went.</summary>
public abstract record JobResult
{
    private JobResult()
    {
    }

    /// <summary>The work is done.</summary>
    /// <param name="variables">Result variables; null for none.</param>
    public static JobResult Completed(JsonObject? variables = null) => new Completion(variables);

    /// <summary>The work could not be done now; it is tried again until the retries are used up, then a person looks.</summary>
    /// <param name="message">What went wrong, for that person.</param>
    /// <param name="retryAfter">How long to wait; null: longer each time.</param>
    public static JobResult Failed(string message, TimeSpan? retryAfter = null) => new Failure(message, retryAfter, Final: false);

    /// <summary>Trying again is useless; a person has to look at once.</summary>
    /// <param name="message">What went wrong, for that person.</param>
    public static JobResult Stuck(string message) => new Failure(message, null, Final: true);

    /// <summary>The work ended in an error that the model handles with an error event.</summary>
    /// <param name="code">The error's code in the model.</param>
    /// <param name="message">An explanation; null for none.</param>
    /// <param name="variables">Variables for the handling path; null for none.</param>
    public static JobResult Error(string code, string? message = null, JsonObject? variables = null) =>
        new BusinessError(code, message, variables);

    /// <summary>See <see cref="Completed"/>.</summary>
    public sealed record Completion(JsonObject? Variables) : JobResult;

    /// <summary>See <see cref="Failed"/> and <see cref="Stuck"/>.</summary>
    public sealed record Failure(string Message, TimeSpan? RetryAfter, bool Final) : JobResult;

    /// <summary>See <see cref="Error"/>.</summary>
    public sealed record BusinessError(string Code, string? Message, JsonObject? Variables) : JobResult;
}
