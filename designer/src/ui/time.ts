import type { TFunction } from 'i18next';

const zone = 'Europe/Berlin';
const dayMs = 86_400_000;
const nearDays = 7;

const parts = new Intl.DateTimeFormat('de-DE', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  weekday: 'short',
});

interface WallClock {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
}

function wallClock(at: Date): WallClock {
  const found: Record<string, string> = {};
  for (const part of parts.formatToParts(at)) found[part.type] = part.value;
  return found as unknown as WallClock;
}

/** Number of the calendar day in Berlin; the difference of two is a count of days. */
function dayNumber(at: Date): number {
  const { year, month, day } = wallClock(at);
  return Math.round(Date.UTC(Number(year), Number(month) - 1, Number(day)) / dayMs);
}

/** Calendar days from `now` to `at`: 0 today, 1 tomorrow, -1 yesterday. */
export function daysUntil(at: Date, now: Date): number {
  return dayNumber(at) - dayNumber(now);
}

/** 0 Monday to 6 Sunday. */
function weekday(at: Date): number {
  return (dayNumber(at) + 3) % 7;
}

export function clockTime(at: Date): string {
  const { hour, minute } = wallClock(at);
  return `${hour}:${minute}`;
}

export function plainDate(at: Date): string {
  const { day, month, year } = wallClock(at);
  return `${day}.${month}.${year}`;
}

/** `Do 17.09.` in the current year, `17.09.2026` otherwise. */
export function shortDate(at: Date, now: Date, t: TFunction): string {
  const { day, month, year } = wallClock(at);
  if (year !== wallClock(now).year) return plainDate(at);
  return `${t(`time.weekdayShort.${weekday(at)}`)} ${day}.${month}.`;
}

/** Exact time for tooltips: `17.09.2026, 09:48 Uhr`. */
export function exactTime(at: Date, t: TFunction): string {
  return t('time.exact', { date: plainDate(at), time: clockTime(at) });
}

/** When something happened or will: `heute, 08:12`, `gestern, 17:41`, `Do 17.09.`. */
export function momentWords(at: Date, now: Date, t: TFunction): string {
  const days = daysUntil(at, now);
  if (days === 0) return t('time.todayAt', { time: clockTime(at) });
  if (days === -1) return t('time.yesterdayAt', { time: clockTime(at) });
  if (days === 1) return t('time.tomorrowAt', { time: clockTime(at) });
  return shortDate(at, now, t);
}

/** How far away a coming day is: `heute`, `morgen`, `in 2 Tagen`, `am Freitag`, `Do 17.09.`. */
export function comingWords(at: Date, now: Date, t: TFunction): string {
  const days = daysUntil(at, now);
  if (days === 0) return t('time.today');
  if (days === 1) return t('time.tomorrow');
  if (days === 2) return t('time.inDays', { count: days });
  if (days > 2 && days < nearDays) return t(`time.onWeekday.${weekday(at)}`);
  return shortDate(at, now, t);
}

export interface DueWords {
  text: string;
  tone: 'overdue' | 'soon' | 'normal';
}

/** A deadline in words; what is past says since when. */
export function dueWords(due: Date, now: Date, t: TFunction): DueWords {
  if (due.getTime() >= now.getTime()) {
    return { text: comingWords(due, now, t), tone: daysUntil(due, now) <= 2 ? 'soon' : 'normal' };
  }
  const days = -daysUntil(due, now);
  if (days === 0) return { text: t('time.overdueToday'), tone: 'overdue' };
  if (days === 1) return { text: t('time.overdueYesterday'), tone: 'overdue' };
  if (days < 14) return { text: t('time.overdueDays', { count: days }), tone: 'overdue' };
  return { text: t('time.overdueSince', { date: shortDate(due, now, t) }), tone: 'overdue' };
}

export const dueGroups = ['overdue', 'today', 'week', 'later', 'none'] as const;
export type DueGroup = (typeof dueGroups)[number];

/** The heading a deadline belongs under. The week ends on Sunday. */
export function dueGroupOf(due: Date | null, now: Date): DueGroup {
  if (due === null) return 'none';
  if (due.getTime() < now.getTime()) return 'overdue';
  const days = daysUntil(due, now);
  if (days === 0) return 'today';
  return days <= 6 - weekday(now) ? 'week' : 'later';
}

/** Rows under their headings in order; empty headings are left out. */
export function groupByDue<Row extends { dueAt: string | null }>(
  rows: Row[],
  now: Date,
): { group: DueGroup; rows: Row[] }[] {
  const groups = dueGroups.map((group) => ({ group, rows: [] as Row[] }));
  for (const row of rows) {
    const wanted = dueGroupOf(row.dueAt === null ? null : new Date(row.dueAt), now);
    groups.find((entry) => entry.group === wanted)?.rows.push(row);
  }
  return groups.filter((entry) => entry.rows.length > 0);
}

/** Offset of Berlin to UTC at that moment, in milliseconds. */
function offsetMs(at: Date): number {
  const { year, month, day, hour, minute } = wallClock(at);
  const asUtc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  return asUtc - Math.floor(at.getTime() / 60_000) * 60_000;
}

/** The moment a wall clock in Berlin shows this date (`2026-09-17`) and time (`08:00`). */
export function berlin(date: string, time: string): Date {
  const naive = new Date(`${date}T${time}:00Z`);
  return new Date(naive.getTime() - offsetMs(new Date(naive.getTime() - offsetMs(naive))));
}

/** The day in Berlin for a date field, `2026-09-17`. */
export function dateField(at: Date): string {
  const { year, month, day } = wallClock(at);
  return `${year}-${month}-${day}`;
}

export function addDays(at: Date, days: number): Date {
  return new Date(at.getTime() + days * dayMs);
}
