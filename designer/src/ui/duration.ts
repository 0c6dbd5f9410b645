import type { TFunction } from 'i18next';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** A span of time as people say it: `25 Min.`, `3,5 Std.`, `4,2 Tage`. */
export function durationText(seconds: number, t: TFunction): string {
  if (seconds < minute) return t('duration.seconds', { count: Math.round(seconds) });
  if (seconds < 2 * hour) return t('duration.minutes', { count: Math.round(seconds / minute) });
  const [unit, key] = seconds < 2 * day ? [hour, 'duration.hours'] : [day, 'duration.days'];
  return t(key, { value: (seconds / unit).toLocaleString('de-DE', { maximumFractionDigits: 1 }) });
}

/** A share as per cent with a narrow space: `84 %`. */
export function shareText(share: number): string {
  return `${Math.round(share * 100).toLocaleString('de-DE')}\u202f%`;
}
