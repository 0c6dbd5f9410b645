using Kommune.Workflow.Definitions;
using Xunit;
using static Kommune.Workflow.Definitions.ProcessBuilder;

namespace Kommune.Workflow.Engine.Tests.Definitions;

public sealed class ProcessBuilderTests
{
    [Fact]
    public void Branches_start_at_their_fork_and_end_at_the_join()
    {
        var graph = Process("permit").Start().Fork("f", a => a.UserTask("check"), b => b.UserTask("pay")).Join("j").End().Build();

        Assert.Equal("permit", graph.ProcessId);
        Assert.Equal(["check", "pay"], Targets(graph, "f"));
        Assert.Equal(["j"], Targets(graph, "check"));
        Assert.Equal(["j"], Targets(graph, "pay"));
        Assert.Equal(["end"], Targets(graph, "j"));
        Assert.Equal("start", graph.Elements[graph.Process.StartEvent].Id);
        Assert.All(graph.Elements, e => Assert.Equal(e, graph.Elements[e.Index]));
    }

    [Fact]
    public void Boundary_events_know_their_activity_and_whether_they_interrupt()
    {
        var graph = Process("p").Start()
            .UserTask("check")
            .Boundary("check", "late", e => e.TimerDuration("PT1H").NonInterrupting(), path => path.Task("remind").End())
            .End()
            .Build();

        var boundary = graph.Find("late")!;
        Assert.Equal(graph.Find("check")!.Index, boundary.AttachedTo);
        Assert.False(boundary.Interrupting);
        Assert.Equal(new TimerEvent(TimerKind.Duration, TextValue.Fixed("PT1H")), Assert.Single(boundary.Events));
        Assert.Equal([boundary.Index], graph.Find("check")!.BoundaryEvents);
    }

    [Fact]
    public void Containers_hold_their_own_elements_and_flows()
    {
        var graph = Process("p").Start()
            .SubProcess("sub", s => s.Start("inner").Task("work").End("innerEnd"))
            .EventSubProcess("onCancel", s => s.Start("asked", e => e.Message("cancel")).End("canceled"))
            .End()
            .Build();

        var sub = graph.Find("sub")!;
        Assert.Equal(["inner", "work", "innerEnd"], sub.Children.Select(c => graph.Elements[c].Id));
        Assert.Equal("inner", graph.Elements[sub.StartEvent].Id);
        Assert.Equal(ElementKind.EventSubProcess, graph.Find("onCancel")!.Kind);
        Assert.Equal([graph.Find("onCancel")!.Index], graph.Process.EventSubProcesses);
    }

    [Fact]
    public void Compensation_boundary_knows_its_handler()
    {
        var graph = Process("p").Start()
            .ServiceTask("book", "book")
            .CompensateWith("book", h => h.ServiceTask("unbook", "unbook"))
            .Throw("undo", e => e.Compensate("book"))
            .End()
            .Build();

        Assert.Equal(graph.Find("unbook")!.Index, graph.Find("book-compensation")!.CompensationHandler);
        Assert.True(graph.Find("unbook")!.IsForCompensation);
        Assert.Equal([new CompensateEvent(graph.Find("book")!.Index, true)], graph.Find("undo")!.Events);
    }

    [Fact]
    public void Links_jump_to_the_catching_event_of_the_same_name()
    {
        var graph = Process("p").Start()
            .Throw("jump", e => e.Link("a"))
            .From().Catch("land", e => e.Link("a")).End()
            .Build();

        Assert.Equal([new LinkEvent("a", graph.Find("land")!.Index)], graph.Find("jump")!.Events);
    }

    [Fact]
    public void Lanes_name_the_office_of_their_tasks()
    {
        var graph = Process("p").Start().UserTask("check").End().Lane("Steueramt", "check").Build();

        Assert.Equal("Steueramt", graph.Find("check")!.Lane);
        Assert.Null(graph.Find("start")!.Lane);
    }

    [Fact]
    public void What_the_compiler_refuses_cannot_be_built()
    {
        var error = Assert.Throws<InvalidDefinitionException>(
            () => Process("p").Start().Throw("jump", e => e.Link("nowhere")).Build());

        Assert.Contains(error.Findings, f => f.Rule == "EXT.125" && f.ElementId == "jump");
    }

    private static IEnumerable<string> Targets(ProcessGraph graph, string id) =>
        graph.Find(id)!.Outgoing.Select(f => graph.Elements[graph.Flows[f].Target].Id);
}
