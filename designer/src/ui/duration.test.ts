import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { durationText, shareText } from './duration';

const t = ((key: string, values: Record<string, unknown>) => `${key} ${String(Object.values(values)[0])}`) as TFunction;

test.each([
  [5, 'duration.seconds 5'],
  [90, 'duration.minutes 2'],
  [7_199, 'duration.minutes 120'],
  [12_600, 'duration.hours 3,5'],
  [172_800, 'duration.days 2'],
  [363_000, 'duration.days 4,2'],
])('%d seconds are said in the unit that fits', (seconds, text) => {
  expect(durationText(seconds, t)).toBe(text);
});

test('a share is said in per cent with a narrow space', () => {
  expect(shareText(0.837)).toBe('84\u202f%');
});
