import { expect, test } from 'vitest';
import type { CaseReplay, ReplayStep } from '../../api/schema';
import { dataAfter, standingAfter } from './replay';

const step = (told: Partial<ReplayStep>): ReplayStep => ({
  at: '2026-01-01T10:00:00Z',
  definitionKey: '1',
  lines: [],
  elements: [],
  flows: [],
  changed: [],
  ...told,
});
const change = (name: string, before: unknown, after: unknown, gone = false) => ({
  scopeKey: '7',
  elementName: null,
  name,
  before,
  after,
  gone,
});
const replay: CaseReplay = {
  complete: true,
  steps: [
    step({
      elements: [{ elementId: 'prüfen', status: 'active' }],
      flows: ['f1'],
      changed: [change('betrag', null, 10)],
    }),
    step({
      elements: [
        { elementId: 'prüfen', status: 'completed' },
        { elementId: 'frist', status: 'waiting' },
      ],
      flows: ['f2'],
      changed: [change('betrag', 10, 12), change('name', null, 'Balu')],
    }),
    step({ elements: [{ elementId: 'frist', status: null }], changed: [change('name', 'Balu', null, true)] }),
    step({ definitionKey: '2', elements: [{ elementId: 'neu', status: 'active' }], flows: ['g1'] }),
  ],
};

test('the diagram of a step is everything up to it', () => {
  expect([...standingAfter(replay, 1).painted]).toEqual([
    ['prüfen', 'completed'],
    ['frist', 'waiting'],
  ]);
  expect([...standingAfter(replay, 1).flows]).toEqual(['f1', 'f2']);
});

test('what was withdrawn is not painted', () => {
  expect(standingAfter(replay, 2).painted.has('frist')).toBe(false);
});

test('on another version the diagram begins anew', () => {
  expect([...standingAfter(replay, 3).painted.keys()]).toEqual(['neu']);
  expect([...standingAfter(replay, 3).flows]).toEqual(['g1']);
});

test('values changed by a step come first, with the value before', () => {
  expect(dataAfter(replay, 1).map(({ name, before, after, changed }) => [name, before, after, changed])).toEqual([
    ['betrag', 10, 12, true],
    ['name', null, 'Balu', true],
  ]);
});

test('a value that ended is told once and then gone', () => {
  expect(dataAfter(replay, 2).map(({ name, gone, changed }) => [name, gone, changed])).toEqual([
    ['name', true, true],
    ['betrag', false, false],
  ]);
  expect(dataAfter(replay, 3).map(({ name }) => name)).toEqual(['betrag']);
});
