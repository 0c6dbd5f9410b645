import type { TFunction } from 'i18next';
import { plainDate } from './time';

/** A value of a case as people read it. */
export function valueText(value: unknown, t: TFunction): string {
  if (value === null || value === undefined || value === '') return t('value.none');
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
  if (typeof value === 'number') return value.toLocaleString('de-DE');
  if (typeof value === 'string')
    return /^\d{4}-\d\d-\d\d$/.test(value) ? plainDate(new Date(`${value}T12:00:00Z`)) : value;
  if (Array.isArray(value)) return value.map((item) => valueText(item, t)).join(', ');
  return Object.entries(value)
    .map(([name, item]) => `${name}: ${valueText(item, t)}`)
    .join(', ');
}

/** A value as it is edited: JSON. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

export type Parsed = { ok: true; value: unknown } | { ok: false };

export function parsedJson(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}
