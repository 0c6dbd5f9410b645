using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Scenarios;

/// <summary>A virtual engine that checks after every command what must always hold: replay, snapshots and codecs agree.</summary>
public sealed class TestEngine
{
    public static readonly DateTimeOffset Start0 = new(2026, 9, 15, 8, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<long, InstanceState> replayed = [];
    private readonly Dictionary<long, List<Seen>> seen = [];
    private readonly Dictionary<(long Instance, int Number), string> elementIds = [];

    public TestEngine(ExecutionLimits? limits = null, FindDecision? decisions = null)
    {
        World = new VirtualEngine(Start0, decisions, limits) { Stepped = OnStepped };
    }

    public VirtualEngine World { get; }

    /// <summary>Whether every state is replaced by its decoded snapshot after every command, as after a crash.</summary>
    public bool ReloadsAlways { get; init; }

    public static FeelContext Vars(params (string Name, object? Value)[] variables) =>
        FeelContext.From(variables.Select(v => KeyValuePair.Create(v.Name, Value(v.Value))));

    public static FeelList List(params object?[] items) => FeelList.From(items.Select(Value));

    public static FeelValue Value(object? value) => value switch
    {
        null => FeelNull.Instance,
        FeelValue feel => feel,
        bool b => FeelBoolean.Of(b),
        int i => FeelNumber.Of(i),
        decimal d => FeelNumber.Of(d),
        string s => FeelString.Of(s),
        System.Collections.IEnumerable items => FeelList.From(items.Cast<object?>().Select(Value)),
        _ => throw new ArgumentException($"Expected a JSON kind, but got {value.GetType().Name}."),
    };

    public TestEngine Deploy(params ProcessBuilder[] processes)
    {
        World.Deploy([.. processes.Select(process => process.Build())]);
        return this;
    }

    /// <summary>Starts the only deployed process, or the named one.</summary>
    public TestRun Start(string processId = "p", params (string Name, object? Value)[] variables) =>
        new(this, World.Start(processId, Vars(variables), new Actor("starter")));

    public TestRun Run(VirtualInstance instance) => new(this, instance);

    /// <summary>The only instance of a process.</summary>
    public TestRun Only(string processId) => new(this, World.Instances.Values.Single(i => i.Graph.ProcessId == processId));

    public int Count(string processId) => World.Instances.Values.Count(i => i.Graph.ProcessId == processId);

    public TestEngine Pass(string time)
    {
        Assert.True(Period.TryParse(time, out var period));
        World.AdvanceTo(period.After(World.Now));
        return this;
    }

    public IReadOnlyList<Seen> SeenBy(VirtualInstance instance) => seen.GetValueOrDefault(instance.Key.Value) ?? [];

    private void OnStepped(VirtualInstance instance, JournalEntry entry)
    {
        var bytes = Journal.Encode(entry);
        var decoded = Journal.DecodeEntry(bytes);
        Assert.Equal(bytes, Journal.Encode(decoded));

        var key = instance.Key.Value;
        var replica = replayed.TryGetValue(key, out var known) ? known : replayed[key] = new InstanceState();
        foreach (var e in decoded.Events)
        {
            replica.Apply(e);
        }

        var snapshot = Journal.EncodeSnapshot(instance.State);
        Assert.Equal(Journal.EncodeSnapshot(replica), snapshot);
        var loaded = Journal.DecodeSnapshot(snapshot);
        Assert.Equal(snapshot, Journal.EncodeSnapshot(loaded));
        Note(instance, entry.Events);
        AssertNothingIsLost(instance);
        if (ReloadsAlways)
        {
            World.Reload(instance.Key, loaded);
        }
    }

    private void Note(VirtualInstance instance, IReadOnlyList<InstanceEvent> events)
    {
        var key = instance.Key.Value;
        var list = seen.TryGetValue(key, out var known) ? known : seen[key] = [];
        foreach (var e in events)
        {
            switch (e)
            {
                case ElementActivated a:
                    elementIds[(key, a.Instance)] = instance.Graph.Elements[a.Element].Id;
                    list.Add(new Seen(elementIds[(key, a.Instance)], What.Activated));
                    break;
                case ElementCompleted c: list.Add(new Seen(elementIds[(key, c.Instance)], What.Completed)); break;
                case ElementTerminated t: list.Add(new Seen(elementIds[(key, t.Instance)], What.Terminated)); break;
            }
        }
    }

    // An ended instance holds nothing; what is stored belongs to something active.
    private static void AssertNothingIsLost(VirtualInstance instance)
    {
        var state = instance.State;
        if (state.Status != InstanceStatus.Active)
        {
            Assert.Empty(state.ElementInstances);
            Assert.Empty(state.Jobs);
            Assert.Empty(state.UserTasks);
            Assert.Empty(state.Timers);
            Assert.Empty(state.Bookmarks);
            Assert.Empty(state.Incidents);
            return;
        }

        var owners = state.Jobs.Values.Select(j => j.ElementInstance)
            .Concat(state.UserTasks.Values.Select(t => t.ElementInstance))
            .Concat(state.Timers.Values.Select(t => t.ElementInstance))
            .Concat(state.Bookmarks.Values.Select(b => b.ElementInstance))
            .Concat(state.Incidents.Values.Select(i => i.ElementInstance));
        Assert.All(owners, owner => Assert.Contains(owner, state.ElementInstances.Keys));
        foreach (var (number, element) in state.ElementInstances)
        {
            Assert.Equal(number, element.Number);
            Assert.All(element.Children, child => Assert.Equal(number, state.ElementInstances[child].Scope));
        }
    }
}

public enum What
{
    Activated,
    Completed,
    Terminated,
}

/// <summary>Something that happened to an element.</summary>
public sealed record Seen(string Element, What Event)
{
    public override string ToString() => $"{Element} {Event}";
}
