import { expect, test } from 'vitest';
import { staleHeads } from './live';

test('many changes read each list once', () => {
  const change = { kind: 'task', key: '1', caseKey: null } as const;
  expect(staleHeads([change, { ...change, key: '2' }])).toEqual(staleHeads([change]));
});

test('a change of a case reaches its record', () => {
  expect(staleHeads([{ kind: 'case', key: '1', caseKey: '1' }])).toContain('history');
});
