namespace Kommune.Workflow.Storage.Tests;

/// <summary>Insides of BPMN processes that several tests use.</summary>
internal static class Processes
{
    public const string UserTask =
        """
        <bpmn:startEvent id="start"/>
        <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="check"/>
        <bpmn:userTask id="check" name="Antrag prüfen">
          <bpmn:extensionElements>
            <zeebe:userTask/>
            <zeebe:assignmentDefinition candidateGroups="steueramt, bauhof"/>
          </bpmn:extensionElements>
        </bpmn:userTask>
        <bpmn:sequenceFlow id="f2" sourceRef="check" targetRef="end"/>
        <bpmn:endEvent id="end"/>
        """;

    public const string TimerThenEnd =
        """
        <bpmn:startEvent id="start"/>
        <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="wait"/>
        <bpmn:intermediateCatchEvent id="wait">
          <bpmn:timerEventDefinition id="t">
            <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P30D</bpmn:timeDuration>
          </bpmn:timerEventDefinition>
        </bpmn:intermediateCatchEvent>
        <bpmn:sequenceFlow id="f2" sourceRef="wait" targetRef="end"/>
        <bpmn:endEvent id="end"/>
        """;

    public const string Job =
        """
        <bpmn:startEvent id="start"/>
        <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="work"/>
        <bpmn:serviceTask id="work">
          <bpmn:extensionElements>
            <zeebe:taskDefinition type="mail" retries="3"/>
            <zeebe:taskHeaders><zeebe:header key="template" value="welcome"/></zeebe:taskHeaders>
          </bpmn:extensionElements>
        </bpmn:serviceTask>
        <bpmn:sequenceFlow id="f2" sourceRef="work" targetRef="end"/>
        <bpmn:endEvent id="end"/>
        """;

    public const string Message =
        """
        <bpmn:message id="paid" name="paid">
          <bpmn:extensionElements><zeebe:subscription correlationKey="=number"/></bpmn:extensionElements>
        </bpmn:message>
        """;

    public const string WaitForMessage =
        """
        <bpmn:startEvent id="start"/>
        <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="wait"/>
        <bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition id="m" messageRef="paid"/></bpmn:intermediateCatchEvent>
        <bpmn:sequenceFlow id="f2" sourceRef="wait" targetRef="end"/>
        <bpmn:endEvent id="end"/>
        """;

    /// <summary>Script tasks in a row, each adding one to <c>n</c>.</summary>
    public static string Scripts(int count) =>
        "<bpmn:startEvent id=\"start\"/>"
        + string.Concat(Enumerable.Range(1, count).Select(i =>
            $"""
            <bpmn:sequenceFlow id="f{i}" sourceRef="{(i == 1 ? "start" : $"s{i - 1}")}" targetRef="s{i}"/>
            <bpmn:scriptTask id="s{i}">
              <bpmn:extensionElements><zeebe:script expression="=n + 1" resultVariable="n"/></bpmn:extensionElements>
            </bpmn:scriptTask>
            """))
        + $"<bpmn:sequenceFlow id=\"last\" sourceRef=\"s{count}\" targetRef=\"end\"/><bpmn:endEvent id=\"end\"/>";
}
