using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Xunit;
using static Kommune.Workflow.Definitions.ProcessBuilder;

namespace Kommune.Workflow.Engine.Tests.Scenarios;

public sealed class UserTaskTests
{
    private readonly TestEngine engine = new();

    [Fact]
    public void Task_has_what_the_model_says()
    {
        var p = Process("p").Start()
            .UserTask("t", e => e.Name("Prüfen").Assignee("=boss").CandidateGroups("=[\"a\", \"b\"]").CandidateUsers("x, y")
                .DueDate("P3D").FollowUpDate("2026-10-01T09:00:00+02:00").Priority("=70 + 5").Form("form-1")
                .Property("kommune:title", "=\"Prüfe \" + what"))
            .End();
        var task = engine.Deploy(p).Start("p", ("boss", "anna"), ("what", "Plan")).Task("t");

        Assert.Equal(("Prüfe Plan", "anna", 75, "form-1"), (task.Title, task.Assignee, task.Priority, task.FormId));
        Assert.Equal(["a", "b"], task.CandidateGroups);
        Assert.Equal(["x", "y"], task.CandidateUsers);
        Assert.Equal(TestEngine.Start0.AddDays(3), task.DueAt);
        Assert.Equal(new DateTimeOffset(2026, 10, 1, 7, 0, 0, TimeSpan.Zero), task.FollowUpAt);
    }

    [Fact]
    public void Reason_given_is_kept_in_the_record_and_refused_beyond_its_length()
    {
        var run = engine.Deploy(Process("p").Start().UserTask("t").End()).Start();
        var task = run.Task("t").Number;

        run.Do(new AssignTask(task, "anna", Reason: "Ist zuständig"), "boss");
        run.Do(new DelegateTask(task, "ben", "Bitte ansehen"), "anna");
        run.Do(new UnassignTask(task, "Krank"), "ben");

        var given = run.Instance.Journal.Select(entry => Journal.DecodeEntry(Journal.Encode(entry)).Command);
        Assert.Equal(
            [
                new AssignTask(task, "anna", Reason: "Ist zuständig"),
                new DelegateTask(task, "ben", "Bitte ansehen"),
                new UnassignTask(task, "Krank"),
            ],
            given.Skip(1));
        var tooLong = new string('x', ExecutionLimits.Default.ReasonLengthMax + 1);
        run.ShouldBeRefused(new UpdateTask(task, new TaskChanges { Priority = 1 }, tooLong), RejectionCode.InvalidArgument);
    }

    [Fact]
    public void Lane_is_the_candidate_group_where_none_is_named()
    {
        var p = Process("p").Start().UserTask("t", e => e.Name("Lesen")).UserTask("u", e => e.CandidateGroups("kasse")).End()
            .Lane("Bauhof", "start", "t", "u", "end");
        var run = engine.Deploy(p).Start();

        Assert.Equal(("Lesen", 50), (run.Task("t").Title, run.Task("t").Priority));
        Assert.Equal(["Bauhof"], run.Task("t").CandidateGroups);
        Assert.Equal(["kasse"], run.Complete("t").Task("u").CandidateGroups);
    }

    [Theory]
    [InlineData("=5", "bald", null)]
    [InlineData("=x", "P1D", "101")]
    public void Wrong_properties_are_an_incident(string groups, string due, string? priority)
    {
        var p = Process("p").Start()
            .UserTask("t", e => e.CandidateGroups(groups).DueDate("=\"" + due + "\"").Priority("=" + (priority ?? "1"))).End();

        engine.Deploy(p).Start().ShouldHaveIncident(IncidentKind.ExtractValue, "t");
    }

    [Fact]
    public void Task_is_claimed_once_given_back_and_taken_over()
    {
        var run = engine.Deploy(Process("p").Start().UserTask("t").End()).Start();
        var task = run.Task("t").Number;

        run.Do(new AssignTask(task, "anna", AllowOverride: false), "anna");
        run.Do(new AssignTask(task, "anna", AllowOverride: false), "anna");
        run.ShouldBeRefused(new AssignTask(task, "bert", AllowOverride: false), RejectionCode.InvalidState, "bert");
        run.Do(new AssignTask(task, "bert"), "boss");
        Assert.Equal("bert", run.Task("t").Assignee);
        run.Do(new UnassignTask(task), "bert");
        Assert.Null(run.Task("t").Assignee);
    }

    [Fact]
    public void Delegated_task_comes_back_before_it_is_completed()
    {
        var run = engine.Deploy(Process("p").Start().UserTask("t").End()).Start();
        var task = run.Task("t").Number;
        run.Do(new AssignTask(task, "anna"), "anna").Do(new DelegateTask(task, "bert"), "anna");
        Assert.Equal(("bert", "anna"), (run.Task("t").Assignee, run.Task("t").Owner));

        run.ShouldBeRefused(new CompleteTask(task), RejectionCode.InvalidState, "bert");
        run.Do(new ResolveTask(task, TestEngine.Vars(("checked", true))), "bert");

        Assert.Equal(("anna", (string?)null), (run.Task("t").Assignee, run.Task("t").Owner));
        run.CompleteAs("anna", "t").ShouldBeCompleted().ShouldHave("checked", true);
    }

    [Fact]
    public void Update_changes_what_it_names_and_clears_what_it_says()
    {
        var run = engine.Deploy(Process("p").Start().UserTask("t", e => e.DueDate("P1D").FollowUpDate("P1D").CandidateGroups("a")).End())
            .Start();
        var task = run.Task("t").Number;

        run.Do(new UpdateTask(task, new TaskChanges { Priority = 90, Clear = [nameof(TaskChanges.DueAt)] }));

        Assert.Equal((90, (DateTimeOffset?)null), (run.Task("t").Priority, run.Task("t").DueAt));
        Assert.NotNull(run.Task("t").FollowUpAt);
        Assert.Equal(["a"], run.Task("t").CandidateGroups);
        run.ShouldBeRefused(new UpdateTask(task, new TaskChanges { Priority = 101 }), RejectionCode.InvalidArgument);
    }

    // ---- four eyes ----

    private static ProcessBuilder FourEyes() =>
        Process("p").Start().UserTask("enter", e => e.Name("Erfassen")).UserTask("approve", e => e.FourEyes("enter")).End();

    [Fact]
    public void Four_eyes_bars_the_doer_from_claiming_being_delegated_to_and_completing()
    {
        var run = engine.Deploy(FourEyes()).Start().CompleteAs("anna", "enter");
        var task = run.Task("approve");
        Assert.Equal(["anna"], task.Barred.Select(doer => doer.UserId));

        run.ShouldBeRefused(new AssignTask(task.Number, "anna"), RejectionCode.FourEyes, "boss");
        run.ShouldBeRefused(new DelegateTask(task.Number, "anna"), RejectionCode.FourEyes, "boss");
        run.ShouldBeRefused(new CompleteTask(task.Number), RejectionCode.FourEyes, "anna");
        var rejection = run.Send(new CompleteTask(task.Number), new Actor("anna")).Rejection!;
        Assert.Contains("Erfassen", rejection.Notice, StringComparison.Ordinal);
        run.CompleteAs("bert", "approve").ShouldBeCompleted();
    }

    [Fact]
    public void Four_eyes_counts_who_really_acted_not_who_was_deputised()
    {
        var run = engine.Deploy(FourEyes()).Start();
        run.Send(new CompleteTask(run.Task("enter").Number), new Actor("deputy", OnBehalfOf: "anna"));
        var task = run.Task("approve").Number;

        Assert.Equal(
            RejectionCode.FourEyes, run.Send(new CompleteTask(task), new Actor("deputy", OnBehalfOf: "bert")).Rejection?.Code);
        Assert.True(run.Send(new CompleteTask(task), new Actor("anna")).Accepted);
    }

    [Fact]
    public void Four_eyes_leaves_a_task_unassigned_whose_assignee_is_barred()
    {
        var p = Process("p").Start().UserTask("enter").UserTask("approve", e => e.FourEyes("enter").Assignee("anna")).End();

        Assert.Null(engine.Deploy(p).Start().CompleteAs("anna", "enter").Task("approve").Assignee);
        Assert.Equal("anna", engine.Start().CompleteAs("bert", "enter").Task("approve").Assignee);
    }

    [Fact]
    public void Four_eyes_holds_between_tasks_that_are_open_at_the_same_time()
    {
        var p = Process("p").Start()
            .Fork("f", a => a.UserTask("one", e => e.FourEyes("two")), b => b.UserTask("two", e => e.FourEyes("one")))
            .Join("j").End();
        var run = engine.Deploy(p).Start();
        run.Do(new AssignTask(run.Task("one").Number, "anna"), "anna").Do(new AssignTask(run.Task("two").Number, "anna"), "anna");

        run.CompleteAs("anna", "one");

        Assert.Null(run.Task("two").Assignee);
        run.ShouldBeRefused(new CompleteTask(run.Task("two").Number), RejectionCode.FourEyes, "anna");
        run.CompleteAs("bert", "two").ShouldBeCompleted();
    }
}
