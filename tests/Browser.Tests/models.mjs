import { callAs } from './host.mjs';

const step = 150;
const top = 100;

/** A procedure as BPMN with its drawing: a start, user tasks one after the other for the change agents, an end. */
export function chain(id, name, tasks) {
  const nodes = [{ id: 'Beginn' }, ...tasks, { id: 'Ende' }];
  const flows = nodes.slice(1).map((node, i) => ({ id: `Weg_${nodes[i].id}_${node.id}`, from: nodes[i].id, to: node.id }));
  const user = tasks
    .map(
      (task) => `<bpmn:userTask id="${task.id}" name="${task.name}"><bpmn:extensionElements><zeebe:userTask />
        <zeebe:assignmentDefinition candidateGroups="change-agents" /></bpmn:extensionElements></bpmn:userTask>`,
    )
    .join('\n');
  const middle = (index) => 100 + index * step + (index === 0 ? 36 : index === nodes.length - 1 ? 0 : 100);
  const shapes = nodes
    .map((node, i) => {
      const round = i === 0 || i === nodes.length - 1;
      const [size, height] = round ? [36, 36] : [100, 80];
      return `<bpmndi:BPMNShape id="${node.id}_di" bpmnElement="${node.id}">
        <dc:Bounds x="${100 + i * step}" y="${top - height / 2}" width="${size}" height="${height}" /></bpmndi:BPMNShape>`;
    })
    .join('\n');
  const edges = flows
    .map(
      (flow, i) => `<bpmndi:BPMNEdge id="${flow.id}_di" bpmnElement="${flow.id}">
        <di:waypoint x="${middle(i)}" y="${top}" /><di:waypoint x="${100 + (i + 1) * step}" y="${top}" /></bpmndi:BPMNEdge>`,
    )
    .join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
    xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="Definitionen_${id}" targetNamespace="https://example.org/${id}">
  <bpmn:process id="${id}" name="${name}" isExecutable="true">
    <bpmn:startEvent id="Beginn" />
    ${user}
    <bpmn:endEvent id="Ende" />
    ${flows.map((flow) => `<bpmn:sequenceFlow id="${flow.id}" sourceRef="${flow.from}" targetRef="${flow.to}" />`).join('\n')}
  </bpmn:process>
  <bpmndi:BPMNDiagram id="Zeichnung_${id}"><bpmndi:BPMNPlane id="Flaeche_${id}" bpmnElement="${id}">
    ${shapes}
    ${edges}
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;
}

/** Deploys a model; the next version of its process when there is one. */
export async function deploy(host, id, xml) {
  const form = new FormData();
  form.append('resources', new Blob([xml], { type: 'text/xml' }), `${id}.bpmn`);
  return callAs(host, 'admin', 'POST', '/v2/deployments', form);
}

/** Starts a case; its key. */
export async function startCase(host, user, processId, variables = {}) {
  return (await callAs(host, user, 'POST', `/api/processes/${processId}/cases`, { variables })).key;
}

/** Completes the one open task of a case. */
export async function completeTask(host, user, caseKey, variables = {}) {
  const { tasks } = await callAs(host, user, 'GET', `/api/cases/${caseKey}`);
  const open = tasks.find((task) => task.state === 'open');
  await callAs(host, user, 'POST', `/api/tasks/${open.key}/complete`, { variables });
}
