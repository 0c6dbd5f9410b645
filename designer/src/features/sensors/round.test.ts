import { expect, test } from 'vitest';
import { minutesOf } from './queries';
import { byFullness, inOrder, moved, stopOf, stopsOf } from './round';
import type { DeviceItem, Tour } from './types';

const device = (id: string, level: number, full: DeviceItem['full']): DeviceItem => ({
  id,
  name: `${id} Marktplatz`,
  typeId: 'behaelter',
  typeName: 'Behälter',
  place: { latitude: 48.6, longitude: 10.1 },
  attributes: { behaelter: id.toUpperCase() },
  litres: 3000,
  active: true,
  replaces: null,
  lastAt: null,
  values: {},
  invalid: {},
  messages: 0,
  lost: 0,
  repeated: 0,
  alarms: [],
  level,
  full,
  fullAt: null,
  urgent: false,
});

const tour: Tour = {
  vehicleId: 'Fahrzeug 1',
  stops: [
    { id: 'b-2', arrival: 'PT5M' },
    { id: 'b-1', arrival: 'PT9M' },
  ],
  metres: 1200,
  duration: 'PT20M',
  load: 1000,
};

test('containers stand under when they will be full, and empty headings are left out', () => {
  const found = byFullness([device('b-1', 90, 'today'), device('b-2', 20, 'later'), device('b-3', 85, 'today')]);
  expect(found.map((entry) => [entry.group, entry.devices.length])).toEqual([
    ['today', 2],
    ['later', 1],
  ]);
});

test('stops are handed over in the order of driving, with the container of each', () => {
  const stops = stopsOf(tour, [device('b-1', 90, 'today'), device('b-2', 20, 'later')]);
  expect(stops.map((stop) => stop.behaelter)).toEqual(['B-2', 'B-1']);
});

test('a stop moves by one place and never out of the round', () => {
  expect(moved(tour, 0, 1).stops.map((stop) => stop.id)).toEqual(['b-1', 'b-2']);
  expect(moved(tour, 0, -1)).toBe(tour);
  expect(moved(tour, 1, 1)).toBe(tour);
});

test.each([
  ['PT1H17M43S', 78],
  ['PT40M', 40],
  ['PT30S', 1],
])('%s is %i minutes', (text, minutes) => expect(minutesOf(text)).toBe(minutes));

test('the driver sees the stops in the order of the round, then those without one', () => {
  const task = (title: string, createdAt: string) => ({ title, createdAt });
  const tasks = [
    task('Behälter leeren: B-9', '2026-03-02T08:00:00Z'),
    task('Behälter leeren: Halt 10, B-1', '2026-03-02T09:00:00Z'),
    task('Behälter leeren: Halt 2, B-2 Markt: Nord', '2026-03-02T10:00:00Z'),
  ];
  expect(inOrder(tasks).map((entry) => stopOf(entry.title).name)).toEqual(['B-2 Markt: Nord', 'B-1', 'B-9']);
});
