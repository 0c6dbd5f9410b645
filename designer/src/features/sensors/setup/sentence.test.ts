import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import de from '../../../i18n/de.json';
import { durationOf, partsOf } from './duration';
import { type DeviceField, type DeviceRule, idOf, type Rule } from './model';
import { sentence } from './sentence';

const level: DeviceField = {
  name: 'fuellstand',
  label: 'Füllstand',
  path: 'abstand',
  kind: 'distance',
  unit: '%',
  sentUnit: null,
  min: null,
  max: null,
  invalidValues: null,
};

const messages = [
  { name: 'behaelter-voll', processName: 'Behälterleerung', starts: true },
  { name: 'behaelter-geleert', processName: 'Behälterleerung', starts: false },
];

const full: Rule = {
  id: 'behaelter-voll',
  kind: 'threshold',
  field: 'fuellstand',
  direction: 'above',
  limit: 80,
  clear: 70,
  count: 2,
  of: 3,
  for: null,
  repeatAfter: null,
  maintenance: [],
  onRaise: { name: 'behaelter-voll', key: 'behaelter' },
  onClear: null,
};

beforeAll(() =>
  i18next.init({ lng: 'de', resources: { de: { translation: de } }, interpolation: { escapeValue: false } }),
);

function read(change: Partial<Rule>): string {
  const rule: DeviceRule = { rule: { ...full, ...change }, name: '', typeId: '', limits: null, active: true };
  return sentence(rule, level, messages, i18next.t);
}

test.each([
  [{}, 'wenn Füllstand mindestens 80 % in 2 von 3 Messungen, dann starte Behälterleerung, bis unter 70 %.'],
  [
    { count: 1, of: 1, for: 'P1D', clear: null, onRaise: null },
    'wenn Füllstand mindestens 80 %, 24 Stunden lang, dann halte es fest.',
  ],
  [
    { direction: 'below', limit: 15.5, clear: 30, count: 1, of: 1, onRaise: { name: 'unbekannt', key: 'geraet' } },
    'wenn Füllstand höchstens 15,5 %, dann sende „unbekannt“, bis über 30 %.',
  ],
  [
    { kind: 'change', direction: 'below', limit: 20, clear: null, for: 'PT1H', count: 1, of: 1 },
    'wenn Füllstand innerhalb von 1 Stunde um mindestens 20 % fällt, dann starte Behälterleerung.',
  ],
  [
    { kind: 'silence', field: '', for: 'P3D', onRaise: { name: 'behaelter-geleert', key: 'geraet' } },
    'wenn 3 Tage lang keine Messung kommt, dann sage es „Behälterleerung“.',
  ],
  [
    { kind: 'invalid', count: 3, of: 3, onRaise: null },
    'wenn Füllstand keinen brauchbaren Wert hat in 3 von 3 Messungen, dann halte es fest.',
  ],
] satisfies [Partial<Rule>, string][])('a rule reads as a sentence: %j', (change, expected) =>
  expect(read(change)).toBe(expected),
);

test.each([
  ['P1D', { count: 24, unit: 'hours' }],
  ['P2D', { count: 2, unit: 'days' }],
  ['PT1H30M', { count: 90, unit: 'minutes' }],
] as const)('%s is shown in its largest whole unit', (text, parts) => {
  expect(partsOf(text)).toEqual(parts);
  expect(partsOf(durationOf(parts.count, parts.unit))).toEqual(parts);
});

test('an identifier follows from a name', () => expect(idOf('Behälter voll (Süd)')).toBe('behaelter-voll-sued'));
