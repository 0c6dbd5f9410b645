using System.Text;
using Kommune.Workflow.Definitions;
using Xunit;
using static Kommune.Workflow.Definitions.ProcessBuilder;

namespace Kommune.Workflow.Engine.Tests.Definitions;

public sealed class BpmnCompilerTests
{
    [Fact]
    public void A_user_task_says_who_does_it_until_when_and_with_which_form()
    {
        var graph = Process("p").Start()
            .UserTask("check", t => t.Assignee("=sachbearbeitung").CandidateGroups("steueramt, kaemmerei").DueDate("P3D")
                .FollowUpDate("=wiedervorlage").Priority("80").Form("pruefen").Property("kommune:title", "=\"Prüfen \" + name"))
            .UserTask("approve", t => t.FourEyes("check"))
            .End().Build();

        var check = graph.Find("check")!.UserTask!;
        Assert.Equal("sachbearbeitung", check.Assignee!.Expression!.Text);
        Assert.Equal("steueramt, kaemmerei", check.CandidateGroups!.Text);
        Assert.Equal("P3D", check.DueDate!.Text);
        Assert.Equal("80", check.Priority!.Text);
        Assert.Equal("pruefen", check.FormId);
        Assert.NotNull(check.Title!.Expression);
        Assert.Equal(["check"], graph.Find("approve")!.UserTask!.FourEyes);
    }

    [Fact]
    public void A_process_says_what_its_cases_are_called_and_how_long_they_are_kept()
    {
        var graph = Process("p", p => p.Property("kommune:title", "=name").Property("kommune:caseNumber", "HS")
                .Property("kommune:retention", "P10Y").Property("kommune:starters", "buergerbuero, steueramt"))
            .Start("start", s => s.Form("antrag")).End().Build();

        Assert.Equal("HS", graph.Settings.CaseNumberPrefix);
        Assert.Equal(new Period(120, TimeSpan.Zero), graph.Settings.Retention);
        Assert.Equal(["buergerbuero", "steueramt"], graph.Settings.Starters);
        Assert.Equal("antrag", graph.Settings.StartFormId);
    }

    [Fact]
    public void Loops_and_quantities_are_compiled()
    {
        var graph = Process("p").Start()
            .Task("each", t => t.ForEach("=items", "item", sequential: true, "results", "=item * 2", "=done"))
            .Task("twice", t => t.Times("2"))
            .Task("again", t => t.Loop("=n < 3", testBefore: true, maximum: 5).Attribute("startQuantity", 2))
            .End().Build();

        var each = graph.Find("each")!.Loop!;
        Assert.Equal(LoopKind.Sequential, each.Kind);
        Assert.Equal(("items", "item", "results", "item * 2", "done"), (
            each.InputCollection!.Text, each.InputElement, each.OutputCollection, each.OutputElement!.Text,
            each.CompletionCondition!.Text));
        Assert.Equal("2", graph.Find("twice")!.Loop!.Cardinality!.Text);
        Assert.Equal(2, graph.Find("again")!.StartQuantity);
        Assert.Equal((true, 5), (graph.Find("again")!.Loop!.TestBefore, graph.Find("again")!.Loop!.Maximum));
    }

    [Fact]
    public void Pools_connected_by_a_message_flow_share_a_message_of_their_own()
    {
        var compiled = Compile("""
            <collaboration id="c">
              <participant id="pa" processRef="a"/><participant id="pb" processRef="b"/>
              <messageFlow id="mf" sourceRef="send" targetRef="receive"/>
            </collaboration>
            <process id="a" isExecutable="true">
              <startEvent id="as"/><sequenceFlow id="a1" sourceRef="as" targetRef="send"/>
              <sendTask id="send"/><sequenceFlow id="a2" sourceRef="send" targetRef="ae"/><endEvent id="ae"/>
            </process>
            <process id="b" isExecutable="true">
              <startEvent id="receive"><messageEventDefinition/></startEvent>
              <sequenceFlow id="b1" sourceRef="receive" targetRef="be"/><endEvent id="be"/>
            </process>
            """);

        Assert.Empty(compiled.Findings);
        var sent = Assert.IsType<MessageEvent>(Assert.Single(compiled.Processes[0].Find("send")!.Events));
        var received = Assert.IsType<MessageEvent>(Assert.Single(compiled.Processes[1].Find("receive")!.Events));
        Assert.Equal(sent.Name, received.Name);
        Assert.NotNull(sent.Name.Text);
    }

    [Fact]
    public void A_global_task_becomes_a_process_that_can_be_called()
    {
        var compiled = Compile("""
            <globalUserTask id="approve" name="Freigeben"/>
            <process id="p" isExecutable="true">
              <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="call"/>
              <callActivity id="call" calledElement="approve"/><sequenceFlow id="f2" sourceRef="call" targetRef="e"/>
              <endEvent id="e"/>
            </process>
            """);

        Assert.Empty(compiled.Findings);
        Assert.Equal("approve", compiled.Processes[0].Find("call")!.Call!.ProcessId.Text);
        var global = compiled.Processes.Single(g => g.ProcessId == "approve");
        Assert.NotNull(global.Find("approve-task")!.UserTask);
    }

    [Fact]
    public void Inner_lanes_win_over_outer_ones()
    {
        var compiled = Compile("""
            <process id="p" isExecutable="true">
              <laneSet id="ls"><lane id="outer" name="Rathaus"><flowNodeRef>t</flowNodeRef>
                <childLaneSet id="cls"><lane id="inner" name="Steueramt"><flowNodeRef>t</flowNodeRef></lane></childLaneSet>
              </lane></laneSet>
              <userTask id="t"/>
            </process>
            """);

        Assert.Equal("Steueramt", compiled.Processes[0].Find("t")!.Lane);
    }

    [Fact]
    public void Data_associations_are_assignments_before_and_after()
    {
        var compiled = Compile("""
            <process id="p" isExecutable="true">
              <dataObject id="do" name="Antrag"/><dataObjectReference id="ref" dataObjectRef="do"/>
              <task id="t">
                <ioSpecification><dataInput id="in" name="eingabe"/><dataOutput id="out" name="ausgabe"/>
                  <inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet><dataOutputRefs>out</dataOutputRefs></outputSet>
                </ioSpecification>
                <dataInputAssociation><sourceRef>ref</sourceRef><targetRef>in</targetRef></dataInputAssociation>
                <dataOutputAssociation><sourceRef>out</sourceRef><targetRef>ref</targetRef></dataOutputAssociation>
              </task>
            </process>
            """);

        Assert.Empty(compiled.Findings);
        var task = compiled.Processes[0].Find("t")!;
        Assert.Equal(["Antrag"], compiled.Processes[0].Process.DataObjects);
        Assert.Equal(("Antrag", "eingabe"), (task.Inputs[0].Source.Text, task.Inputs[0].Target));
        Assert.Equal(("ausgabe", "Antrag"), (task.Outputs[0].Source.Text, task.Outputs[0].Target));
    }

    [Theory]
    [InlineData("<zeebe:executionListeners/>", "kommune.zeebe-unsupported")]
    [InlineData("<zeebe:calledElement processId='x'/>", "kommune.zeebe-misplaced")]
    [InlineData("<camunda:executionListener class='X' xmlns:camunda='http://camunda.org/schema/1.0/bpmn'/>", "kommune.other-engine")]
    public void Extensions_that_would_have_to_be_executed_are_refused(string extension, string rule)
    {
        var compiled = Compile(
            $"<process id='p' isExecutable='true'><task id='t'><extensionElements>{extension}</extensionElements></task></process>");

        Assert.False(compiled.Ok);
        var finding = Assert.Single(compiled.Findings);
        Assert.Equal((rule, "t"), (finding.Rule, finding.ElementId));
        Assert.True(finding.Line > 0);
    }

    [Theory]
    [InlineData("<task id='t' camunda:asyncBefore='true' xmlns:camunda='http://camunda.org/schema/1.0/bpmn'/>", "kommune.other-engine")]
    [InlineData("<task id='t' isForCompensation='vielleicht'/>", "XSD.value")]
    [InlineData("<taks id='t'/>", "XSD.element")]
    [InlineData("<serviceTask id='t'/>", "kommune.task-without-work")]
    [InlineData("<scriptTask id='t' scriptFormat='js'><script>x = 1</script></scriptTask>", "kommune.task-without-work")]
    public void What_could_not_be_executed_is_refused(string content, string rule)
    {
        var compiled = Compile($"<process id='p' isExecutable='true'>{content}</process>");

        Assert.Contains(compiled.Findings, f => f.Severity == FindingSeverity.Error && f.Rule == rule);
    }

    [Fact]
    public void A_condition_in_another_language_is_refused_with_help()
    {
        var compiled = Compile("""
            <process id="p" isExecutable="true">
              <task id="t"/><task id="a"/><task id="b"/>
              <sequenceFlow id="f1" sourceRef="t" targetRef="a">
                <conditionExpression xsi:type="tFormalExpression">${x > 1}</conditionExpression>
              </sequenceFlow>
              <sequenceFlow id="f2" sourceRef="t" targetRef="b"/>
            </process>
            """);

        var finding = Assert.Single(compiled.Findings);
        Assert.Equal(("kommune.expression-not-feel", "f1"), (finding.Rule, finding.ElementId));
        Assert.Contains("„=“", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_four_eyes_rule_names_tasks_that_exist()
    {
        var findings = Process("p").Start().UserTask("a", t => t.FourEyes("nobody")).End().Compile().Findings;

        Assert.Equal("kommune.four-eyes-unknown-task", Assert.Single(findings).Rule);
    }

    private static CompiledDefinitions Compile(string content) => BpmnCompiler.Compile(Encoding.UTF8.GetBytes($"""
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t">
        {content}
        </definitions>
        """));
}
