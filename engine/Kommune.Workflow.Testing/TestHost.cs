using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Sdk;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kommune.Workflow.Testing;

/// <summary>The program as the tested plugin sees it; the same key twice is one fact, as in the real one.</summary>
internal sealed class TestHost : IPluginHost, IProcesses, ICaseFiles, IMails, ISecrets, IDisposable
{
    private const int KeyLengthMax = 200;
    private const string SecretPrefix = "protected:";
    private const int FileBytesMax = 20 * 1024 * 1024;

    private readonly LoadedPlugin plugin;
    private readonly PluginTest test;
    private readonly Lazy<DirectoryInfo> folder = new(() => Directory.CreateTempSubdirectory("kommune-plugin-test-"));
    private readonly Dictionary<string, long?> started = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<long>> told = new(StringComparer.Ordinal);
    private readonly List<(long Case, string Once, CaseFile File)> files = [];
    private readonly HashSet<string> sentKeys = new(StringComparer.Ordinal);

    public TestHost(LoadedPlugin plugin, PluginTest test)
    {
        (this.plugin, this.test) = (plugin, test);
        Clock = new StandingClock(test);
        Expressions = new EngineExpressions(Clock);
    }

    public List<Mail> Sent { get; } = [];

    public IProcesses Processes => Allowed<IProcesses>(PluginPermissions.Processes, this);

    public ITables Tables => Allowed(PluginPermissions.Tables, test.Tables)
        ?? throw new InvalidOperationException("Expected the test to set PluginTest.Tables, because the plugin uses tables.");

    public ICaseFiles Files => Allowed<ICaseFiles>(PluginPermissions.CaseFiles, this);

    public IMails Mails => Allowed<IMails>(PluginPermissions.Mail, this);

    public IExpressions Expressions { get; }

    public ISecrets Secrets => this;

    public TimeProvider Clock { get; }

    public ILogger Log => NullLogger.Instance;

    public string DataFolder => folder.Value.FullName;

    public bool IsOn => test.MailIsOn;

    public Task<long?> StartAsync(string processId, JsonObject? variables, string idempotencyKey, CancellationToken cancellationToken)
    {
        Check(idempotencyKey);
        if (!started.TryGetValue(idempotencyKey, out var key))
        {
            if (test.Engine.Definition(processId) is not { } definition)
            {
                return Task.FromResult<long?>(null);
            }

            var instance = test.Engine.TryStart(definition, Json.Context(variables), null, null, [], out var rejection)
                ?? throw new PluginException(rejection!.Notice ?? rejection.Message);
            started.Add(idempotencyKey, key = instance.Key.Value);
        }

        return Task.FromResult(key);
    }

    public Task PublishAsync(ProcessMessage message, CancellationToken cancellationToken)
    {
        Tell(message.Name, message.CorrelationKey, message.IdempotencyKey, message.Variables, message.TimeToLive);
        return Task.CompletedTask;
    }

    public Task<StimulusReceipt> RaiseAsync(Stimulus stimulus, CancellationToken cancellationToken) => Task.FromResult(new StimulusReceipt(
        Tell(stimulus.Type, stimulus.CorrelationKey, stimulus.IdempotencyKey, stimulus.Variables, TimeSpan.Zero)));

    public Task<IReadOnlyList<StimulusListener>> ListenersAsync(string stimulusType, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StimulusListener>>(
            [.. from graph in test.Latest.Values
                from element in graph.Elements
                where element.Events.OfType<MessageEvent>().Any(message => message.Name.Text == stimulusType)
                select new StimulusListener(
                    graph.ProcessId, element.Id, element.Kind == ElementKind.StartEvent && element.Scope == 0, element.Properties)]);

    public Task<string?> ReadTextAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(test.Texts.FirstOrDefault(text => text.Key == name || Path.GetFileName(text.Key) == name).Value);

    public Task<string> AddAsync(long caseKey, CaseFile file, string idempotencyKey, CancellationToken cancellationToken)
    {
        if (file.Content.Length > FileBytesMax || !test.Engine.Instances.ContainsKey(caseKey))
        {
            throw new PluginException(file.Content.Length > FileBytesMax ? "Die Datei ist zu groß." : "Den Vorgang gibt es nicht.");
        }

        var index = files.FindIndex(known => known.Case == caseKey && known.Once == idempotencyKey);
        if (index < 0)
        {
            index = files.Count;
            files.Add((caseKey, idempotencyKey, file with { Name = Path.GetFileName(file.Name) }));
        }

        return Task.FromResult((index + 1).ToString(CultureInfo.InvariantCulture));
    }

    public Task<CaseFile?> ReadAsync(long caseKey, string fileKey, CancellationToken cancellationToken) => Task.FromResult(
        int.TryParse(fileKey, CultureInfo.InvariantCulture, out var number)
            && files.ElementAtOrDefault(number - 1) is { File: { } file } found
            && found.Case == caseKey
            ? file
            : null);

    public Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        if (!test.MailIsOn)
        {
            throw new PluginException("Es ist kein Mailserver eingerichtet.");
        }

        if (sentKeys.Add(mail.IdempotencyKey))
        {
            Sent.Add(mail);
        }

        return Task.CompletedTask;
    }

    public string Protect(string text) => SecretPrefix + Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public string? Reveal(string stored) => stored.StartsWith(SecretPrefix, StringComparison.Ordinal)
        ? Encoding.UTF8.GetString(Convert.FromBase64String(stored[SecretPrefix.Length..]))
        : null;

    public IReadOnlyList<CaseFile> FilesOf(long caseKey) => [.. files.Where(file => file.Case == caseKey).Select(file => file.File)];

    public void Dispose()
    {
        if (folder.IsValueCreated)
        {
            folder.Value.Delete(recursive: true);
        }
    }

    private IReadOnlyList<long> Tell(
        string name, string correlationKey, string idempotencyKey, JsonObject? variables, TimeSpan timeToLive)
    {
        Check(idempotencyKey);
        if (!told.TryGetValue(idempotencyKey, out var reached))
        {
            var cases = new HashSet<long>();
            test.Engine.Stepped = (instance, entry) =>
            {
                if (entry.Command is CorrelateMessage or StartInstance { StartElement: not null })
                {
                    cases.Add(instance.Key.Value);
                }
            };
            test.Engine.Publish(name, correlationKey, Json.Context(variables), timeToLive);
            test.Engine.Stepped = null;
            told.Add(idempotencyKey, reached = [.. cases]);
        }

        return reached;
    }

    private static void Check(string idempotencyKey)
    {
        if (idempotencyKey.Length is 0 or > KeyLengthMax)
        {
            throw new ArgumentException($"Expected an idempotency key of 1 to {KeyLengthMax} characters.", nameof(idempotencyKey));
        }
    }

    private T Allowed<T>(string permission, T part) => plugin.Manifest!.Permissions.Contains(permission)
        ? part
        : throw new PluginException($"Die Erweiterung nutzt „{permission}“, erklärt es aber nicht unter „permissions“.");

    private sealed class StandingClock(PluginTest test) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => test.Now;
    }
}
