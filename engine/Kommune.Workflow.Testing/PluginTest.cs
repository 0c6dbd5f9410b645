using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Testing;

/// <summary>
/// A plugin in an engine in memory: the real interpreter and the real checks of the plugin's contract, a clock that stands until it is
/// moved, no server, no database, no network. A process runs in milliseconds.
/// </summary>
/// <remarks>
/// Jobs of the plugin's activities are done at once, one after the other, until nothing is left to do. Jobs of other types and tasks of
/// people wait for <see cref="TestCase.CompleteAsync"/>. Not safe to share between threads.
/// </remarks>
/// <example>
/// <code>
/// using var test = PluginTest.Of&lt;Plugin&gt;();
/// var greeted = await test.RunAsync("gruss-greet", new { name = "Anna" });
/// Assert.Equal("Guten Tag, Anna!", (string?)greeted.Variables["greeting"]);
///
/// test.Deploy("begruessung.bpmn", File.ReadAllText("begruessung.bpmn"));
/// var found = await test.StartAsync("begruessung", new { antragsteller = "Anna" });
/// Assert.Equal("Guten Tag, Anna!", (string?)found.Variables["gruss"]);
/// </code>
/// </example>
public sealed class PluginTest : IDisposable
{
    /// <summary>Jobs that one call may set off; beyond it the process goes round in a circle.</summary>
    public const int JobsPerCallMax = 10_000;

    private static readonly DateTimeOffset FirstMoment = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    private readonly LoadedPlugin plugin;
    private readonly TestHost host;
    private readonly Dictionary<string, ActivityWorker> workers;

    private PluginTest(IPlugin tested, PluginManifest manifest)
    {
        plugin = new LoadedPlugin(AppContext.BaseDirectory, manifest.Id) { Manifest = manifest };
        Engine = new VirtualEngine(FirstMoment);
        host = new TestHost(plugin, this);
        var builder = new PluginBuilder(manifest, host);
        tested.Configure(builder);
        plugin.Contributions = builder.Contributions;
        PluginCatalogue.AddLanguage(builder.Contributions);
        workers = builder.Contributions.Activities
            .Select(activity => new ActivityWorker(plugin, activity))
            .ToDictionary(worker => worker.Type, StringComparer.Ordinal);
        plugin.Open();
    }

    /// <summary>The engine's time, UTC; it begins on Monday, 4 May 2026, at 8 o'clock.</summary>
    public DateTimeOffset Now => Engine.Now;

    /// <summary>All cases started so far, in that order.</summary>
    public IReadOnlyList<TestCase> Cases => [.. Engine.Instances.Values.Select(instance => new TestCase(this, instance))];

    /// <summary>Mails the plugin sent; of those with one idempotency key the first.</summary>
    public IReadOnlyList<Mail> Mails => host.Sent;

    /// <summary>Whether the operator has set up a mail server; true at first.</summary>
    public bool MailIsOn { get; set; } = true;

    /// <summary>Tables for plugins that have some; null: asking for them throws.</summary>
    public ITables? Tables { get; set; }

    /// <summary>What the program offers to the plugin, for code that is tested without a process.</summary>
    public IPluginHost Host => host;

    internal VirtualEngine Engine { get; }

    internal Dictionary<string, ProcessGraph> Latest { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes a plugin in, as the program does at start.</summary>
    /// <typeparam name="TPlugin">The plugin; its <c>plugin.json</c> lies beside its assembly.</typeparam>
    /// <exception cref="PluginException">The manifest is wrong, or the plugin contributes what its manifest does not declare.</exception>
    public static PluginTest Of<TPlugin>()
        where TPlugin : IPlugin, new() =>
        new(new TPlugin(), PluginManifestReader.Read(Path.GetDirectoryName(typeof(TPlugin).Assembly.Location)!));

    /// <summary>Takes settings over, as after a change under Betrieb.</summary>
    /// <param name="values">
    /// An object with one property a field, such as <c>new { salutation = "Moin" }</c>, or a <see cref="JsonObject"/>.
    /// </param>
    /// <exception cref="PluginException">The plugin has no settings, or the values are not valid.</exception>
    public void Set(object values) =>
        (plugin.Contributions.Settings ?? throw new PluginException("Die Erweiterung hat keine Einstellungen.")).Apply(Json.Object(values));

    /// <summary>Deploys a file: BPMN, a document of a format of the plugin, or any text that the plugin reads by its name.</summary>
    /// <param name="name">The file's name; its ending says what it is, such as <c>.bpmn</c>.</param>
    /// <param name="content">Its content.</param>
    /// <exception cref="ArgumentException">The file has errors; the message lists them.</exception>
    public void Deploy(string name, string content)
    {
        var read = AddedFormats.Read(new DeploymentResource(name, Encoding.UTF8.GetBytes(content))).ToList();
        var errors = read.SelectMany(file => file.Findings).Where(finding => finding.Severity == FindingSeverity.Error).ToList();
        if (errors.Count > 0)
        {
            throw new ArgumentException(
                $"Expected {name} to be deployable, but: "
                + string.Join(" ", errors.Select(e => $"[{e.Rule}, line {e.Line}] {e.Message}")),
                nameof(content));
        }

        var graphs = read.SelectMany(file => file.Processes).ToList();
        foreach (var graph in graphs)
        {
            Latest[graph.ProcessId] = graph;
        }

        Engine.Deploy(graphs);
        Texts[name] = content;
    }

    /// <summary>Starts a case and does what follows.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="variables">An object or a <see cref="JsonObject"/>; null for nothing.</param>
    /// <exception cref="InvalidOperationException">There is no such process, or it refuses to start so.</exception>
    public async Task<TestCase> StartAsync(string processId, object? variables = null)
    {
        var instance = Engine.Start(processId, Json.Context(variables));
        await SettleAsync().ConfigureAwait(false);
        return new TestCase(this, instance);
    }

    /// <summary>Runs a process with one task, for work that is tested without a model of its own.</summary>
    /// <param name="jobType">
    /// The type of the task's job, such as <c>gruss-greet</c>, or <c>gruss-greet@2</c> for the second version.
    /// </param>
    /// <param name="inputs">The task's inputs: an object or a <see cref="JsonObject"/>; null for nothing.</param>
    /// <returns>The case; outputs are among its variables.</returns>
    public Task<TestCase> RunAsync(string jobType, object? inputs = null)
    {
        var processId = "test-" + string.Concat(jobType.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        Deploy(
            processId + ".bpmn",
            $"""
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
                         targetNamespace="https://example.org">
              <process id="{processId}" isExecutable="true">
                <startEvent id="start" />
                <sequenceFlow id="a" sourceRef="start" targetRef="task" />
                <serviceTask id="task"><extensionElements><zeebe:taskDefinition type="{jobType}" /></extensionElements></serviceTask>
                <sequenceFlow id="b" sourceRef="task" targetRef="end" />
                <endEvent id="end" />
              </process>
            </definitions>
            """);
        return StartAsync(processId, inputs);
    }

    /// <summary>Publishes a message and does what follows.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="correlationKey">Which case it is for; empty: by its name alone.</param>
    /// <param name="variables">An object or a <see cref="JsonObject"/>; null for nothing.</param>
    public async Task PublishAsync(string name, string correlationKey = "", object? variables = null)
    {
        Engine.Publish(name, correlationKey, Json.Context(variables));
        await SettleAsync().ConfigureAwait(false);
    }

    /// <summary>Lets time pass: timers fire, and jobs that wait after a failure are tried again, each at its time.</summary>
    /// <param name="time">How much.</param>
    public async Task AdvanceAsync(TimeSpan time)
    {
        var until = Now + time;
        while (NextDue() is { } due && due <= until)
        {
            Engine.AdvanceTo(due > Now ? due : Now);
            await SettleAsync().ConfigureAwait(false);
        }

        Engine.AdvanceTo(until);
        await SettleAsync().ConfigureAwait(false);
    }

    /// <summary>Calls an endpoint of the plugin. Who may call it is not checked.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path below the plugin's, such as <c>devices/7</c>, with its query.</param>
    /// <param name="body">The body, as JSON unless it is a text; null for none.</param>
    /// <param name="headers">The headers; null for none.</param>
    /// <exception cref="ArgumentException">The plugin has no such endpoint.</exception>
    public async Task<PluginResponse> CallAsync(
        string method, string path, object? body = null, IReadOnlyDictionary<string, string>? headers = null)
    {
        var response = await TestRequest.SendAsync(plugin.Contributions.Endpoints, method, path, body, headers).ConfigureAwait(false);
        await SettleAsync().ConfigureAwait(false);
        return response;
    }

    /// <summary>Runs background work of the plugin until it ends or is cancelled, then does what follows from it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunBackgroundWorkAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await plugin.Contributions.Background.Single(work => work.Name == name).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped, as asked.
        }

        await SettleAsync().ConfigureAwait(false);
    }

    /// <summary>Asks the plugin's health checks.</summary>
    /// <returns>What each says, by its name.</returns>
    public async Task<IReadOnlyDictionary<string, PluginHealth>> CheckHealthAsync()
    {
        var results = new Dictionary<string, PluginHealth>(StringComparer.Ordinal);
        foreach (var (name, check) in plugin.Contributions.HealthChecks)
        {
            results.Add(name, await check(CancellationToken.None).ConfigureAwait(false));
        }

        return results;
    }

    /// <summary>Ends the test; files the plugin wrote into its folder are deleted.</summary>
    public void Dispose() => host.Dispose();

    internal Dictionary<long, List<JobProgress>> Words { get; } = [];

    internal IReadOnlyList<CaseFile> FilesOf(long caseKey) => host.FilesOf(caseKey);

    /// <summary>Does every job of the plugin that may be done now, and those that follow.</summary>
    internal async Task SettleAsync()
    {
        for (var count = 0; NextJob() is var (instance, job); count++)
        {
            if (count >= JobsPerCallMax)
            {
                throw new InvalidOperationException($"Expected at most {JobsPerCallMax} jobs after one call, but there is no end to them.");
            }

            var result = await DoAsync(instance, job).ConfigureAwait(false);
            Engine.Send(instance.Key, JobReport.Of(job.Number, job.Retries, result));
        }
    }

    private async Task<JobResult> DoAsync(VirtualInstance instance, Job job)
    {
        try
        {
            return await workers[job.Type].ExecuteAsync(Describe(instance, job), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return JobResult.Failed(exception.Message); // As the program does.
        }
    }

    private JobContext Describe(VirtualInstance instance, Job job)
    {
        var element = instance.Graph.Elements[job.Element];
        return new JobContext
        {
            TenantId = "<default>",
            JobKey = instance.Key.Inner(job.Number),
            InstanceKey = instance.Key.Value,
            ProcessId = instance.Graph.ProcessId,
            ProcessVersion = instance.Definition.Version,
            ElementId = element.Id,
            ElementInstanceKey = instance.Key.Inner(job.ElementInstance),
            CaseNumber = instance.State.CaseNumber,
            Headers = element.Job?.Headers ?? [],
            Retries = job.Retries,
            Variables = Json.Of(LeasedJob.VisibleVariables(instance.State, job.ElementInstance)),
            Progress = progress =>
            {
                Words.TryAdd(instance.Key.Value, []);
                Words[instance.Key.Value].Add(progress);
            },
        };
    }

    private (VirtualInstance Instance, Job Job)? NextJob()
    {
        foreach (var instance in Engine.Instances.Values)
        {
            foreach (var job in Open(instance).Where(job => job.NotBefore is null || job.NotBefore <= Now))
            {
                return (instance, job);
            }
        }

        return null;
    }

    private IEnumerable<Job> Open(VirtualInstance instance) => instance.State.Jobs.Values
        .Where(job => workers.ContainsKey(job.Type)
            && job.Retries > 0
            && instance.State.ElementInstances[job.ElementInstance].Incident == 0)
        .OrderBy(job => job.Number);

    private DateTimeOffset? NextDue()
    {
        var job = Engine.Instances.Values.SelectMany(Open).Select(open => open.NotBefore).Where(at => at > Now).DefaultIfEmpty().Min();
        return (job, Engine.NextDue()) switch
        {
            ({ } first, { } second) => first < second ? first : second,
            var (first, second) => first ?? second,
        };
    }
}
