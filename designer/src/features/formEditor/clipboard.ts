import { type FormNode, isNode, parseForm } from './model/document';

/** What was copied last, for other forms, other procedures and other tabs of this browser. */
const storageKey = 'kommune-copied-field';

export interface Copied {
  node: FormNode;
  isPage: boolean;
}

export function copied(): Copied | null {
  const kept = parseForm(localStorage.getItem(storageKey) ?? '');
  return kept !== null && isNode(kept.node) ? { node: kept.node, isPage: kept.isPage === true } : null;
}

export function keepCopied(node: FormNode, isPage: boolean): void {
  localStorage.setItem(storageKey, JSON.stringify({ node, isPage } satisfies Copied));
}
