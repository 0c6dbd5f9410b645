import { expect, test } from 'vitest';
import { formatWho, parseWho } from './assignment';
import { formatCondition, parseCondition } from './condition';
import { formatDue, parseDue } from './due';
import { evaluate } from './feel';
import { identifier } from '../../../ui/identifier';
import { formatPeriod, parsePeriod, periodUnits } from './period';
import { faultOf } from './templates';

const unknown = () => 'unknown' as const;
const weekdays = [
  ['2026-11-23', 'Monday'],
  ['2026-11-27', 'Friday'],
  ['2026-11-28', 'Saturday'],
  ['2026-11-29', 'Sunday'],
] as const;

/** The deadline that the text of working days gives when a task begins on that day. */
function dueOn(begins: string, text: string): string {
  const fixed = text.replace('today()', `date("${begins}")`);
  const { value } = evaluate(fixed, {});
  const days = Number(/^P(\d+)D$/.exec(value ?? '')?.[1]);
  return new Date(Date.parse(begins) + days * 86_400_000).toISOString().slice(0, 10);
}

test('working days skip the weekend, whatever day the task begins', () => {
  const three = formatDue({ kind: 'workingDays', count: 3 });
  expect(weekdays.map(([begins]) => dueOn(begins, three))).toEqual([
    '2026-11-26',
    '2026-12-02',
    '2026-12-02',
    '2026-12-02',
  ]);
  expect(dueOn('2026-11-23', formatDue({ kind: 'workingDays', count: 5 }))).toBe('2026-11-30');
});

test('a deadline that was chosen is chosen again when the procedure is opened', () => {
  const texts = [
    '',
    'P14D',
    'PT4H',
    '2026-09-15T08:00:00.000Z',
    '=frist',
    formatDue({ kind: 'workingDays', count: 12 }),
  ];
  expect(texts.map((text) => parseDue(text).kind)).toEqual([
    'none',
    'period',
    'period',
    'date',
    'expression',
    'workingDays',
  ]);
  expect(texts.map((text) => formatDue(parseDue(text)))).toEqual(texts);
});

test('every unit of time is written as ISO 8601 and read back', () => {
  for (const unit of periodUnits) expect(parsePeriod(formatPeriod({ count: 3, unit }))).toEqual({ count: 3, unit });
  expect(parsePeriod('P1DT2H')).toBeNull();
});

test('who does a task is recognised from the three texts of its assignment', () => {
  const nobody = { assignee: '', candidateGroups: '', candidateUsers: '' };
  const cases = [
    nobody,
    { ...nobody, candidateGroups: 'change-agents, teilprojektleitung' },
    { ...nobody, assignee: 'mk' },
    { ...nobody, assignee: '=bearbeiter' },
    { ...nobody, assignee: '=if a then b else c' },
    { ...nobody, candidateUsers: 'mk' },
  ];
  expect(cases.map((texts) => parseWho(texts).kind)).toEqual([
    'lane',
    'groups',
    'person',
    'field',
    'expression',
    'expression',
  ]);
  expect(cases.map((texts) => formatWho(parseWho(texts)))).toEqual(cases);
});

test('a condition that can be chosen is read from its text and written as the same text', () => {
  const texts = [
    '=betrag > 1000',
    '=entscheidung = "annehmen" and betrag <= 12.5',
    '=hund.gefaehrlich = true or hund.chip = null',
    '=contains(name, "und") and ort != "A and B"',
  ];
  for (const text of texts) {
    const condition = parseCondition(text);
    expect(condition).not.toBeNull();
    if (condition !== null) expect(formatCondition(condition, unknown)).toBe(text);
  }
});

test('a condition that says more than can be chosen stays a text', () => {
  for (const text of ['=count(hunde) > 2', '=a > 1 and b > 2 or c', '=some x in y satisfies x'])
    expect(parseCondition(text)).toBeNull();
});

test('a value is written as its field needs it', () => {
  const of = (type: 'text' | 'number' | 'list', value: string) =>
    formatCondition(
      { join: 'and', tests: [{ field: 'x', comparison: type === 'list' ? 'contains' : '=', value }] },
      () => type,
    );
  expect(of('text', '12345')).toBe('=x = "12345"');
  expect(of('number', '1.250,5')).toBe('=x = 1250.5');
  expect(of('list', 'a')).toBe('=list contains(x, "a")');
});

test('a name becomes a file name without umlauts', () => {
  expect(identifier('Hund prüfen: Größe & Rasse')).toBe('hund-pruefen-groesse-rasse');
});

test('a value of a plug-in’s activity is checked as its description says', () => {
  const binding = { type: 'zeebe:input', name: 'x' };
  expect(faultOf({ binding, constraints: { notEmpty: true } }, '')).toBe('empty');
  expect(faultOf({ binding, constraints: { maxLength: 2 } }, 'abc')).toBe('long');
  expect(faultOf({ binding, constraints: { pattern: { value: '^\\d+$', message: 'Nur Ziffern.' } } }, 'a')).toEqual({
    said: 'Nur Ziffern.',
  });
  expect(faultOf({ binding, constraints: { maxLength: 2 } }, '=lang')).toBeNull();
});
