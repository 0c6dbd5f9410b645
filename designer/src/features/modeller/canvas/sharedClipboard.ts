import type { CanvasEvent, Moddle, Parts } from './types';

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

/** Copied steps can be pasted into another procedure. */
class SharedClipboard {
  static readonly $inject = ['eventBus', 'clipboard', 'moddle'];

  constructor(eventBus: Parts['eventBus'], clipboard: Parts['clipboard'], moddle: Parts['moddle']) {
    let own: string | null = null;
    eventBus.on('copyPaste.elementsCopied', (event: CanvasEvent & { tree?: unknown }) => {
      own = JSON.stringify(event.tree);
      localStorage.setItem(storageKey, own);
    });
    eventBus.on('copyPaste.pasteElements', 2000, () => {
      const shared = localStorage.getItem(storageKey);
      if (shared !== null && shared !== own) clipboard.set(JSON.parse(shared, reviver(moddle)));
    });
  }
}

export const sharedClipboardModule = { __init__: ['sharedClipboard'], sharedClipboard: ['type', SharedClipboard] };
