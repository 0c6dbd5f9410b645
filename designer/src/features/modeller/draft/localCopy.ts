import type { FileChange } from '../api';

interface LocalCopy {
  revision: number;
  changes: FileChange[];
}

const keyOf = (id: string) => `kommune-draft:${id}`;

/** What was changed in this browser and is not on the server yet. */
export function localCopy(id: string): LocalCopy | null {
  const text = localStorage.getItem(keyOf(id));
  return text === null ? null : (JSON.parse(text) as LocalCopy);
}

export function keepLocalCopy(id: string, revision: number, changes: FileChange[]): void {
  if (changes.length === 0) {
    forgetLocalCopy(id);
    return;
  }
  try {
    localStorage.setItem(keyOf(id), JSON.stringify({ revision, changes } satisfies LocalCopy));
  } catch {
    // The browser's storage is full: saving to the server goes on all the same.
  }
}

export function forgetLocalCopy(id: string): void {
  localStorage.removeItem(keyOf(id));
}
