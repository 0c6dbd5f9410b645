namespace Kommune.Workflow.Server.Tests.Processes;

/// <summary>Small processes for tests, as files to deploy.</summary>
internal static class Model
{
    /// <summary>One task for the change agents with a form that requires <c>ergebnis</c>.</summary>
    public static (string Name, string Content)[] Review(string id = "pruefung") =>
    [
        ($"{id}.bpmn", Process(id, "Prüfung", $"""
            <startEvent id="start"><outgoing>f1</outgoing></startEvent>
            <sequenceFlow id="f1" sourceRef="start" targetRef="pruefen" />
            <userTask id="pruefen" name="Antrag prüfen">
              <extensionElements>
                <zeebe:userTask />
                <zeebe:assignmentDefinition candidateGroups="change-agents" />
                <zeebe:formDefinition formId="{id}-form" />
              </extensionElements>
              <incoming>f1</incoming><outgoing>f2</outgoing>
            </userTask>
            <sequenceFlow id="f2" sourceRef="pruefen" targetRef="ende" />
            <endEvent id="ende"><incoming>f2</incoming></endEvent>
            """)),
        ($"{id}-form.form.json", $$"""
            {"id":"{{id}}-form","title":"Prüfung","pages":[{"name":"p","elements":[
              {"type":"text","name":"ergebnis","title":"Ergebnis","isRequired":true,"maxLength":100},
              {"type":"text","name":"betrag","title":"Betrag","inputType":"number","min":0}]}]}
            """),
    ];

    /// <summary>Two tasks for the change agents; whoever did the first may not do the second.</summary>
    public static (string Name, string Content)[] FourEyes(string id = "vieraugen") =>
    [
        ($"{id}.bpmn", Process(id, "Vier Augen", """
            <startEvent id="start"><outgoing>f1</outgoing></startEvent>
            <sequenceFlow id="f1" sourceRef="start" targetRef="erste" />
            <userTask id="erste" name="Erste Prüfung">
              <extensionElements><zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="change-agents" /></extensionElements>
              <incoming>f1</incoming><outgoing>f2</outgoing>
            </userTask>
            <sequenceFlow id="f2" sourceRef="erste" targetRef="zweite" />
            <userTask id="zweite" name="Zweite Prüfung">
              <extensionElements>
                <zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="change-agents" />
                <zeebe:properties><zeebe:property name="kommune:fourEyes" value="erste" /></zeebe:properties>
              </extensionElements>
              <incoming>f2</incoming><outgoing>f3</outgoing>
            </userTask>
            <sequenceFlow id="f3" sourceRef="zweite" targetRef="ende" />
            <endEvent id="ende"><incoming>f3</incoming></endEvent>
            """)),
    ];

    /// <summary>User tasks for the change agents, one after the other.</summary>
    public static (string Name, string Content)[] Tasks(string id, params (string Id, string Name)[] tasks)
    {
        var ids = tasks.Select(task => task.Id).Prepend("start").Append("ende").ToList();
        var content = string.Concat(tasks.Select(task => $"""
            <userTask id="{task.Id}" name="{task.Name}">
              <extensionElements><zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="change-agents" /></extensionElements>
            </userTask>
            """)) + string.Concat(ids.Zip(ids.Skip(1), (from, to) =>
            $"""<sequenceFlow id="{from}-{to}" sourceRef="{from}" targetRef="{to}" />"""));
        return [($"{id}.bpmn", Process(id, "Aufgaben", $"""<startEvent id="start" />{content}<endEvent id="ende" />"""))];
    }

    /// <summary>A service task of type <c>rechnen</c> with one attempt.</summary>
    public static (string Name, string Content)[] Job(string id = "rechnung") =>
    [
        ($"{id}.bpmn", Process(id, "Rechnung", """
            <startEvent id="start"><outgoing>f1</outgoing></startEvent>
            <sequenceFlow id="f1" sourceRef="start" targetRef="rechnen" />
            <serviceTask id="rechnen" name="Betrag berechnen">
              <extensionElements><zeebe:taskDefinition type="rechnen" retries="1" /></extensionElements>
              <incoming>f1</incoming><outgoing>f2</outgoing>
            </serviceTask>
            <sequenceFlow id="f2" sourceRef="rechnen" targetRef="ende" />
            <endEvent id="ende"><incoming>f2</incoming></endEvent>
            """)),
    ];

    /// <summary>A choice of which no way can be taken: the case stands still with an incident.</summary>
    public static (string Name, string Content)[] Broken(string id = "kaputt") =>
    [
        ($"{id}.bpmn", Process(id, "Kaputt", """
            <startEvent id="start"><outgoing>f1</outgoing></startEvent>
            <sequenceFlow id="f1" sourceRef="start" targetRef="wahl" />
            <exclusiveGateway id="wahl" name="Wohin?">
              <incoming>f1</incoming><outgoing>f2</outgoing><outgoing>f3</outgoing>
            </exclusiveGateway>
            <sequenceFlow id="f2" sourceRef="wahl" targetRef="ende"><conditionExpression>=1 = 2</conditionExpression></sequenceFlow>
            <sequenceFlow id="f3" sourceRef="wahl" targetRef="ende"><conditionExpression>=2 = 3</conditionExpression></sequenceFlow>
            <endEvent id="ende"><incoming>f2</incoming><incoming>f3</incoming></endEvent>
            """)),
    ];

    public static string Process(string id, string name, string content) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
                     id="d-{id}" targetNamespace="http://example.org/{id}">
          <process id="{id}" name="{name}" isExecutable="true">
            {content}
          </process>
        </definitions>
        """;
}
