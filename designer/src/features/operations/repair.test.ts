import { expect, test } from 'vitest';
import { repairOf } from './repair';

const variables = [
  { name: 'betrag', value: 12, scopeKey: '1', scopeName: 'Vorgang' },
  { name: 'konto', value: 'A', scopeKey: '1', scopeName: 'Vorgang' },
  { name: 'betrag', value: 13, scopeKey: '2', scopeName: 'Buchen' },
];

test('only what was changed is sent, scope by scope', () => {
  const texts = { '1/betrag': '14', '1/konto': '"A"', '2/betrag': '15' };
  expect(repairOf(variables, texts)).toEqual({
    changes: [
      { scopeKey: '1', values: { betrag: 14 } },
      { scopeKey: '2', values: { betrag: 15 } },
    ],
    faulty: [],
  });
});

test('a text that is no value is named', () => {
  expect(repairOf(variables, { '1/konto': 'B' })).toEqual({ changes: [], faulty: ['1/konto'] });
});
