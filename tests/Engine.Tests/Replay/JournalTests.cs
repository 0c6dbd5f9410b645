using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Replay;

public sealed class JournalTests
{
    private static readonly DateTimeOffset Now = new(2026, 9, 15, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Commands_events_and_states_read_back_as_written()
    {
        var graph = ProcessBuilder.Process("p").Start()
            .ScriptTask("count", "=n + 1", "n")
            .Fork("f", a => a.UserTask("check"), b => b.ServiceTask("pay", "bank")).Join("j").End().Build();
        var state = new InstanceState();
        var variables = FeelContext.Of(
            ("n", FeelNumber.Of(1.25m)),
            ("list", FeelList.Of(FeelNull.Instance, FeelBoolean.True, FeelString.Of("ä"), FeelNumber.Of(-79228162514264337593543950335m))),
            ("deep", FeelContext.Of(("a", FeelContext.Of(("b", FeelNumber.Of(0.0000001m)))))));
        var command = new StartInstance(InstanceKey.FromNumber(7), 42, variables, CaseNumber: "HS-2026-0001");

        var result = Interpreter.Step(graph, state, command, new StepContext(Now, new Actor("anna"), (_, _, _) => null));

        Assert.True(result.Accepted);
        var entry = new JournalEntry(Now, new Actor("anna", "bert"), command, result.Events);
        var bytes = Journal.Encode(entry);
        var decoded = Journal.DecodeEntry(bytes);
        Assert.Equal(bytes, Journal.Encode(decoded));
        Assert.Equal(result.Events.Count, decoded.Events.Count);
        var replayed = new InstanceState();
        foreach (var e in decoded.Events)
        {
            replayed.Apply(e);
        }

        var snapshot = Journal.EncodeSnapshot(state);
        Assert.Equal(snapshot, Journal.EncodeSnapshot(replayed));
        Assert.Equal(snapshot, Journal.EncodeSnapshot(Journal.DecodeSnapshot(snapshot)));
        Assert.Equal(FeelNumber.Of(2.25m), state.Variables["n"]);
        Assert.Single(state.UserTasks);
        Assert.Single(state.Jobs);
    }

    [Fact]
    public void Number_gives_the_same_bytes_whether_it_was_computed_or_loaded()
    {
        var computed = FeelNumber.Of(2.5000m);

        var loaded = Journal.DecodeValue(Journal.EncodeValue(computed));

        Assert.Equal(computed, loaded);
        Assert.Equal(Journal.EncodeValue(FeelNumber.Of(2.5m)), Journal.EncodeValue(computed));
        Assert.Equal(Journal.EncodeValue(FeelNumber.Of(3)), Journal.EncodeValue(FeelNumber.Of(3.00m)));
    }
}
