import { expect, test } from 'vitest';
import { usesOf } from './usage';

const drawing = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d">
  <bpmn:process id="p" name="Ablauf">
    <bpmn:startEvent id="start"><bpmn:extensionElements><zeebe:formDefinition formId="a" /></bpmn:extensionElements></bpmn:startEvent>
    <bpmn:userTask id="t" name="Prüfen &amp; freigeben">
      <bpmn:extensionElements>
        <zeebe:assignmentDefinition assignee="=if x > 1 then &quot;a&quot; else b" />
        <zeebe:formDefinition formId="a" />
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:userTask id="u" name="Anderes"><bpmn:extensionElements><zeebe:formDefinition formId="ab" /></bpmn:extensionElements></bpmn:userTask>
  </bpmn:process>
</bpmn:definitions>`;

test('the steps that show a form are named, whatever drawing they stand in', () => {
  const files = [
    { path: 'process.bpmn', text: drawing },
    { path: 'README.md', text: 'formId="a"' },
  ];
  expect(usesOf(files, 'a')).toEqual([
    { file: 'process.bpmn', elementId: 'start', name: 'start' },
    { file: 'process.bpmn', elementId: 't', name: 'Prüfen & freigeben' },
  ]);
  expect(usesOf(files, 'b')).toEqual([]);
});
