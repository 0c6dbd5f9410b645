import { expect, test } from 'vitest';
import { elementPaint, moments, takenFlows } from './painting';

const visit = (elementId: string, startedAt: string, endedAt: string | null, state = 'completed') => ({
  elementInstanceKey: elementId + startedAt,
  elementId,
  elementName: elementId,
  type: 'userTask',
  state: state as 'completed',
  startedAt,
  endedAt,
});

const told = {
  visits: [
    visit('start', '2026-01-01T10:00:00Z', '2026-01-01T10:00:00Z'),
    visit('pruefen', '2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z'),
    visit('frist', '2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z', 'terminated'),
    visit('buchen', '2026-01-01T11:00:00Z', null, 'active'),
    visit('pruefen', '2026-01-01T12:00:00Z', null, 'active'),
  ],
  flows: [{ flowId: 'f1', at: '2026-01-01T11:00:00Z' }],
  incidents: [{ key: '1', elementId: 'buchen', message: '', createdAt: '2026-01-01T11:30:00Z', resolvedAt: null }],
};
const at = (time: string) => new Date(`2026-01-01T${time}:00Z`).getTime();

test('an element entered again is active, not completed', () => {
  expect(elementPaint(told, at('11:45')).get('pruefen')).toBe('completed');
  expect(elementPaint(told, at('12:30')).get('pruefen')).toBe('active');
});

test('an incident shows from the moment it arose', () => {
  expect(elementPaint(told, at('11:10')).get('buchen')).toBe('active');
  expect(elementPaint(told, at('11:45')).get('buchen')).toBe('incident');
});

test('what was cancelled is not painted afterwards', () => {
  expect(elementPaint(told, at('10:30')).get('frist')).toBe('active');
  expect(elementPaint(told, at('11:10')).has('frist')).toBe(false);
});

test('a flow is taken from its moment on', () => {
  expect([takenFlows(told, at('10:59')).size, takenFlows(told, at('11:00')).size]).toEqual([0, 1]);
});

test('time travel stops at each moment once, in order', () => {
  expect(moments(told).map((moment) => moment.at)).toEqual(['10:00', '11:00', '11:30', '12:00'].map(at));
});
