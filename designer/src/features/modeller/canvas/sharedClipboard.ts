import type { Moddle, Parts } from './types';

/** What was copied last, for other procedures and other tabs of this browser. */
const storageKey = 'kommune-copied-steps';

/** Rebuilds the business objects of a copied tree, keeping references within it. */
function reviver(moddle: Parts['moddle']) {
  const known = new Map<string, Moddle>();
  return (_: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || !('$type' in value)) return value;
    const { $type, ...attributes } = value as { $type: string; id?: string };
    const seen = attributes.id === undefined ? undefined : known.get(attributes.id);
    if (seen !== undefined) return seen;
    const created = moddle.create($type, attributes);
    if (attributes.id !== undefined) known.set(attributes.id, created);
    return created;
  };
}

/** A clipboard for all procedures and tabs of this browser, in place of the one that forgets with the page. */
class SharedClipboard {
  static readonly $inject = ['moddle'];
  private readonly moddle: Parts['moddle'];

  constructor(moddle: Parts['moddle']) {
    this.moddle = moddle;
  }

  get(): unknown {
    const copied = localStorage.getItem(storageKey);
    return copied === null ? undefined : JSON.parse(copied, reviver(this.moddle));
  }

  set(tree: unknown): void {
    localStorage.setItem(storageKey, JSON.stringify(tree));
  }

  clear(): unknown {
    const copied = this.get();
    localStorage.removeItem(storageKey);
    return copied;
  }

  isEmpty(): boolean {
    return localStorage.getItem(storageKey) === null;
  }
}

export const sharedClipboardModule = { clipboard: ['type', SharedClipboard] };
