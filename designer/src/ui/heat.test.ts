import { expect, test } from 'vitest';
import { heatOf } from './heat';

test('heat is told in four steps of the largest value, and nothing has none', () => {
  const heat = heatOf(new Map(Object.entries({ a: 100, b: 51, c: 25, d: 1, e: 0 })));
  expect(Object.fromEntries(heat)).toEqual({ a: 4, b: 3, c: 1, d: 1 });
});
