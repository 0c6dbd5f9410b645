import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import '../i18n';
import { berlin, comingWords, daysUntil, dueGroupOf, dueWords, groupByDue, momentWords, shortDate } from './time';

// Tuesday
const now = new Date('2026-09-15T07:48:00Z');
const t = i18next.t;

beforeAll(async () => {
  await i18next.changeLanguage('de');
});

test.each([
  ['2026-09-15T15:00:00Z', 'heute'],
  ['2026-09-16T06:00:00Z', 'morgen'],
  ['2026-09-17T06:00:00Z', 'in 2 Tagen'],
  ['2026-09-18T06:00:00Z', 'am Freitag'],
  ['2026-09-21T06:00:00Z', 'am Montag'],
  ['2026-09-22T06:00:00Z', 'Di 22.09.'],
  ['2027-01-04T08:00:00Z', '04.01.2027'],
])('a deadline on %s is said as "%s"', (at, words) => {
  expect(comingWords(new Date(at), now, t)).toBe(words);
});

test.each([
  ['2026-09-15T07:00:00Z', 'seit heute überfällig'],
  ['2026-09-14T07:00:00Z', 'seit gestern überfällig'],
  ['2026-09-12T07:00:00Z', 'seit 3 Tagen überfällig'],
  ['2026-08-12T07:00:00Z', 'seit Mi 12.08. überfällig'],
])('a deadline missed on %s is said as "%s"', (at, words) => {
  expect(dueWords(new Date(at), now, t)).toEqual({ text: words, tone: 'overdue' });
});

test.each([
  ['2026-09-15T06:12:00Z', 'heute, 08:12'],
  ['2026-09-14T15:41:00Z', 'gestern, 17:41'],
  ['2026-09-16T06:00:00Z', 'morgen, 08:00'],
  ['2026-09-10T06:00:00Z', 'Do 10.09.'],
  ['2025-05-03T06:00:00Z', '03.05.2025'],
])('a moment %s is said as "%s"', (at, words) => {
  expect(momentWords(new Date(at), now, t)).toBe(words);
});

test('a day begins at midnight in Berlin, not in UTC', () => {
  expect(daysUntil(new Date('2026-09-15T22:30:00Z'), now)).toBe(1);
});

test('a day of 25 hours when summer time ends is still one day', () => {
  expect(daysUntil(new Date('2026-10-25T22:30:00Z'), new Date('2026-10-24T22:30:00Z'))).toBe(0);
  expect(daysUntil(new Date('2026-10-25T23:30:00Z'), new Date('2026-10-24T22:30:00Z'))).toBe(1);
});

test('the wall clock of Berlin is two hours ahead of UTC in summer and one in winter', () => {
  expect(berlin('2026-07-01', '08:00').toISOString()).toBe('2026-07-01T06:00:00.000Z');
  expect(berlin('2026-12-01', '08:00').toISOString()).toBe('2026-12-01T07:00:00.000Z');
});

test('the year is said only when it is another one', () => {
  expect(shortDate(new Date('2026-12-24T10:00:00Z'), now, t)).toBe('Do 24.12.');
  expect(shortDate(new Date('2027-12-24T10:00:00Z'), now, t)).toBe('24.12.2027');
});

test.each([
  [null, 'none'],
  ['2026-09-15T07:00:00Z', 'overdue'],
  ['2026-09-15T20:00:00Z', 'today'],
  ['2026-09-20T20:00:00Z', 'week'],
  ['2026-09-21T08:00:00Z', 'later'],
] as const)('a deadline of %s stands under %s', (at, group) => {
  expect(dueGroupOf(at === null ? null : new Date(at), now)).toBe(group);
});

test('headings without rows are left out and the order of rows is kept', () => {
  const row = (key: string, dueAt: string | null) => ({ key, dueAt });
  const grouped = groupByDue(
    [
      row('a', '2026-09-14T08:00:00Z'),
      row('b', '2026-09-13T08:00:00Z'),
      row('c', null),
      row('d', '2026-09-18T08:00:00Z'),
    ],
    now,
  );
  expect(grouped.map(({ group, rows }) => [group, rows.map(({ key }) => key).join('')])).toEqual([
    ['overdue', 'ab'],
    ['week', 'd'],
    ['none', 'c'],
  ]);
});
