using System.Text;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Benchmarks;

/// <summary>The processes that are measured.</summary>
internal static class BenchProcesses
{
    public const string Scripts = "ten-scripts";
    public const string Task = "one-task";

    public static DeploymentResource TenScripts { get; } = Bpmn(
        Scripts,
        string.Concat(Enumerable.Range(1, 10).Select(i =>
            $"""
            <sequenceFlow id="f{i}" sourceRef="{(i == 1 ? "start" : $"s{i - 1}")}" targetRef="s{i}"/>
            <scriptTask id="s{i}"><extensionElements><zeebe:script expression="=n + 1" resultVariable="n"/></extensionElements></scriptTask>
            """)) + """<sequenceFlow id="last" sourceRef="s10" targetRef="end"/>""");

    public static DeploymentResource OneTask { get; } = Bpmn(
        Task,
        """
        <sequenceFlow id="f1" sourceRef="start" targetRef="check"/>
        <userTask id="check" name="Prüfen">
          <extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="steueramt"/></extensionElements>
        </userTask>
        <sequenceFlow id="f2" sourceRef="check" targetRef="end"/>
        """);

    public static DeploymentResource TenTasks { get; } = Bpmn(
        "ten-tasks",
        string.Concat(Enumerable.Range(1, 10).Select(i =>
            $"""
            <sequenceFlow id="f{i}" sourceRef="{(i == 1 ? "start" : $"t{i - 1}")}" targetRef="t{i}"/>
            <userTask id="t{i}"><extensionElements>
              <zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="amt-{i % 3}"/>
            </extensionElements></userTask>
            """)) + """<sequenceFlow id="last" sourceRef="t10" targetRef="end"/>""");

    private static DeploymentResource Bpmn(string id, string body) => new($"{id}.bpmn", Encoding.UTF8.GetBytes(
        $"""
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
            targetNamespace="bench" id="d">
          <process id="{id}" isExecutable="true"><startEvent id="start"/>{body}<endEvent id="end"/></process>
        </definitions>
        """));
}
