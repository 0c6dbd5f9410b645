import { expect, test } from 'vitest';
import { changedFiles, compareDrawings, compareLines } from './differences';

const drawing = (steps: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="urn:x">
  <bpmn:process id="p">${steps}</bpmn:process>
</bpmn:definitions>`;

test('a comparison names what came, went and changed', async () => {
  const before = drawing('<bpmn:userTask id="a" name="Prüfen"/><bpmn:userTask id="b" name="Freigeben"/>');
  const after = drawing('<bpmn:userTask id="a" name="Genau prüfen"/><bpmn:userTask id="c" name="Buchen"/>');
  const found = await compareDrawings(before, after);
  expect(found.map(({ id, kind }) => `${kind} ${id}`).toSorted()).toEqual(['added c', 'changed a', 'removed b']);
});

test('lines that stay are kept together, the others came or went', () => {
  const lines = compareLines('a\nb\nc', 'a\nx\nc');
  expect(lines.filter(({ kind }) => kind === 'same').map(({ text }) => text)).toEqual(['a', 'c']);
  expect(
    lines
      .filter(({ kind }) => kind !== 'same')
      .map(({ kind, text }) => `${kind} ${text}`)
      .toSorted(),
  ).toEqual(['added x', 'removed b']);
});

test('files that are the same are not shown', () => {
  const before = [
    { path: 'process.bpmn', text: '1' },
    { path: 'README.md', text: 'x' },
  ];
  const after = [
    { path: 'process.bpmn', text: '2' },
    { path: 'README.md', text: 'x' },
    { path: 'forms/a.form.json', text: '{}' },
  ];
  expect(changedFiles(before, after).map(({ path }) => path)).toEqual(['process.bpmn', 'forms/a.form.json']);
});
