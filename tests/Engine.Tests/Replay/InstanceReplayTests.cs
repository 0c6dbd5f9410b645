using Kommune.Workflow.Definitions;
using Kommune.Workflow.Engine.Tests.Scenarios;
using Kommune.Workflow.Execution;
using Xunit;
using static Kommune.Workflow.Definitions.ProcessBuilder;

namespace Kommune.Workflow.Engine.Tests.Replay;

public sealed class InstanceReplayTests
{
    private readonly TestEngine engine = new();

    [Fact]
    public void Each_step_tells_what_became_active_and_what_was_done()
    {
        engine.Deploy(Process("p").Start("s").UserTask("prüfen").UserTask("buchen").End("e"));
        var run = engine.Start().Complete("prüfen").Complete("buchen");

        var steps = Play(run);

        Assert.Equal(3, steps.Count);
        Assert.Contains(new ReplayedElement("s", ReplayedStatus.Completed), steps[0].Elements);
        Assert.Contains(new ReplayedElement("prüfen", ReplayedStatus.Active), steps[0].Elements);
        Assert.Equal(
            [new ReplayedElement("buchen", ReplayedStatus.Active), new ReplayedElement("prüfen", ReplayedStatus.Completed)],
            steps[1].Elements.OrderBy(e => e.ElementId, StringComparer.Ordinal));
        Assert.All(steps, step => Assert.Single(step.Flows));
    }

    [Fact]
    public void Each_step_tells_the_values_before_and_after()
    {
        engine.Deploy(Process("p").Start().UserTask("a").UserTask("b").End());
        var run = engine.Start("p", ("betrag", 10)).Complete("a", ("betrag", 12), ("name", "Balu")).Complete("b");

        var steps = Play(run);

        Assert.Equal(new ReplayedChange(0, null, "betrag", null, TestEngine.Value(10)), Assert.Single(steps[0].Changes));
        Assert.Equal(
            [
                new ReplayedChange(0, null, "betrag", TestEngine.Value(10), TestEngine.Value(12)),
                new ReplayedChange(0, null, "name", null, TestEngine.Value("Balu")),
            ],
            steps[1].Changes);
        Assert.Empty(steps[2].Changes);
    }

    [Fact]
    public void What_was_withdrawn_is_not_painted_any_more()
    {
        engine.Deploy(Process("p").Start().UserTask("t").End()
            .Boundary("t", "frist", e => e.TimerDuration("P2D"), b => b.UserTask("mahnen").End("e2")));
        var run = engine.Start().Pass("P2D");

        var steps = Play(run);

        Assert.Contains(new ReplayedElement("t", null), steps[^1].Elements);
        Assert.Contains(new ReplayedElement("mahnen", ReplayedStatus.Active), steps[^1].Elements);
    }

    [Fact]
    public void A_variable_of_a_step_is_gone_with_the_step()
    {
        engine.Deploy(Process("p").Start().UserTask("t", e => e.Input("=5", "satz")).End());
        var run = engine.Start().Complete("t");

        var steps = Play(run);

        Assert.Contains(steps[0].Changes, c => c is { ElementId: "t", Name: "satz", Before: null, After: not null });
        Assert.Contains(steps[1].Changes, c => c is { ElementId: "t", Name: "satz", Before: not null, After: null });
    }

    [Fact]
    public void After_a_migration_everything_is_told_anew_in_the_words_of_the_new_version()
    {
        engine.Deploy(Process("p").Start("s").UserTask("a").UserTask("b").End());
        var run = engine.Start().Complete("a");
        engine.Deploy(Process("p").Start("s").UserTask("a").UserTask("b2").End());
        run.Do(new MigrateInstance(2, [new ElementMapping("b", "b2")]));

        var step = Play(run)[^1];

        Assert.Equal(2, step.DefinitionKey);
        Assert.Contains(new ReplayedElement("a", ReplayedStatus.Completed), step.Elements);
        Assert.Contains(new ReplayedElement("b2", ReplayedStatus.Active), step.Elements);
        Assert.Equal(2, step.Flows.Count);
    }

    [Fact]
    public void The_replayed_state_is_the_state_bit_for_bit()
    {
        engine.Deploy(Process("p").Start().Fork("f", a => a.UserTask("a"), b => b.ServiceTask("b", "x")).Join("j").End());
        var run = engine.Start("p", ("n", 1)).Complete("a", ("n", 2)).Fail("b");
        var replay = new InstanceReplay(key => engine.World.Definition("p")!.Graph);

        foreach (var entry in run.Instance.Journal)
        {
            replay.Play(Journal.DecodeEntry(Journal.Encode(entry)));
        }

        Assert.Equal(Journal.EncodeSnapshot(run.State), Journal.EncodeSnapshot(replay.State));
    }

    /// <summary>Versions of the one process are numbered by their keys, in order of deployment.</summary>
    private static List<ReplayedStep> Play(TestRun run)
    {
        var graphs = new Dictionary<long, ProcessGraph>
        {
            [run.Instance.FirstDefinition.Key] = run.Instance.FirstDefinition.Graph,
            [run.Instance.Definition.Key] = run.Instance.Definition.Graph,
        };
        var replay = new InstanceReplay(key => graphs[key]);
        return [.. run.Instance.Journal.Select(entry => replay.Play(Journal.DecodeEntry(Journal.Encode(entry))))];
    }
}
