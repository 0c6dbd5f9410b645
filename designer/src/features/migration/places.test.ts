import { expect, test } from 'vitest';
import type { CaseMigrationPreview } from '../../api/schema';
import { counts, pickable, placeLines, sourcePaint, targetPaint, targetsFor, withChoice } from './places';

const place = (elementId: string, type: string, cases: number, target: string | null) => ({
  elementId,
  name: elementId,
  type,
  cases,
  target,
  how: target === null ? ('gone' as const) : ('id' as const),
});
const preview: CaseMigrationPreview = {
  toVersion: 2,
  toDefinitionKey: '2',
  from: [{ version: 1, definitionKey: '1', cases: 5 }],
  running: 5,
  checked: 5,
  movable: 3,
  places: [
    place('start', 'startEvent', 0, 'start'),
    place('pruefen', 'userTask', 3, 'pruefen'),
    place('alt', 'userTask', 2, null),
    place('frei', 'userTask', 0, null),
  ],
  targets: [
    { elementId: 'pruefen', name: null, type: 'userTask' },
    { elementId: 'warten', name: null, type: 'intermediateCatchEvent' },
  ],
  blocked: [],
};

test('the table shows where cases stand, and every step on request', () => {
  expect(placeLines(preview, false).map((line) => line.elementId)).toEqual(['pruefen', 'alt']);
  expect(placeLines(preview, true).map((line) => line.elementId)).toEqual(['pruefen', 'alt', 'frei']);
});

test('only steps of the same kind are offered as places', () => {
  expect(targetsFor(preview, place('alt', 'userTask', 1, null)).map((target) => target.elementId)).toEqual(['pruefen']);
});

test('a later choice replaces an earlier one', () => {
  const chosen = withChoice(withChoice([], 'alt', 'a'), 'alt', 'b');
  expect(chosen).toEqual([{ source: 'alt', target: 'b' }]);
});

test('the drawings show who goes where and who has no place', () => {
  expect([...sourcePaint(preview)]).toEqual([
    ['pruefen', 'active'],
    ['alt', 'incident'],
  ]);
  expect([...targetPaint(preview)]).toEqual([['pruefen', 'active']]);
  expect([...counts(preview).source]).toEqual([
    ['pruefen', '3'],
    ['alt', '2'],
  ]);
  expect([...counts(preview).target]).toEqual([['pruefen', '3']]);
});

test('steps are clicked first, then places of their kind', () => {
  expect([...pickable(preview, null).sources]).toEqual(['pruefen', 'alt', 'frei']);
  expect([...pickable(preview, null).targets]).toEqual([]);
  expect([...pickable(preview, 'alt').targets]).toEqual(['pruefen']);
});
