using System.Globalization;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>
/// A world of instances in memory with a clock of its own: the real interpreter, with messages, signals, timers and called
/// processes routed between instances. Scenario tests, simulations and dry runs use it.
/// </summary>
/// <remarks>Deterministic: the same calls give the same world. Not safe to share between threads.</remarks>
public sealed class VirtualEngine
{
    /// <summary>Commands that one call may set off among instances; beyond it instances call each other in a circle.</summary>
    public const int CommandsPerCallMax = 100_000;

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly VirtualDefinitions definitions = new();
    private readonly VirtualWaits waits = new();
    private readonly SortedDictionary<long, VirtualInstance> instances = [];
    private readonly List<VirtualMessage> messages = [];
    private readonly Queue<Action> routing = new();
    private readonly Dictionary<string, int> caseNumbers = new(StringComparer.Ordinal);
    private readonly ExecutionLimits limits;
    private long lastStimulus;
    private bool isRouting;

    /// <param name="now">The virtual time it starts at.</param>
    /// <param name="decisions">Finds decisions; null: there are none.</param>
    /// <param name="limits">Limits of each step; null: the defaults.</param>
    public VirtualEngine(DateTimeOffset now, FindDecision? decisions = null, ExecutionLimits? limits = null)
    {
        Now = now.ToUniversalTime();
        Decisions = decisions ?? ((_, _, _) => null);
        this.limits = limits ?? ExecutionLimits.Default;
    }

    /// <summary>The virtual time, UTC.</summary>
    public DateTimeOffset Now { get; private set; }

    public FindDecision Decisions { get; set; }

    /// <summary>All instances ever started, by key.</summary>
    public IReadOnlyDictionary<long, VirtualInstance> Instances => instances;

    /// <summary>Whether instances remember their commands and events; without them a large world takes little memory.</summary>
    public bool KeepsJournals { get; init; } = true;

    /// <summary>Called after each accepted command, before its effects are routed.</summary>
    public Action<VirtualInstance, JournalEntry>? Stepped { get; set; }

    // ---- definitions ----

    /// <summary>Deploys processes together: each becomes the latest version of its id.</summary>
    public void Deploy(params IReadOnlyList<ProcessGraph> graphs) => definitions.Deploy(graphs, Now);

    public VirtualDefinition? Definition(string processId) => definitions.Latest(processId);

    // ---- what comes from outside ----

    /// <summary>Starts the latest version of a process.</summary>
    /// <param name="processId">The process id.</param>
    /// <param name="variables">Start variables.</param>
    /// <param name="actor">Who starts it; null: the engine.</param>
    /// <param name="startElement">The start event triggered; null: the none start event.</param>
    /// <param name="startInstructions">Ids of elements to start at instead.</param>
    /// <exception cref="InvalidOperationException">There is no such process, or the start was refused.</exception>
    public VirtualInstance Start(
        string processId,
        FeelContext? variables = null,
        Actor? actor = null,
        string? startElement = null,
        params IReadOnlyList<string> startInstructions)
    {
        var definition = definitions.Latest(processId)
            ?? throw new InvalidOperationException($"Expected process '{processId}' to be deployed, but it is not.");
        return TryStart(definition, variables, actor, startElement, startInstructions, out var rejection)
            ?? throw new InvalidOperationException(rejection!.Message);
    }

    /// <summary>Starts a version, unless the interpreter refuses.</summary>
    /// <returns>The instance; null when refused.</returns>
    public VirtualInstance? TryStart(
        VirtualDefinition definition,
        FeelContext? variables,
        Actor? actor,
        string? startElement,
        IReadOnlyList<string> startInstructions,
        out Rejection? rejection)
    {
        VirtualInstance? started = null;
        Rejection? refused = null;
        Run(() => started = TryStart(definition, variables, actor, startElement, null, startInstructions, out refused));
        rejection = refused;
        return started;
    }

    /// <summary>Sends a command to an instance and routes everything that follows.</summary>
    public StepResult Send(InstanceKey key, Command command, Actor? actor = null)
    {
        StepResult? result = null;
        Run(() => result = Step(instances[key.Value], command, actor ?? Actor.Engine));
        return result!;
    }

    /// <summary>Publishes a message; without receivers it waits until its time to live is over.</summary>
    public void Publish(string name, string? correlationKey = null, FeelContext? variables = null, TimeSpan timeToLive = default) =>
        Run(() => Publish(new PublishMessage(name, correlationKey, timeToLive, variables ?? FeelContext.Empty)));

    /// <summary>Broadcasts a signal to everyone who waits for it now.</summary>
    public void Broadcast(string name, FeelContext? variables = null) =>
        Run(() => Broadcast(new BroadcastSignal(name, variables ?? FeelContext.Empty)));

    /// <summary>Starts every process whose conditional start event holds over these variables.</summary>
    public void StartByCondition(FeelContext variables) => Run(() =>
    {
        var scope = new FeelScope(variables, Now, limits.Expressions);
        StartAll((_, e) => e is ConditionalEvent c && c.Condition.Evaluate(scope) is FeelBoolean { Value: true }, variables);
    });

    /// <summary>Lets time pass: everything that becomes due happens at its time, in order.</summary>
    public void Advance(TimeSpan time) => AdvanceTo(Now + time);

    /// <inheritdoc cref="Advance"/>
    public void AdvanceTo(DateTimeOffset until)
    {
        until = until.ToUniversalTime();
        while (NextDue() is { } due && due <= until)
        {
            Now = due > Now ? due : Now;
            Run(FireNext);
        }

        Now = until > Now ? until : Now;
        messages.RemoveAll(message => message.ExpiresAt <= Now);
    }

    /// <summary>When something becomes due next; null when nothing waits for a time.</summary>
    public DateTimeOffset? NextDue() => (waits.FirstTimer?.DueAt, definitions.NextStart) switch
    {
        ({ } timer, { } start) => timer <= start ? timer : start,
        var (timer, start) => timer ?? start,
    };

    /// <summary>Replaces an instance's state, as after loading it from a store.</summary>
    public void Reload(InstanceKey key, InstanceState state) => instances[key.Value].State = state;

    // ---- steps ----

    private void Run(Action first)
    {
        routing.Enqueue(first);
        if (isRouting)
        {
            return;
        }

        isRouting = true;
        try
        {
            for (var count = 0; routing.TryDequeue(out var next); count++)
            {
                if (count > CommandsPerCallMax)
                {
                    throw new InvalidOperationException(
                        $"Expected at most {CommandsPerCallMax} commands after one call, but instances keep calling each other.");
                }

                next();
            }
        }
        finally
        {
            routing.Clear();
            isRouting = false;
        }
    }

    private VirtualInstance? TryStart(
        VirtualDefinition definition,
        FeelContext? variables,
        Actor? actor,
        string? startElement,
        (long Key, int CallDepth)? parent,
        IReadOnlyList<string> startInstructions,
        out Rejection? rejection,
        int startEventIndex = Element.None)
    {
        var instance = new VirtualInstance(InstanceKey.FromNumber(instances.Count + 1), definition);
        instances.Add(instance.Key.Value, instance);
        var command = new StartInstance(
            instance.Key,
            definition.Key,
            variables,
            startElement,
            parent?.Key,
            CaseNumber(definition.Graph),
            [.. startInstructions],
            parent?.CallDepth ?? 0,
            startEventIndex);
        rejection = Step(instance, command, actor ?? Actor.Engine).Rejection;
        if (rejection is null)
        {
            return instance;
        }

        instances.Remove(instance.Key.Value);
        return null;
    }

    // A stimulus that a start event does not want starts nothing.
    private void StartAt(StartPlace start, FeelContext? variables) =>
        TryStart(start.Definition, variables, null, start.Element.Id, null, [], out _, start.EventIndex);

    private StepResult Step(VirtualInstance instance, Command command, Actor actor)
    {
        var context = new StepContext(Now, actor, Decisions, key => definitions.Find(key)?.Graph, limits);
        var result = Interpreter.Step(instance.Graph, instance.State, command, context);
        if (!result.Accepted)
        {
            return result;
        }

        var entry = new JournalEntry(Now, actor, command, result.Events);
        if (KeepsJournals)
        {
            instance.Record(entry);
        }

        instance.Definition = definitions.Find(instance.State.DefinitionKey)!;
        waits.Follow(instance, result.Events);
        Stepped?.Invoke(instance, entry);
        foreach (var effect in result.Effects)
        {
            routing.Enqueue(() => Route(instance, effect));
        }

        foreach (var e in result.Events)
        {
            if (e is BookmarkOpened { Bookmark: { Kind: BookmarkKind.Message } bookmark })
            {
                routing.Enqueue(() => OfferWaitingMessages(instance, bookmark.Number));
            }
        }

        return result;
    }

    // ---- effects ----

    private void Route(VirtualInstance from, Effect effect)
    {
        switch (effect)
        {
            case StartChild start: StartChild(from, start); break;
            case CancelChild cancel: Step(instances[cancel.Child.Value], new CancelInstance(), Actor.Engine); break;
            case NotifyParent notify: Notify(notify); break;
            case PublishMessage publish: Publish(publish); break;
            case BroadcastSignal broadcast: Broadcast(broadcast); break;
            case StartProcess start: Start(start); break;
            default: throw new InvalidOperationException($"Expected a known effect, but got {effect.GetType().Name}.");
        }
    }

    private void StartChild(VirtualInstance parent, StartChild effect)
    {
        var call = parent.Graph.Elements[effect.Element].Call!;
        if (definitions.Find(effect.ProcessId, call.Binding, call.VersionTag, parent.Definition) is not { } definition)
        {
            var problem = $"Der Prozess „{effect.ProcessId}“ ist nicht veröffentlicht.";
            Step(parent, new ChildStarted(effect.ElementInstance, null, problem), Actor.Engine);
            return;
        }

        var caller = parent.Key.Inner(effect.ElementInstance);
        if (TryStart(definition, effect.Variables, null, null, (caller, effect.CallDepth), [], out var rejection) is not { } child)
        {
            Step(parent, new ChildStarted(effect.ElementInstance, null, rejection!.Notice), Actor.Engine);
        }
        else if (!Step(parent, new ChildStarted(effect.ElementInstance, child.Key, null), Actor.Engine).Accepted)
        {
            Step(child, new CancelInstance(), Actor.Engine);
        }
    }

    // Nobody waits for it: a process that is not there, or does not begin so, is an operator's matter.
    private void Start(StartProcess effect)
    {
        if (definitions.Latest(effect.ProcessId) is { } definition)
        {
            _ = TryStart(definition, effect.Variables, null, null, null, [], out _);
        }
    }

    private void Notify(NotifyParent effect)
    {
        var parent = instances[InstanceKey.Of(effect.Parent, out var caller).Value];
        var report = effect.Report;
        Command command = report.Outcome switch
        {
            ChildOutcome.Completed => new ChildEnded(caller, report.Variables ?? FeelContext.Empty),
            ChildOutcome.Failed => new ChildEnded(caller, report.Variables, report.Code, report.Message),
            ChildOutcome.Terminated => new ChildEnded(caller, null),
            _ => new ChildEscalated(caller, report.Code!, report.Variables),
        };

        // A caller that no longer waits refuses: it has ended itself, and that is all right.
        Step(parent, command, Actor.Engine);
    }

    private void Publish(PublishMessage content)
    {
        var message = new VirtualMessage(++lastStimulus, content, Now + content.TimeToLive);
        foreach (var place in waits.Find(BookmarkKind.Message, content.Name))
        {
            Offer(message, instances[place.Instance], place.Number);
        }

        foreach (var start in definitions.StartsOn((definition, e) =>
            e is MessageEvent m && IsNamed(m.Name, content.Name) && m.StartsWith(content.Variables, Now)))
        {
            if (message.MayReach(start.Definition.Graph.ProcessId))
            {
                StartAt(start, content.Variables);
            }
        }

        if (message.ExpiresAt > Now)
        {
            messages.Add(message);
        }
    }

    private void OfferWaitingMessages(VirtualInstance instance, int bookmark)
    {
        foreach (var message in messages.ToArray())
        {
            if (message.ExpiresAt > Now)
            {
                Offer(message, instance, bookmark);
            }
        }
    }

    private void Offer(VirtualMessage message, VirtualInstance instance, int number)
    {
        if (instance.State.Bookmarks.TryGetValue(number, out var bookmark)
            && bookmark.Name == message.Name
            && message.Fits(bookmark.CorrelationKey)
            && message.MayReach(instance.Graph.ProcessId))
        {
            Step(instance, new CorrelateMessage(number, message.Key, message.Variables), Actor.Engine);
        }
    }

    private void Broadcast(BroadcastSignal signal)
    {
        var key = ++lastStimulus;
        var continued = new HashSet<string>(StringComparer.Ordinal);
        foreach (var place in waits.Find(BookmarkKind.Signal, signal.Name))
        {
            var waiting = instances[place.Instance];
            if (waiting.State.Bookmarks.TryGetValue(place.Number, out var bookmark)
                && waiting.Graph.Elements[bookmark.Element] is { Kind: ElementKind.StartEvent, Scope: 0 })
            {
                // An instance that began with another of its start events gets it; no new one begins with it.
                continued.Add(waiting.Graph.ProcessId);
            }

            Step(instances[place.Instance], new DeliverSignal(place.Number, key, signal.Variables), Actor.Engine);
        }

        StartAll(
            (definition, e) => e is SignalEvent s && IsNamed(s.Name, signal.Name) && !continued.Contains(definition.Graph.ProcessId),
            signal.Variables);
    }

    private void StartAll(Func<VirtualDefinition, EventDefinition, bool> matches, FeelContext variables)
    {
        foreach (var start in definitions.StartsOn(matches).ToArray())
        {
            StartAt(start, variables);
        }
    }

    private bool IsNamed(TextValue name, string wanted) =>
        name.Text == wanted
        || (name.Expression?.Evaluate(new FeelScope(FeelContext.Empty, Now, limits.Expressions)) is FeelString text
            && text.Value == wanted);

    private void FireNext()
    {
        if (definitions.NextStart is { } startAt && (waits.FirstTimer is not { } first || startAt < first.DueAt))
        {
            StartAt(definitions.TakeStart(), null);
            return;
        }

        var place = waits.FirstTimer!.Value.Place;
        Step(instances[place.Instance], new FireTimer(place.Number), Actor.Engine);
    }

    private string? CaseNumber(ProcessGraph graph)
    {
        if (graph.Settings.CaseNumberPrefix is not { } prefix)
        {
            return null;
        }

        var series = $"{prefix}-{TimeZoneInfo.ConvertTime(Now, Berlin).Year.ToString(CultureInfo.InvariantCulture)}";
        var number = caseNumbers[series] = caseNumbers.GetValueOrDefault(series) + 1;
        return $"{series}-{number.ToString("0000", CultureInfo.InvariantCulture)}";
    }
}
