import { useEffect, useRef } from 'react';

export interface Stroke {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

/** The name a shortcut is registered under: `j`, `Shift+ArrowDown`, `?`; null for combinations left to the browser. */
export function strokeName(stroke: Stroke): string | null {
  if (stroke.ctrlKey || stroke.altKey || stroke.metaKey) return null;
  if (stroke.key.length === 1) return stroke.key.toLowerCase();
  return stroke.shiftKey ? `Shift+${stroke.key}` : stroke.key;
}

/** Whether typing goes into this place, so that single keys must not act. */
export function takesText(target: { tagName: string; isContentEditable?: boolean; type?: string } | null): boolean {
  if (target === null) return false;
  if (target.isContentEditable === true) return true;
  if (target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true;
  return target.tagName === 'INPUT' && !['checkbox', 'radio', 'button', 'submit'].includes(target.type ?? 'text');
}

/** What a key does; false leaves the key to whatever has the focus. */
export type Shortcuts = Record<string, () => unknown>;

/** Single keys for a page: not in fields, not while a dialog is open, not when the person switched them off. */
export function useShortcuts(shortcuts: Shortcuts, enabled: boolean): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      const name = strokeName(event);
      if (name !== 'Escape' && takesText(event.target as HTMLElement | null)) return;
      const run = name === null ? undefined : latest.current[name];
      if (run !== undefined && run() !== false) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [enabled]);
}
