using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Ids and names of procedures, and the model a new one begins with.</summary>
internal static partial class ProcedureNames
{
    public const int NameLengthMax = 120;

    public const string IdRule =
        "Die Kennung beginnt mit einem Kleinbuchstaben und enthält sonst nur Kleinbuchstaben, Ziffern und Bindestriche (höchstens 60).";

    public const string NameRule = "Der Name muss 1 bis 120 Zeichen lang sein.";

    public static bool IsId(string id) => Id().IsMatch(id);

    /// <summary>An id for a name: <c>Hundesteuer für Welpen</c> becomes <c>hundesteuer-fuer-welpen</c>.</summary>
    public static string IdOf(string name)
    {
        var id = new StringBuilder();
        foreach (var letter in name.ToLowerInvariant())
        {
            id.Append(letter switch
            {
                'ä' => "ae",
                'ö' => "oe",
                'ü' => "ue",
                'ß' => "ss",
                >= 'a' and <= 'z' or >= '0' and <= '9' => letter.ToString(),
                _ => "-",
            });
        }

        var text = Hyphens().Replace(id.ToString(), "-").Trim('-');
        text = text.Length > 0 && char.IsAsciiLetter(text[0]) ? text : $"verfahren-{text}".TrimEnd('-');
        return text.Length > 56 ? text[..56].TrimEnd('-') : text;
    }

    /// <summary>The name of the first process in the first model; null: it has none that can be read.</summary>
    public static string? NameOf(IReadOnlyList<DeploymentResource> files)
    {
        var models = files.Where(file => ProcedureFiles.IsModel(file.Name)).OrderByDescending(file => file.Name == ProcedureFiles.Process);
        return models.Select(file => BpmnCompiler.Compile(file.Content).Processes.FirstOrDefault()?.Name)
            .FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))?.Trim();
    }

    /// <summary>A process from start to end, with its picture.</summary>
    public static DeploymentResource NewModel(string id, string name) => new(ProcedureFiles.Process, Encoding.UTF8.GetBytes($"""
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
            xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
            xmlns:modeler="http://camunda.org/schema/modeler/1.0"
            id="Definitionen_{id}" targetNamespace="urn:kommune:workflow:{id}"
            modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0">
          <bpmn:process id="{id}" name="{SecurityElement.Escape(name)}" isExecutable="true">
            <bpmn:startEvent id="Start" name="Vorgang beginnt">
              <bpmn:outgoing>Fluss_1</bpmn:outgoing>
            </bpmn:startEvent>
            <bpmn:endEvent id="Ende" name="Vorgang erledigt">
              <bpmn:incoming>Fluss_1</bpmn:incoming>
            </bpmn:endEvent>
            <bpmn:sequenceFlow id="Fluss_1" sourceRef="Start" targetRef="Ende" />
          </bpmn:process>
          <bpmndi:BPMNDiagram id="Diagramm_1">
            <bpmndi:BPMNPlane id="Ebene_1" bpmnElement="{id}">
              <bpmndi:BPMNShape id="Start_di" bpmnElement="Start">
                <dc:Bounds x="180" y="160" width="36" height="36" />
                <bpmndi:BPMNLabel>
                  <dc:Bounds x="158" y="203" width="80" height="14" />
                </bpmndi:BPMNLabel>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="Ende_di" bpmnElement="Ende">
                <dc:Bounds x="500" y="160" width="36" height="36" />
                <bpmndi:BPMNLabel>
                  <dc:Bounds x="476" y="203" width="84" height="14" />
                </bpmndi:BPMNLabel>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNEdge id="Fluss_1_di" bpmnElement="Fluss_1">
                <di:waypoint x="216" y="178" />
                <di:waypoint x="500" y="178" />
              </bpmndi:BPMNEdge>
            </bpmndi:BPMNPlane>
          </bpmndi:BPMNDiagram>
        </bpmn:definitions>

        """));

    [GeneratedRegex("^[a-z][a-z0-9-]{0,59}$")]
    private static partial Regex Id();

    [GeneratedRegex("-{2,}")]
    private static partial Regex Hyphens();
}
