import i18next from 'i18next';
import { expect, test } from 'vitest';
import '../i18n';
import { countText } from './count';
import { initials, personText } from './people';
import { parsedJson, valueText } from './value';

const t = i18next.t;

test.each([
  [null, 'keine Angabe'],
  ['', 'keine Angabe'],
  [true, 'ja'],
  [1250.5, '1.250,5'],
  ['2026-09-01', '01.09.2026'],
  ['Bauhof', 'Bauhof'],
  [['a', 'b'], 'a, b'],
  [{ name: 'Balu', alter: 3 }, 'name: Balu, alter: 3'],
])('the value %o is shown as "%s"', (value, text) => {
  expect(valueText(value, t)).toBe(text);
});

test('what is no JSON is told apart from null', () => {
  expect(parsedJson('null')).toEqual({ ok: true, value: null });
  expect(parsedJson('Bauhof')).toEqual({ ok: false });
});

test('a count is exact to 999', () => {
  expect([countText(999), countText(1000)]).toEqual(['999', '999+']);
});

test('a person is named with the office, as far as there is one', () => {
  expect(personText({ userName: 'mk', name: 'M. K.', unit: 'Steueramt' })).toBe('M. K., Steueramt');
  expect(personText({ userName: 'mk', name: 'M. K.', unit: null })).toBe('M. K.');
});

test.each([
  ['M. K.', 'MK'],
  ['Leitung', 'LE'],
  ['Change Agent 2', 'C2'],
])('the sign of %s is %s', (name, sign) => {
  expect(initials(name)).toBe(sign);
});
