import { expect, test } from 'vitest';
import { strokeName, takesText } from './shortcuts';

const stroke = (key: string, held: Partial<Parameters<typeof strokeName>[0]> = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...held,
});

test('a letter acts in both cases', () => {
  expect(strokeName(stroke('j'))).toBe('j');
  expect(strokeName(stroke('J', { shiftKey: true }))).toBe('j');
});

test('a sign that needs Shift is known by the sign', () => {
  expect(strokeName(stroke('?', { shiftKey: true }))).toBe('?');
});

test('Shift tells named keys apart', () => {
  expect(strokeName(stroke('ArrowDown'))).toBe('ArrowDown');
  expect(strokeName(stroke('ArrowDown', { shiftKey: true }))).toBe('Shift+ArrowDown');
});

test.each(['ctrlKey', 'altKey', 'metaKey'] as const)('combinations with %s are left to the browser', (held) => {
  expect(strokeName(stroke('e', { [held]: true }))).toBeNull();
});

test.each([
  [{ tagName: 'INPUT', type: 'text' }, true],
  [{ tagName: 'INPUT', type: 'search' }, true],
  [{ tagName: 'INPUT', type: 'date' }, true],
  [{ tagName: 'TEXTAREA' }, true],
  [{ tagName: 'SELECT' }, true],
  [{ tagName: 'DIV', isContentEditable: true }, true],
  [{ tagName: 'INPUT', type: 'checkbox' }, false],
  [{ tagName: 'A' }, false],
  [null, false],
])('typing into %o takes text: %s', (target, expected) => {
  expect(takesText(target)).toBe(expected);
});
