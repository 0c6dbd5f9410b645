import { expect, test } from 'vitest';
import { shapeKind } from '../shapes';
import type { DeviceItem } from '../types';
import { attributesOf, numberOf } from './deviceForm';
import { byNeed, healthOf, matching } from './health';
import { scaleOf } from './scale';

function device(id: string, change: Partial<DeviceItem> = {}): DeviceItem {
  return {
    id,
    name: `${id} Marktplatz`,
    typeId: 'bin',
    typeName: 'Behälter',
    place: null,
    attributes: { fraktion: 'Glas' },
    litres: null,
    active: true,
    replaces: null,
    lastAt: '2026-03-02T08:00:00Z',
    values: {},
    invalid: {},
    messages: 1,
    lost: 0,
    repeated: 0,
    alarms: [],
    level: null,
    full: 'unknown',
    fullAt: null,
    urgent: false,
    ...change,
  };
}

const silent = device('B-2', { alarms: [{ rule: 'still', name: 'Still', kind: 'silence', field: '', since: null }] });

test('a device is silent, unusable, weak, new, out of use or well', () => {
  expect([
    healthOf(silent),
    healthOf(device('x', { invalid: { level: 'No Sensor' } })),
    healthOf(device('x', { values: { batterie: 9 } })),
    healthOf(device('x', { lastAt: null })),
    healthOf(device('x', { active: false })),
    healthOf(device('x', { values: { batterie: 80 } })),
  ]).toEqual(['silent', 'invalid', 'battery', 'never', 'off', 'ok']);
});

test('those that need somebody come first, then by name as people count', () => {
  const sorted = byNeed([device('B-10'), device('B-3'), silent]);
  expect(sorted.map((entry) => entry.id)).toEqual(['B-2', 'B-3', 'B-10']);
});

test('a search finds all words wherever they stand', () => {
  expect(matching([device('B-1'), device('B-2')], 'glas b-2').map((entry) => entry.id)).toEqual(['B-2']);
});

test('numbers are read with comma, attributes by line', () => {
  expect([numberOf('48,5'), numberOf(' '), numberOf('x')]).toEqual([48.5, null, null]);
  expect(attributesOf('behaelter: B-1\n\nstandort: Markt: Nord\nohne')).toEqual({
    behaelter: 'B-1',
    standort: 'Markt: Nord',
  });
});

test('the value axis has round numbers around all values', () => {
  const points = [{ at: '', mean: 3.2, lowest: 2.9, highest: 3.6 }];
  expect(scaleOf(points, false, []).lines.map((line) => Math.round(line * 10) / 10)).toEqual([2.8, 3, 3.2, 3.4, 3.6]);
  expect(scaleOf(points, true, []).to).toBe(100);
});

test('shapes of OpenStreetMap are known by their words, others are not drawn', () => {
  expect([{ highway: 'residential' }, { natural: 'water' }, { shop: 'bakery' }].map(shapeKind)).toEqual([
    'street',
    'water',
    null,
  ]);
});
