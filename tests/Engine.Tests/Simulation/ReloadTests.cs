using Kommune.Workflow.Definitions;
using Kommune.Workflow.Engine.Tests.Scenarios;
using Kommune.Workflow.Execution;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Simulation;

public sealed class ReloadTests
{
    private const int StepsMax = 120;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 70)];

    // To rerun one: set the seed the failure names as the only one of Seeds.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_process_ends_the_same_with_and_without_a_reload_after_every_command(int seed)
    {
        var graph = new RandomProcess(seed).Make().Build();
        var kept = new RandomWalk(new TestEngine(), graph, seed).Run(StepsMax);
        var reloaded = new RandomWalk(new TestEngine { ReloadsAlways = true }, graph, seed).Run(StepsMax);

        Assert.Equal(kept.Journal.Count, reloaded.Journal.Count);
        for (var i = 0; i < kept.Journal.Count; i++)
        {
            Assert.Equal(Journal.Encode(kept.Journal[i]), Journal.Encode(reloaded.Journal[i]));
        }

        Assert.Equal(Journal.EncodeSnapshot(kept.State), Journal.EncodeSnapshot(reloaded.State));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Stored_commands_give_the_stored_events_again(int seed)
    {
        var graph = new RandomProcess(seed).Make().Build();
        var instance = new RandomWalk(new TestEngine(), graph, seed).Run(StepsMax);

        Assert.Equal(Journal.EncodeSnapshot(instance.State), Journal.EncodeSnapshot(Repeat(graph, instance)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Running_instance_always_waits_for_something(int seed)
    {
        var graph = new RandomProcess(seed).Make().Build();
        var state = new RandomWalk(new TestEngine(), graph, seed).Run(StepsMax).State;

        var waits = state.Jobs.Count + state.UserTasks.Count + state.Timers.Count + state.Bookmarks.Count + state.Incidents.Count
            + state.ElementInstances.Values.Sum(element => element.WaitingFlows.Count)
            + state.ElementInstances.Values.Count(element => graph.Elements[element.Element].AdHoc is not null);
        Assert.Equal(state.Status == InstanceStatus.Active, waits > 0);
    }

    private static InstanceState Repeat(ProcessGraph graph, VirtualInstance instance)
    {
        var state = new InstanceState();
        foreach (var entry in instance.Journal)
        {
            var stored = Journal.DecodeEntry(Journal.Encode(entry));
            var result = Interpreter.Step(graph, state, stored.Command, new StepContext(stored.At, stored.Actor, (_, _, _) => null));
            Assert.True(result.Accepted);
            Assert.Equal(Journal.EncodeEvents(stored.Events), Journal.EncodeEvents(result.Events));
        }

        return state;
    }
}
