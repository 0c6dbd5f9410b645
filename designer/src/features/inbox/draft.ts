import { useCallback, useEffect, useRef, useState } from 'react';
import { api, bodyOf } from '../../api/client';
import type { JsonObject } from '../../api/schema';

const settleMs = 800;

export interface DraftState {
  savedAt: Date | null;
  failed: boolean;
}

/** Saves what is typed into a task's form by itself: a moment after typing, on leaving the task, on leaving the page. */
export function useDraft(key: string, savedAt: Date | null) {
  const [state, setState] = useState<DraftState>({ savedAt, failed: false });
  const unsaved = useRef<JsonObject | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = useCallback(
    async (keepalive = false) => {
      clearTimeout(timer.current);
      const data = unsaved.current;
      if (data === null) return;
      unsaved.current = null;
      try {
        const saved = await bodyOf(
          api.PUT('/api/tasks/{key}/draft', { params: { path: { key } }, body: { data }, keepalive }),
        );
        setState({ savedAt: new Date(saved.savedAt), failed: false });
      } catch {
        unsaved.current ??= data;
        setState((known) => ({ ...known, failed: true }));
      }
    },
    [key],
  );

  useEffect(() => {
    const onLeave = () => void flush(true);
    window.addEventListener('pagehide', onLeave);
    window.addEventListener('online', onLeave);
    return () => {
      window.removeEventListener('pagehide', onLeave);
      window.removeEventListener('online', onLeave);
      void flush();
    };
  }, [flush]);

  const change = useCallback(
    (data: JsonObject) => {
      unsaved.current = data;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), settleMs);
    },
    [flush],
  );
  /** Forgets what is not saved yet: the task is being completed with it. */
  const drop = useCallback(() => {
    clearTimeout(timer.current);
    unsaved.current = null;
  }, []);
  return { state, change, flush, drop };
}
