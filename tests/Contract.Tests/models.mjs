// Small processes, one behaviour each.
import { file } from './clients.mjs';

const bpmn = (content) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    id="definitions" targetNamespace="urn:kommune:contract">
${content}
</bpmn:definitions>`;

const extension = (content) => `<bpmn:extensionElements>${content}</bpmn:extensionElements>`;

/** A process whose elements follow one another; `between` holds the elements between start and end. */
const sequence = (id, between, { name = id, versionTag, before = '', startForm } = {}) => {
  const ids = ['start', ...between.map((element) => element.id), 'end'];
  const flows = ids.slice(1).map((target, i) => `<bpmn:sequenceFlow id="flow${i + 1}" sourceRef="${ids[i]}" targetRef="${target}"/>`);
  const processExtension = versionTag ? extension(`<zeebe:versionTag value="${versionTag}"/>`) : '';
  const form = startForm ? extension(`<zeebe:formDefinition formId="${startForm}"/>`) : '';
  return bpmn(`${before}
  <bpmn:process id="${id}" name="${name}" isExecutable="true">${processExtension}
    <bpmn:startEvent id="start">${form}</bpmn:startEvent>
    ${between.map((element) => element.xml).join('\n    ')}
    <bpmn:endEvent id="end"/>
    ${flows.join('\n    ')}
  </bpmn:process>`);
};

export const userTask = (id, inner = '', name = id) => ({
  id,
  xml: `<bpmn:userTask id="${id}" name="${name}">${extension(`<zeebe:userTask/>${inner}`)}</bpmn:userTask>`,
});

export const serviceTask = (id, type, { retries = 3, header = '' } = {}) => ({
  id,
  xml: `<bpmn:serviceTask id="${id}">${extension(`<zeebe:taskDefinition type="${type}" retries="${retries}"/>${header}`)}</bpmn:serviceTask>`,
});

export const scriptTask = (id, expression, result) => ({
  id,
  xml: `<bpmn:scriptTask id="${id}">${extension(`<zeebe:script expression="=${expression}" resultVariable="${result}"/>`)}</bpmn:scriptTask>`,
});

export const model = (id, between, options) => file(`${id}.bpmn`, sequence(id, between, options));

/** Waits for a message `name` with the correlation key in the variable `key`. */
export const messageModel = (id, name) => model(id, [{
  id: 'wait',
  xml: `<bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition messageRef="message"/></bpmn:intermediateCatchEvent>`,
}], { before: `<bpmn:message id="message" name="${name}">${extension('<zeebe:subscription correlationKey="=key"/>')}</bpmn:message>` });

/** Waits for a signal. */
export const signalModel = (id, name) => model(id, [{
  id: 'wait',
  xml: `<bpmn:intermediateCatchEvent id="wait"><bpmn:signalEventDefinition signalRef="signal"/></bpmn:intermediateCatchEvent>`,
}], { before: `<bpmn:signal id="signal" name="${name}"/>` });

/** Waits for a duration. */
export const timerModel = (id, duration) => model(id, [{
  id: 'wait',
  xml: `<bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${duration}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`,
}]);

/** Calls another process. */
export const callModel = (id, called) => model(id, [{
  id: 'call',
  xml: `<bpmn:callActivity id="call">${extension(`<zeebe:calledElement processId="${called}" propagateAllChildVariables="false"/>`)}</bpmn:callActivity>`,
}]);

/** A job whose business error leads to a user task. */
export const errorModel = (id, type, code) => file(`${id}.bpmn`, bpmn(`
  <bpmn:error id="error" name="error" errorCode="${code}"/>
  <bpmn:process id="${id}" isExecutable="true">
    <bpmn:startEvent id="start"/>
    ${serviceTask('work', type).xml}
    <bpmn:boundaryEvent id="failed" attachedToRef="work"><bpmn:errorEventDefinition errorRef="error"/></bpmn:boundaryEvent>
    ${userTask('repair').xml}
    <bpmn:endEvent id="end"/>
    <bpmn:endEvent id="repaired"/>
    <bpmn:sequenceFlow id="flow1" sourceRef="start" targetRef="work"/>
    <bpmn:sequenceFlow id="flow2" sourceRef="work" targetRef="end"/>
    <bpmn:sequenceFlow id="flow3" sourceRef="failed" targetRef="repair"/>
    <bpmn:sequenceFlow id="flow4" sourceRef="repair" targetRef="repaired"/>
  </bpmn:process>`));

/** A document that no engine can run: its only flow leads nowhere. */
export const brokenModel = (id) => file(`${id}.bpmn`, bpmn(`
  <bpmn:process id="${id}" isExecutable="true">
    <bpmn:startEvent id="start"/>
    <bpmn:sequenceFlow id="flow1" sourceRef="start" targetRef="nowhere"/>
  </bpmn:process>`));

export const form = (id, questions = []) => file(`${id}.form.json`, JSON.stringify({
  id,
  title: id,
  pages: [{ name: 'page1', elements: questions }],
}));

/** Fees by kind of request: one table with a unique hit. */
export const decision = (id) => file(`${id}.dmn`, `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="${id}_model" name="${id} model" namespace="urn:kommune:contract">
  <decision id="${id}" name="${id}">
    <decisionTable id="${id}_table" hitPolicy="UNIQUE">
      <input id="input1" label="kind"><inputExpression id="expression1" typeRef="string"><text>kind</text></inputExpression></input>
      <output id="output1" label="fee" name="fee" typeRef="number"/>
      <rule id="rule1"><inputEntry id="entry1"><text>"copy"</text></inputEntry><outputEntry id="exit1"><text>5</text></outputEntry></rule>
      <rule id="rule2"><inputEntry id="entry2"><text>"permit"</text></inputEntry><outputEntry id="exit2"><text>40</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>`);

/** A process that starts by itself when `condition` holds over what is presented. */
export const conditionalModel = (id, condition) => file(`${id}.bpmn`, bpmn(`
  <bpmn:process id="${id}" isExecutable="true">
    <bpmn:startEvent id="start">
      <bpmn:conditionalEventDefinition id="condition">
        <bpmn:condition xsi:type="bpmn:tFormalExpression">=${condition}</bpmn:condition>
      </bpmn:conditionalEventDefinition>
    </bpmn:startEvent>
    <bpmn:endEvent id="end"/>
    <bpmn:sequenceFlow id="flow1" sourceRef="start" targetRef="end"/>
  </bpmn:process>`));
