import { formatPeriod, parsePeriod, type Period } from './period';

/** Until when a task is to be done, or when it is laid before its doer again. */
export type Due =
  | { kind: 'none' }
  | { kind: 'period'; period: Period }
  | { kind: 'workingDays'; count: number }
  | { kind: 'date'; at: string }
  | { kind: 'expression'; text: string };

/**
 * Working days as the engine can compute them: Saturdays and Sundays do not count. A task that begins at a weekend counts
 * from its Friday.
 */
function workingDaysText(count: number): string {
  return (
    '={ tag: index of(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], ' +
    `day of week(today()))[1], werktag: min(tag, 5), arbeitstage: ${count}, ` +
    'ergebnis: "P" + string(arbeitstage + 2 * floor((werktag - 1 + arbeitstage) / 5) - (tag - werktag)) + "D" }.ergebnis'
  );
}

const workingDays = /arbeitstage: (\d+)/;
const instant = /^\d{4}-\d{2}-\d{2}T/;

export function parseDue(text: string): Due {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'none' };
  const counted = workingDays.exec(trimmed)?.[1];
  if (counted !== undefined && trimmed === workingDaysText(Number(counted)))
    return { kind: 'workingDays', count: Number(counted) };
  const period = parsePeriod(trimmed);
  if (period !== null) return { kind: 'period', period };
  return instant.test(trimmed) ? { kind: 'date', at: trimmed } : { kind: 'expression', text: trimmed };
}

export function formatDue(due: Due): string {
  switch (due.kind) {
    case 'none':
      return '';
    case 'period':
      return formatPeriod(due.period);
    case 'workingDays':
      return workingDaysText(due.count);
    case 'date':
      return due.at;
    case 'expression':
      return due.text;
  }
}
