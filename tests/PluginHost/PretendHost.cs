using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kommune.Workflow.Plugins.Tests;

/// <summary>A program that remembers what a plugin asked of it; the same key twice is one fact, as in the real one.</summary>
internal sealed class PretendHost : IPluginHost, IProcesses, ICaseFiles, IMails, IExpressions, ISecrets
{
    private readonly Dictionary<string, long> cases = new(StringComparer.Ordinal);

    public List<(string Process, JsonObject Variables, string Key)> Started { get; } = [];

    public List<ProcessMessage> Published { get; } = [];

    public List<Mail> Sent { get; } = [];

    public Dictionary<string, (long Case, CaseFile File)> CaseFiles { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Unknown { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset Now { get; set; } = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    public IProcesses Processes => this;

    public ITables Tables => throw new NotSupportedException("Expected no tables, but the plugin asked for them.");

    public ICaseFiles Files => this;

    public IMails Mails => this;

    public IExpressions Expressions => this;

    public ISecrets Secrets => this;

    public TimeProvider Clock => new PinnedClock(this);

    public ILogger Log => NullLogger.Instance;

    public string DataFolder => Path.GetTempPath();

    public bool IsOn { get; set; } = true;

    public string Protect(string text) => $"protected:{text}";

    public string? Reveal(string stored) =>
        stored.StartsWith("protected:", StringComparison.Ordinal) ? stored["protected:".Length..] : null;

    public Task<long?> StartAsync(string processId, JsonObject? variables, string idempotencyKey, CancellationToken cancellationToken)
    {
        if (Unknown.Contains(processId))
        {
            return Task.FromResult<long?>(null);
        }

        if (!cases.TryGetValue(idempotencyKey, out var key))
        {
            key = cases.Count + 1;
            cases.Add(idempotencyKey, key);
            Started.Add((processId, variables ?? [], idempotencyKey));
        }

        return Task.FromResult<long?>(key);
    }

    public Task PublishAsync(ProcessMessage message, CancellationToken cancellationToken)
    {
        if (Published.TrueForAll(earlier => earlier.IdempotencyKey != message.IdempotencyKey))
        {
            Published.Add(message);
        }

        return Task.CompletedTask;
    }

    public Task<StimulusReceipt> RaiseAsync(Stimulus stimulus, CancellationToken cancellationToken) =>
        Task.FromResult(new StimulusReceipt([]));

    public Task<IReadOnlyList<StimulusListener>> ListenersAsync(string stimulusType, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StimulusListener>>([]);

    public Task<string?> ReadTextAsync(string name, CancellationToken cancellationToken) => Task.FromResult(Texts.GetValueOrDefault(name));

    public Task<string> AddAsync(long caseKey, CaseFile file, string idempotencyKey, CancellationToken cancellationToken)
    {
        CaseFiles.TryAdd(idempotencyKey, (caseKey, file));
        return Task.FromResult(idempotencyKey);
    }

    public Task<CaseFile?> ReadAsync(long caseKey, string fileKey, CancellationToken cancellationToken) =>
        Task.FromResult(CaseFiles.TryGetValue(fileKey, out var found) && found.Case == caseKey ? found.File : null);

    public Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        Sent.Add(mail);
        return Task.CompletedTask;
    }

    /// <summary>Knows names of variables only.</summary>
    public JsonNode? Evaluate(string expression, JsonObject variables) => variables[expression];

    public static ActivityContext Context(JsonObject variables, long jobKey = 7) => new(new JobContext
    {
        TenantId = "<default>",
        JobKey = jobKey,
        InstanceKey = 1,
        ProcessId = "p",
        ProcessVersion = 1,
        ElementId = "task",
        ElementInstanceKey = 2,
        CaseNumber = null,
        Headers = new Dictionary<string, string>(),
        Retries = 3,
        Variables = variables,
    });

    private sealed class PinnedClock(PretendHost host) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => host.Now;
    }
}
