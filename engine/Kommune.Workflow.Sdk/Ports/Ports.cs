using System.Data.Common;
using System.Text.Json.Nodes;

namespace Kommune.Workflow.Sdk;

/// <summary>Starts and resumes processes. What is answered is durable.</summary>
/// <remarks>
/// Every call carries an idempotency key, unique for the fact it tells within the plugin: the same key again, within 30 days, changes
/// nothing. So a plugin acknowledges its source after the call, and repeats the call after a crash.
/// </remarks>
public interface IProcesses
{
    /// <summary>Starts a case of the latest version of a process.</summary>
    /// <param name="processId">The id of the process.</param>
    /// <param name="variables">What it starts with; null for nothing.</param>
    /// <param name="idempotencyKey">The key of the fact, at most 200 characters.</param>
    /// <param name="cancellationToken">Gives up waiting; the case may have been started.</param>
    /// <returns>The key of the case, the first one for a repeated call; null when no such process is deployed.</returns>
    /// <exception cref="PluginException">The process refuses to start so; the message says why.</exception>
    Task<long?> StartAsync(string processId, JsonObject? variables, string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>Publishes a message to the cases that wait for it, the processes it starts and, for a time, those that will wait.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Gives up waiting; the message may have been published.</param>
    Task PublishAsync(ProcessMessage message, CancellationToken cancellationToken);

    /// <summary>Raises a stimulus: starts the processes and resumes the cases whose events of this kind take it.</summary>
    /// <param name="stimulus">The stimulus.</param>
    /// <param name="cancellationToken">Gives up waiting; the stimulus may have been raised.</param>
    /// <returns>The cases it reached.</returns>
    Task<StimulusReceipt> RaiseAsync(Stimulus stimulus, CancellationToken cancellationToken);

    /// <summary>The events of deployed models that wait for a kind of stimulus, latest versions only.</summary>
    /// <param name="stimulusType">The kind.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<StimulusListener>> ListenersAsync(string stimulusType, CancellationToken cancellationToken);

    /// <summary>The content of a deployed text, as it was last deployed.</summary>
    /// <param name="name">The file's name, with or without its folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is none.</returns>
    Task<string?> ReadTextAsync(string name, CancellationToken cancellationToken);
}

/// <summary>A message to processes.</summary>
public sealed record ProcessMessage
{
    /// <summary>The message's name in models.</summary>
    public required string Name { get; init; }

    /// <summary>Which case it is for; empty: by its name alone.</summary>
    public string CorrelationKey { get; init; } = "";

    /// <summary>The key of the fact, at most 200 characters.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>What receivers get; null for nothing.</summary>
    public JsonObject? Variables { get; init; }

    /// <summary>How long it waits for receivers that come later; zero: not at all.</summary>
    public TimeSpan TimeToLive { get; init; }
}

/// <summary>An outside fact.</summary>
public sealed record Stimulus
{
    /// <summary>The kind: <see cref="StimulusDescription.Type"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The key of the fact, at most 200 characters.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Waiting cases take it whose event has this correlation key, or none; empty: only those without.</summary>
    public string CorrelationKey { get; init; } = "";

    /// <summary>What it brings.</summary>
    public JsonObject Variables { get; init; } = [];
}

/// <summary>What a stimulus did.</summary>
/// <param name="Cases">Keys of the cases it started or resumed; of a repeated call the same.</param>
public sealed record StimulusReceipt(IReadOnlyList<long> Cases);

/// <summary>An event of a deployed model that takes a kind of stimulus.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="ElementId">The event.</param>
/// <param name="Starts">Whether it starts cases.</param>
/// <param name="Settings">What the modeller set at the event.</param>
public sealed record StimulusListener(
    string ProcessId, string ElementId, bool Starts, IReadOnlyDictionary<string, string> Settings);

/// <summary>Which database the application runs on.</summary>
public enum Dialect
{
    /// <summary>SQLite; one writer at a time.</summary>
    Sqlite,

    /// <summary>PostgreSQL.</summary>
    Postgres,
}

/// <summary>A step in the making of a plugin's tables.</summary>
/// <param name="Number">From 1, ascending without gaps.</param>
/// <param name="Sqlite">The statements for SQLite.</param>
/// <param name="Postgres">The statements for PostgreSQL; null: the same.</param>
/// <remarks>Names of tables and indexes begin with the plugin's id and an underscore (hyphens of the id become underscores).</remarks>
public sealed record Migration(int Number, string Sqlite, string? Postgres = null);

/// <summary>The plugin's tables, on the application's database.</summary>
public interface ITables
{
    /// <summary>Which database it is.</summary>
    Dialect Dialect { get; }

    /// <summary>Completes when the plugin's migrations are applied.</summary>
    Task Ready { get; }

    /// <summary>Reads. The connection is the caller's until <paramref name="read"/> returns; do not write with it.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="read">Runs queries.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What <paramref name="read"/> answered.</returns>
    Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>Writes in one transaction, durable when this returns; an exception undoes all of it.</summary>
    /// <remarks>
    /// On SQLite all writers of the application take turns: keep it short, gather what belongs together, and call nothing else of the host
    /// from inside.
    /// </remarks>
    /// <typeparam name="T">What is answered.</typeparam>
    /// <param name="write">Runs statements; commands made from the transaction's connection need its transaction set.</param>
    /// <param name="cancellationToken">Gives up before the transaction begins.</param>
    /// <returns>What <paramref name="write"/> answered.</returns>
    Task<T> WriteAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancellationToken);
}

/// <summary>Files of cases.</summary>
public interface ICaseFiles
{
    /// <summary>Adds a file to a case; durable when this returns.</summary>
    /// <param name="caseKey">The case.</param>
    /// <param name="file">The file, at most 20 MB.</param>
    /// <param name="idempotencyKey">The same key again adds nothing and answers the first file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The file's key.</returns>
    /// <exception cref="PluginException">There is no such case, or the file is too large.</exception>
    Task<string> AddAsync(long caseKey, CaseFile file, string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>Reads a file of a case.</summary>
    /// <param name="caseKey">The case.</param>
    /// <param name="fileKey">The file's key, as variables hold it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when the case has no such file.</returns>
    Task<CaseFile?> ReadAsync(long caseKey, string fileKey, CancellationToken cancellationToken);
}

/// <summary>A file of a case.</summary>
/// <param name="Name">Its name, without folders.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">Its bytes.</param>
public sealed record CaseFile(string Name, string ContentType, ReadOnlyMemory<byte> Content);

/// <summary>Mails, through the mail server that the operator has set up.</summary>
public interface IMails
{
    /// <summary>Whether a mail server is set up.</summary>
    bool IsOn { get; }

    /// <summary>Hands a mail to the server; returns when the server has taken it.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PluginException">The server did not take it, or none is set up; the message says why.</exception>
    Task SendAsync(Mail mail, CancellationToken cancellationToken);
}

/// <summary>A mail as plain text.</summary>
public sealed record Mail
{
    /// <summary>The recipients' addresses, each <c>a@b</c> or <c>Name &lt;a@b&gt;</c>.</summary>
    public required IReadOnlyList<string> To { get; init; }

    /// <summary>Addresses of those who get a copy.</summary>
    public IReadOnlyList<string> Copy { get; init; } = [];

    /// <summary>Where answers go; null: to the sender.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>One line.</summary>
    public required string Subject { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>Attached files.</summary>
    public IReadOnlyList<CaseFile> Attachments { get; init; } = [];

    /// <summary>The same for each attempt: receivers recognise a mail that was sent twice.</summary>
    public required string IdempotencyKey { get; init; }
}

/// <summary>Expressions of the models' language, FEEL.</summary>
public interface IExpressions
{
    /// <summary>Evaluates an expression.</summary>
    /// <param name="expression">FEEL, without or with the leading <c>=</c>. Compiled once and kept.</param>
    /// <param name="variables">What it sees.</param>
    /// <returns>The value; null for FEEL's null.</returns>
    /// <exception cref="PluginException">The expression is not valid; the message says why.</exception>
    JsonNode? Evaluate(string expression, JsonObject variables);
}

/// <summary>Encrypts what a plugin keeps in its tables: passwords, keys. Other plugins cannot read it, other nodes can.</summary>
/// <remarks>Use it before and after <see cref="ITables.WriteAsync"/>, not inside: it may have to write a key.</remarks>
public interface ISecrets
{
    /// <summary>Encrypts a text.</summary>
    /// <param name="text">The secret.</param>
    /// <returns>Text to store; a different one each time.</returns>
    string Protect(string text);

    /// <summary>Decrypts what <see cref="Protect"/> gave.</summary>
    /// <param name="stored">The stored text.</param>
    /// <returns>The secret; null when it was encrypted by another plugin or with keys that are gone.</returns>
    string? Reveal(string stored);
}
