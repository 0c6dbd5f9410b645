import type { Person } from '../api/schema';

/** `M. K., Steueramt`: the name with its office. */
export function personText(person: Person): string {
  return person.unit === null || person.unit === '' ? person.name : `${person.name}, ${person.unit}`;
}

/** Up to two letters for the round sign of an account. */
export function initials(name: string): string {
  const words = name.split(/[\s.]+/).filter(Boolean);
  const letters =
    words.length === 1 ? (words[0] ?? '').slice(0, 2) : `${words[0]?.[0] ?? ''}${words.at(-1)?.[0] ?? ''}`;
  return letters.toLocaleUpperCase('de');
}
