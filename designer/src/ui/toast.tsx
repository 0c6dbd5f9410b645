import { useEffect, useSyncExternalStore } from 'react';
import { Icon } from './Icon';

interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void } | undefined;
  /** Stays until closed when null. */
  seconds: number | null;
}

let current: Toast | null = null;
let lastId = 0;
const listeners = new Set<() => void>();

function set(toast: Toast | null): void {
  current = toast;
  for (const listener of listeners) listener();
}

/** Shows one notice at the lower left; a new one replaces the old. Returns its id. */
export function showToast(text: string, options: { action?: Toast['action']; seconds?: number | null } = {}): number {
  lastId += 1;
  set({ id: lastId, text, action: options.action, seconds: options.seconds === undefined ? 8 : options.seconds });
  return lastId;
}

/** Takes the notice away, if it is still the one shown. */
export function hideToast(id: number): void {
  if (current?.id === id) set(null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function ToastArea({ label, closeLabel }: { label: string; closeLabel: string }) {
  const toast = useSyncExternalStore(subscribe, () => current);
  useEffect(() => {
    if (toast === null || toast.seconds === null) return;
    const timer = setTimeout(() => hideToast(toast.id), toast.seconds * 1000);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <section className="toast-area" aria-label={label} aria-live="polite">
      {toast !== null && (
        <div className="toast" key={toast.id}>
          <Icon name="done" />
          <span>{toast.text}</span>
          <button
            type="button"
            className="link-button"
            onClick={() => {
              hideToast(toast.id);
              toast.action?.run();
            }}
          >
            {toast.action?.label ?? closeLabel}
          </button>
        </div>
      )}
    </section>
  );
}
