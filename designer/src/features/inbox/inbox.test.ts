import i18next from 'i18next';
import { expect, test } from 'vitest';
import type { TaskItem } from '../../api/schema';
import '../../i18n';
import { followUpMoment } from './FollowUpChoice';
import { addressOfQuery, isFiltered, queryOfAddress } from './location';
import { fourEyesShort, fourEyesText, priorityText, responsibilityText } from './responsibility';
import { markRows, neighbour, successor } from './selection';

const t = i18next.t;
const person = (userName: string, name: string) => ({ userName, name, unit: null });

const row: TaskItem = {
  key: '1',
  title: 'Anmeldung prüfen',
  state: 'open',
  caseKey: '2',
  caseNumber: 'HS-2026-0001',
  processId: 'hund',
  processName: 'Hundesteuer',
  elementId: 'pruefen',
  priority: 50,
  createdAt: '2026-09-14T08:00:00Z',
  dueAt: null,
  followUpAt: null,
  completedAt: null,
  assignee: null,
  assignedAt: null,
  candidateGroups: [],
  candidateUsers: [],
  deputyFor: null,
  fourEyes: null,
  unread: false,
  can: [],
};

test('an address and its query say the same', () => {
  const query = { view: 'groups', q: 'Hund & Co', process: 'hund', fourEyes: true, sort: 'priority' } as const;
  expect(queryOfAddress(new URLSearchParams(addressOfQuery(query)))).toEqual(query);
});

test('an unknown view shows all open tasks', () => {
  expect(queryOfAddress(new URLSearchParams('view=alles&sort=zufall'))).toEqual({ view: 'all' });
});

test('a view alone is no filter', () => {
  expect(isFiltered({ view: 'overdue' })).toBe(false);
  expect(isFiltered({ view: 'all', q: 'Hund' })).toBe(true);
});

test.each([
  [{ assignee: person('mk', 'M. K.') }, 'Mir zugewiesen'],
  [{ assignee: person('tb', 'T. B.') }, 'Bei T. B.'],
  [{ candidateGroups: [{ id: 'a', name: 'Steueramt' }] }, 'Gruppe Steueramt'],
  [{ assignee: person('sw', 'S. W.'), deputyFor: person('sw', 'S. W.') }, 'In Vertretung: S. W.'],
  [{}, 'Nicht zugewiesen'],
])('responsibility of %o reads "%s"', (changes, text) => {
  expect(responsibilityText({ ...row, ...changes }, 'mk', t)).toBe(text);
});

test('four eyes always name the reason', () => {
  const excluded = { kind: 'excluded', taskName: 'Prüfen' } as const;
  const separates = { kind: 'separates', taskName: 'Freigabe' } as const;
  expect(fourEyesText(excluded, t)).toBe('Vier-Augen: „Prüfen“ von Ihnen erledigt');
  expect(fourEyesText(separates, t)).toBe('Vier-Augen: „Freigabe“ durch andere');
  expect(fourEyesShort(separates, t)).toBe('Vier-Augen: Freigabe durch andere');
});

test('the normal priority is not mentioned', () => {
  expect([priorityText(50, t), priorityText(75, t), priorityText(10, t)]).toEqual([null, 'Hoch', 'Niedrig']);
});

test('walking the list stops at its ends', () => {
  const keys = ['a', 'b', 'c'];
  expect([neighbour(keys, null, 1), neighbour(keys, 'b', 1), neighbour(keys, 'c', 1)]).toEqual(['a', 'c', 'c']);
  expect([neighbour(keys, null, -1), neighbour(keys, 'a', -1), neighbour([], 'a', 1)]).toEqual(['c', 'a', null]);
});

test('after a task left the list the one below is next, at the end the one above', () => {
  expect([successor(['a', 'b', 'c'], 'b'), successor(['a', 'b', 'c'], 'c'), successor(['a'], 'a')]).toEqual([
    'c',
    'b',
    null,
  ]);
});

test('marking with Shift takes all rows between', () => {
  const keys = ['a', 'b', 'c', 'd'];
  expect([...markRows(new Set(), keys, 'd', 'b')]).toEqual(['b', 'c', 'd']);
  expect([...markRows(new Set(['b']), keys, 'b', null)]).toEqual([]);
});

test('a task comes back at eight in the morning in Berlin', () => {
  const now = new Date('2026-09-15T20:00:00Z');
  const moment = (kind: 'tomorrow' | 'beforeDue' | 'date', date = '', dueAt: string | null = null) =>
    followUpMoment({ kind, date }, [{ dueAt }], now)?.toISOString() ?? null;
  expect(moment('tomorrow')).toBe('2026-09-16T06:00:00.000Z');
  expect(moment('beforeDue', '', '2026-09-18T10:00:00Z')).toBe('2026-09-17T06:00:00.000Z');
  expect(moment('beforeDue', '', '2026-09-16T10:00:00Z')).toBeNull();
  expect(moment('date')).toBeNull();
});
