import { useSyncExternalStore } from 'react';

const tickMs = 60_000;

let current = new Date();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  current = new Date();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    current = new Date();
    timer = setInterval(tick, tickMs);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The present, to the minute: words such as "in 2 Tagen" follow the clock while the page stays open. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => current);
}
