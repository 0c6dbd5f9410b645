export type PeriodUnit = 'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'years';

export interface Period {
  count: number;
  unit: PeriodUnit;
}

const patterns: [RegExp, PeriodUnit][] = [
  [/^PT(\d+)M$/, 'minutes'],
  [/^PT(\d+)H$/, 'hours'],
  [/^P(\d+)D$/, 'days'],
  [/^P(\d+)W$/, 'weeks'],
  [/^P(\d+)M$/, 'months'],
  [/^P(\d+)Y$/, 'years'],
];
const texts: Record<PeriodUnit, (count: number) => string> = {
  minutes: (count) => `PT${count}M`,
  hours: (count) => `PT${count}H`,
  days: (count) => `P${count}D`,
  weeks: (count) => `P${count}W`,
  months: (count) => `P${count}M`,
  years: (count) => `P${count}Y`,
};
export const periodUnits = Object.keys(texts) as PeriodUnit[];

/** An ISO 8601 duration of one unit, such as `P14D`; null for others, which stay as text. */
export function parsePeriod(text: string): Period | null {
  for (const [pattern, unit] of patterns) {
    const match = pattern.exec(text.trim());
    if (match?.[1] !== undefined) return { count: Number(match[1]), unit };
  }
  return null;
}

export function formatPeriod({ count, unit }: Period): string {
  return texts[unit](count);
}
