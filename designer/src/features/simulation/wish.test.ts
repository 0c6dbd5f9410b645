import { expect, test } from 'vitest';
import { draftOf, numberOf, unreadable, wishOf } from './wish';

const draft = draftOf({
  processId: 'p',
  version: 2,
  definitionKey: '2',
  model: null,
  groups: [{ id: 'amt', name: 'Amt', people: 3 }],
  steps: [
    {
      elementId: 'pruefen',
      name: null,
      type: 'userTask',
      groups: ['amt'],
      medianMinutes: 0.0833333,
      p90Minutes: 60,
      measured: false,
    },
  ],
  choices: [
    { elementId: 'c', name: null, oneOf: true, ways: [{ flowId: 'ja', name: null, target: null, weight: 50 }] },
  ],
});

test('the form begins with what is known', () => {
  expect(draft.people).toEqual({ amt: '3' });
  expect(draft.durations).toEqual({ pruefen: { median: '0,08', p90: '60' } });
});

test('numbers are read with a comma or a point', () => {
  expect([numberOf('1,5'), numberOf('1.5'), Number.isNaN(numberOf('viel')), Number.isNaN(numberOf(' '))]).toEqual([
    1.5,
    1.5,
    true,
    true,
  ]);
});

test('what is no number is named, and the rest becomes a wish', () => {
  expect([...unreadable({ ...draft, cases: 'viele', weights: { ja: '' } })]).toEqual(['cases', 'weight ja']);
  expect(unreadable(draft).size).toBe(0);
  expect(wishOf(draft, 1)).toMatchObject({ compareWith: 1, people: { amt: 3 }, weights: { ja: 50 } });
});
