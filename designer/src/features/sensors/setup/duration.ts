export const units = ['minutes', 'hours', 'days'] as const;
export type Unit = (typeof units)[number];

const minutesOf: Record<Unit, number> = { minutes: 1, hours: 60, days: 1440 };

/** ISO 8601 duration in the largest unit that divides it: `P1D` is 24 hours, `P2D` 2 days, `PT90M` 90 minutes. */
export function partsOf(duration: string): { count: number; unit: Unit } {
  const [, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:[\d.]+S)?)?$/.exec(duration) ?? [];
  const total = Number(days ?? 0) * 1440 + Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  if (total >= 2880 && total % 1440 === 0) return { count: total / 1440, unit: 'days' };
  if (total >= 60 && total % 60 === 0) return { count: total / 60, unit: 'hours' };
  return { count: total, unit: 'minutes' };
}

export function durationOf(count: number, unit: Unit): string {
  return `PT${Math.max(0, Math.round(count)) * minutesOf[unit]}M`;
}
