import i18next from 'i18next';
import { expect, test } from 'vitest';
import '../../i18n';
import { standingOf } from './wording';

const now = new Date('2026-09-15T07:48:00Z');
const words = (kind: 'agenda' | 'decision' | 'step' | 'result', at: string | null, text: string | null) =>
  standingOf({ standing: { kind, at, text } }, now, i18next.t)?.text;

test('what an idea waits for is said with its day', () => {
  expect(words('agenda', '2026-10-06T08:00:00Z', null)).toBe('Auf der Tagesordnung: Di 06.10.');
  expect(words('step', '2026-09-18T08:00:00Z', null)).toBe('Nächster Schritt: am Freitag');
});

test('a missed step says since when', () => {
  expect(words('step', '2026-09-13T08:00:00Z', null)).toBe('seit 2 Tagen überfällig');
});

test('how it ended is said in its own words', () => {
  expect(words('result', null, '6 Tage schneller')).toBe('Ergebnis: 6 Tage schneller');
});
