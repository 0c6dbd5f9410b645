using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Scenarios;

/// <summary>One instance under test: acts by element ids, asserts by what was seen.</summary>
public sealed class TestRun(TestEngine engine, VirtualInstance instance)
{
    public TestRun And => this;

    public VirtualInstance Instance { get; } = instance;

    public InstanceState State => Instance.State;

    public InstanceStatus Status => State.Status;

    // ---- acting ----

    public StepResult Send(Command command, Actor? actor = null) => engine.World.Send(Instance.Key, command, actor);

    public TestRun Do(Command command, string? actor = null)
    {
        var result = Send(command, new Actor(actor));
        Assert.True(result.Accepted, result.Rejection?.Message);
        return this;
    }

    /// <summary>Completes the oldest open user task or job of an element.</summary>
    public TestRun Complete(string elementId, params (string Name, object? Value)[] variables) =>
        CompleteAs(null, elementId, variables);

    public TestRun CompleteAs(string? user, string elementId, params (string Name, object? Value)[] variables)
    {
        var values = TestEngine.Vars(variables);
        return Tasks(elementId) is [var task, ..]
            ? Do(new CompleteTask(task.Number, values), user)
            : Do(new CompleteJob(Job(elementId).Number, values), user);
    }

    public TestRun Fail(string elementId, int retries = 0, string message = "kaputt", TimeSpan backOff = default) =>
        Do(new FailJob(Job(elementId).Number, retries, message, backOff));

    public TestRun ThrowError(string elementId, string code, string? message = null) =>
        Do(new ThrowJobError(Job(elementId).Number, code, message));

    public TestRun Set(params (string Name, object? Value)[] variables) =>
        Do(new SetVariables(0, TestEngine.Vars(variables), Local: false));

    public TestRun Message(string name, string? key = null, params (string Name, object? Value)[] variables)
    {
        engine.World.Publish(name, key, TestEngine.Vars(variables));
        return this;
    }

    public TestRun Signal(string name, params (string Name, object? Value)[] variables)
    {
        engine.World.Broadcast(name, TestEngine.Vars(variables));
        return this;
    }

    public TestRun Pass(string time)
    {
        engine.Pass(time);
        return this;
    }

    public TestRun ResolveIncident()
    {
        var incident = Assert.Single(State.Incidents.Values);
        return Do(new ResolveIncident(incident.Number));
    }

    // ---- looking ----

    public IReadOnlyList<UserTask> Tasks(string elementId) =>
        [.. State.UserTasks.Values.Where(t => Instance.Graph.Elements[t.Element].Id == elementId).OrderBy(t => t.Number)];

    public UserTask Task(string elementId) => Assert.Single(Tasks(elementId));

    public Job Job(string elementId)
    {
        var jobs = State.Jobs.Values.Where(j => Instance.Graph.Elements[j.Element].Id == elementId).OrderBy(j => j.Number).ToList();
        Assert.True(jobs.Count > 0, $"Expected an open job or task at '{elementId}', but there is none. {State.Status}");
        return jobs[0];
    }

    /// <summary>The oldest active instance of an element, bodies of loops left out.</summary>
    public ElementInstance Active(string elementId) =>
        ActiveInstances(elementId) is [var first, ..]
            ? first
            : throw new Xunit.Sdk.XunitException($"Expected '{elementId}' to be active, but it is not.");

    public IReadOnlyList<ElementInstance> ActiveInstances(string elementId) =>
    [
        .. State.ElementInstances.Values
            .Where(e => e.Role != InstanceRole.LoopBody && Instance.Graph.Elements[e.Element].Id == elementId)
            .OrderBy(e => e.Number),
    ];

    public FeelValue this[string variable] => State.Variables[variable];

    public IReadOnlyList<Seen> Seen => engine.SeenBy(Instance);

    public int Times(string elementId, What what) => Seen.Count(s => s == new Seen(elementId, what));

    // ---- asserting ----

    public TestRun ShouldHaveSeen(params (string Element, What Event)[] expected)
    {
        var next = 0;
        foreach (var s in Seen)
        {
            if (next < expected.Length && s == new Seen(expected[next].Element, expected[next].Event))
            {
                next++;
            }
        }

        Assert.True(
            next == expected.Length,
            next == expected.Length ? null : $"Expected to see {expected[next]} after the ones before, but saw: {string.Join(", ", Seen)}");
        return this;
    }

    public TestRun NotYet(string elementId, What what)
    {
        Assert.DoesNotContain(new Seen(elementId, what), Seen);
        return this;
    }

    public TestRun ShouldHave(string variable, object? value)
    {
        Assert.Equal(TestEngine.Value(value), this[variable]);
        return this;
    }

    public TestRun ShouldBeCompleted()
    {
        Assert.True(
            Status == InstanceStatus.Completed,
            $"Expected the instance to be completed, but it is {Status}; incidents: "
            + string.Join("; ", State.Incidents.Values.Select(i => i.Message)) + $"; seen: {string.Join(", ", Seen)}");
        return this;
    }

    public TestRun ShouldBeActive()
    {
        Assert.Equal(InstanceStatus.Active, Status);
        return this;
    }

    public TestRun ShouldHaveIncident(IncidentKind kind, string? elementId = null)
    {
        var incident = Assert.Single(State.Incidents.Values);
        Assert.Equal(kind, incident.Kind);
        if (elementId is not null)
        {
            Assert.Equal(elementId, Instance.Graph.Elements[incident.Element].Id);
        }

        return this;
    }

    public TestRun ShouldBeRefused(Command command, RejectionCode code, string? actor = null)
    {
        var before = Journal.EncodeSnapshot(State);
        var result = Send(command, new Actor(actor));
        Assert.Equal(code, result.Rejection?.Code);
        Assert.Equal(before, Journal.EncodeSnapshot(State));
        return this;
    }
}
