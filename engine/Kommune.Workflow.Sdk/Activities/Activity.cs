using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;

namespace Kommune.Workflow.Sdk;

/// <summary>A kind of task whose work is code. Derive from <see cref="Activity{TInputs,TOutputs}"/>.</summary>
public interface IActivity
{
    /// <summary>What people see of it.</summary>
    ActivityDescription Description { get; }

    /// <summary>What it takes.</summary>
    IReadOnlyList<FieldDescription> Inputs { get; }

    /// <summary>What it gives: result variables of the task.</summary>
    IReadOnlyList<FieldDescription> Outputs { get; }

    /// <summary>Does the work once.</summary>
    /// <param name="inputs">One entry an input; others are ignored.</param>
    /// <param name="context">The case and the task.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the program stops, the time for the work is over, or nobody wants it any more: the task or the case was cancelled.
    /// Hand it on to everything that waits.
    /// </param>
    /// <returns>How it went.</returns>
    Task<JobResult> ExecuteAsync(JsonObject inputs, ActivityContext context, CancellationToken cancellationToken);
}

/// <summary>What people see of a kind of task: the designer's palette and property form come from it.</summary>
public sealed record ActivityDescription
{
    /// <summary>Its type, such as <c>http-call</c>: lower-case letters, digits, hyphens, dots and colons; unique.</summary>
    public required string Type { get; init; }

    /// <summary>
    /// From 1. A new version is a new activity beside the old one: running cases keep the version they were modelled with. Raise it when
    /// inputs, outputs or meaning change in a way old models would not survive.
    /// </summary>
    public int Version { get; init; } = 1;

    /// <summary>The German name, such as <c>HTTP-Aufruf</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in one or two German sentences.</summary>
    public required string Description { get; init; }

    /// <summary>
    /// One of <c>gear</c>, <c>mail</c>, <c>globe</c>, <c>document</c>, <c>folder</c>, <c>signal</c>, <c>person</c>, <c>clock</c>,
    /// <c>database</c>, <c>bell</c>; or an SVG as a <c>data:</c> address of at most 10,000 characters.
    /// </summary>
    public string Icon { get; init; } = "gear";

    /// <summary>How it can end beside «done»; empty: only that.</summary>
    public IReadOnlyList<Outcome> Outcomes { get; init; } = [];

    /// <summary>The job type in models: the type alone for version 1, <c>type@2</c> for version 2, and so on.</summary>
    public string JobType => Version == 1 ? Type : FormattableString.Invariant($"{Type}@{Version}");
}

/// <summary>A way an activity can end.</summary>
/// <param name="Code">As the model sees it.</param>
/// <param name="Name">The German name.</param>
/// <param name="IsError">
/// True: an error that the model catches with an error event of this code. False: a normal end; the result variable <c>outcome</c> holds
/// the code, for the gateway that follows.
/// </param>
public sealed record Outcome(string Code, string Name, bool IsError = false);

/// <summary>A kind of task with typed inputs and outputs.</summary>
/// <typeparam name="TInputs">A record whose properties carry <see cref="FieldAttribute"/>.</typeparam>
/// <typeparam name="TOutputs">A record whose properties carry <see cref="FieldAttribute"/>.</typeparam>
public abstract class Activity<TInputs, TOutputs> : IActivity
    where TInputs : class
    where TOutputs : class
{
    /// <inheritdoc/>
    public abstract ActivityDescription Description { get; }

    /// <inheritdoc/>
    public IReadOnlyList<FieldDescription> Inputs => Fields.Of<TInputs>();

    /// <inheritdoc/>
    public IReadOnlyList<FieldDescription> Outputs => Fields.Of<TOutputs>();

    /// <summary>Checks what single inputs cannot; null for nothing. Use FluentValidation's <c>AbstractValidator</c>.</summary>
    protected virtual IValidator<TInputs>? Validator => null;

    /// <inheritdoc/>
    /// <remarks>Invalid inputs are an incident at once: trying again would not help.</remarks>
    public async Task<JobResult> ExecuteAsync(JsonObject inputs, ActivityContext context, CancellationToken cancellationToken)
    {
        var errors = Fields.Read(inputs, Validator, out TInputs? read);
        if (read is null)
        {
            return JobResult.Stuck($"Die Angaben der Aufgabe sind nicht gültig: {string.Join(" ", errors.SelectMany(e => e.Value))}");
        }

        var result = await ExecuteAsync(read, context, cancellationToken).ConfigureAwait(false);
        return result.ToJobResult(Description);
    }

    /// <summary>Does the work once. It may run again with the same <see cref="ActivityContext.IdempotencyKey"/>, after a crash.</summary>
    /// <param name="inputs">The valid inputs.</param>
    /// <param name="context">The case and the task.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the program stops, the time for the work is over, or nobody wants it any more: the task or the case was cancelled.
    /// Hand it on to everything that waits.
    /// </param>
    /// <returns>How it went. An exception counts as failed with its message.</returns>
    protected abstract Task<ActivityResult<TOutputs>> ExecuteAsync(
        TInputs inputs, ActivityContext context, CancellationToken cancellationToken);

    /// <summary>The work is done.</summary>
    /// <param name="outputs">What it gave; null for nothing.</param>
    /// <param name="outcome">The code of one of the described outcomes; null without one.</param>
    protected static ActivityResult<TOutputs> Completed(TOutputs? outputs = null, string? outcome = null) => new(outputs, outcome, null);

    /// <summary>The work ended in a described outcome that is an error.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="message">An explanation; null for none.</param>
    protected static ActivityResult<TOutputs> Error(string code, string? message = null) =>
        new(null, null, JobResult.Error(code, message));

    /// <summary>The work could not be done now; it is tried again until the retries are used up, then a person looks.</summary>
    /// <param name="message">What went wrong, in German.</param>
    /// <param name="retryAfter">How long to wait; null: longer each time.</param>
    protected static ActivityResult<TOutputs> Failed(string message, TimeSpan? retryAfter = null) =>
        new(null, null, JobResult.Failed(message, retryAfter));

    /// <summary>Trying again is useless; a person has to look at once.</summary>
    /// <param name="message">What went wrong, in German.</param>
    protected static ActivityResult<TOutputs> Stuck(string message) => new(null, null, JobResult.Stuck(message));
}

/// <summary>No inputs, or no outputs: <c>Activity&lt;MailInputs, Nothing&gt;</c>.</summary>
public sealed record Nothing;

/// <summary>How an activity went; made with the methods of <see cref="Activity{TInputs,TOutputs}"/>.</summary>
/// <typeparam name="TOutputs">Its outputs.</typeparam>
public sealed class ActivityResult<TOutputs>
    where TOutputs : class
{
    private readonly TOutputs? outputs;
    private readonly string? outcome;
    private readonly JobResult? other;

    internal ActivityResult(TOutputs? outputs, string? outcome, JobResult? other) =>
        (this.outputs, this.outcome, this.other) = (outputs, outcome, other);

    internal JobResult ToJobResult(ActivityDescription description)
    {
        if (other is not null)
        {
            return other;
        }

        if (outcome is not null && description.Outcomes.All(described => described.IsError || described.Code != outcome))
        {
            throw new InvalidOperationException($"Expected an outcome that {description.Type} describes, but got '{outcome}'.");
        }

        var variables = outputs is null ? [] : (JsonObject)JsonSerializer.SerializeToNode(outputs, Fields.Json)!;
        if (outcome is not null)
        {
            variables["outcome"] = outcome;
        }

        return JobResult.Completed(variables);
    }
}

/// <summary>The case and the task an activity works for.</summary>
/// <param name="Job">The job.</param>
public sealed record ActivityContext(JobContext Job)
{
    /// <summary>The same for every attempt at this task: pass it on to systems that know such keys.</summary>
    public string IdempotencyKey => Job.IdempotencyKey;

    /// <summary>The number of this attempt's case; null without one.</summary>
    public string? CaseNumber => Job.CaseNumber;

    /// <summary>
    /// Says how far the work is, to be seen in the case and under Betrieb, and gives it more time: after 5 minutes without a word it is
    /// cancelled and tried again. Call it as often as you like: it never waits, and of several words in a second the last one counts.
    /// </summary>
    /// <param name="share">From 0 to 1; what lies outside counts as the nearer end.</param>
    /// <param name="text">What is done just now, in German, at most 200 characters; null for nothing.</param>
    public void ReportProgress(double share, string? text = null) => Job.Progress(new JobProgress(Math.Clamp(share, 0, 1), text));
}
