import type { FieldDescription } from '../../api/schema';

/** Stands for a secret that is set; sent back, it leaves the secret as it is. */
export const masked = '••••••••';

export type Entry = string | boolean;

/** What the form shows of a stored value: secrets never. */
export function entryOf(field: FieldDescription, value: unknown): Entry {
  if (field.type === 'boolean') return value === true;
  if (field.secret || value == null) return '';
  if (field.type === 'list') return (value as unknown[]).map(String).join('\n');
  if (field.type === 'json') return JSON.stringify(value, null, 2);
  if (field.type === 'number') return String(value).replace('.', ',');
  return String(value);
}

/** What is sent for an entry; an untouched secret keeps its value. Undefined: the entry is no JSON. */
export function valueOf(field: FieldDescription, entry: Entry, keepsSecret: boolean): unknown {
  if (typeof entry === 'boolean') return entry;
  if (field.secret && entry === '') return keepsSecret ? masked : null;
  if (entry.trim() === '') return null;
  switch (field.type) {
    case 'number': {
      const read = Number(entry.trim().replace(',', '.'));
      return Number.isFinite(read) ? read : entry;
    }
    case 'list':
      return entry
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
    case 'json':
      try {
        return JSON.parse(entry);
      } catch {
        return undefined;
      }
    default:
      return entry;
  }
}
