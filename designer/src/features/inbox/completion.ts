import { useSyncExternalStore } from 'react';
import { ApiError, api, newCommandId, once } from '../../api/client';
import type { JsonObject } from '../../api/schema';
import { hideToast, showToast } from '../../ui/toast';

export interface Completion {
  key: string;
  /** `complete`, or `resolve` for a delegated task. */
  command: 'complete' | 'resolve';
  variables: JsonObject;
  /** Seconds in which it can be taken back. */
  undoSeconds: number;
  texts: { done: string; undo: string };
  onUndo: () => void;
  onDone: () => void;
  onFailed: (error: unknown) => void;
}

interface Waiting extends Completion {
  commandId: string;
  toast: number;
  timer: ReturnType<typeof setTimeout>;
}

let waiting: Waiting | null = null;
let hidden: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function hide(key: string, isHidden: boolean): void {
  const next = new Set(hidden);
  if (isHidden) next.add(key);
  else next.delete(key);
  hidden = next;
  for (const listener of listeners) listener();
}

async function send(entry: Waiting, keepalive: boolean): Promise<void> {
  try {
    await api.POST(`/api/tasks/{key}/${entry.command}`, {
      params: { path: { key: entry.key } },
      body: { variables: entry.variables },
      ...once(entry.commandId),
      keepalive,
    });
    entry.onDone();
  } catch (error) {
    entry.onFailed(error instanceof ApiError ? error : null);
  } finally {
    hide(entry.key, false);
  }
}

/** Sends what waits for its time to be taken back. */
export async function flushCompletion(keepalive = false): Promise<void> {
  const entry = waiting;
  if (entry === null) return;
  waiting = null;
  clearTimeout(entry.timer);
  hideToast(entry.toast);
  await send(entry, keepalive);
}

/** Completes a task after the time to take it back; a completion still waiting is sent first. Leaving the page sends it, too. */
export function completeLater(completion: Completion): void {
  void flushCompletion();
  hide(completion.key, true);
  const undo = () => {
    const entry = waiting;
    if (entry === null || entry.key !== completion.key) return;
    waiting = null;
    clearTimeout(entry.timer);
    hide(completion.key, false);
    completion.onUndo();
  };
  const toast = showToast(completion.texts.done, {
    action: { label: completion.texts.undo, run: undo },
    seconds: completion.undoSeconds,
  });
  const timer = setTimeout(() => void flushCompletion(), completion.undoSeconds * 1000);
  waiting = { ...completion, commandId: newCommandId(), toast, timer };
}

/** Tasks that are completed on the screen already. */
export function useHiddenTasks(): ReadonlySet<string> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => hidden,
  );
}

globalThis.addEventListener?.('pagehide', () => void flushCompletion(true));
