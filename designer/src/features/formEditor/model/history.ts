import { useCallback, useReducer } from 'react';
import type { Change, FormNode, Place } from './document';

interface Moment {
  form: FormNode;
  /** What is shown beside the list: the place that is chosen. */
  place: Place;
}

export interface History {
  past: Moment[];
  now: Moment;
  future: Moment[];
  /** Changes with the same key follow each other as one, such as the letters of a text. */
  key: string | null;
}

export type HistoryAction =
  | { kind: 'change'; change: Change; key: string | null }
  | { kind: 'choose'; place: Place }
  | { kind: 'undo' }
  | { kind: 'redo' }
  | { kind: 'open'; form: FormNode };

const stepsMax = 200;

export function begin(form: FormNode): History {
  return { past: [], now: { form, place: '' }, future: [], key: null };
}

export function step(history: History, action: HistoryAction): History {
  const { past, now, future } = history;
  switch (action.kind) {
    case 'change': {
      if (action.change.form === now.form) return { ...history, now: { ...now, place: action.change.place } };
      const isSame = action.key !== null && action.key === history.key && past.length > 0;
      return { past: isSame ? past : [...past, now].slice(-stepsMax), now: action.change, future: [], key: action.key };
    }
    case 'choose':
      return { ...history, now: { ...now, place: action.place }, key: null };
    case 'undo': {
      const last = past.at(-1);
      return last === undefined ? history : { past: past.slice(0, -1), now: last, future: [now, ...future], key: null };
    }
    case 'redo': {
      const [next, ...rest] = future;
      return next === undefined ? history : { past: [...past, now], now: next, future: rest, key: null };
    }
    case 'open':
      return begin(action.form);
  }
}

/** A form that is edited, with all that can be undone. */
export function useHistory(form: FormNode) {
  const [history, dispatch] = useReducer(step, form, begin);
  const change = useCallback(
    (next: Change, key: string | null = null) => dispatch({ kind: 'change', change: next, key }),
    [],
  );
  const choose = useCallback((place: Place) => dispatch({ kind: 'choose', place }), []);
  const undo = useCallback(() => dispatch({ kind: 'undo' }), []);
  const redo = useCallback(() => dispatch({ kind: 'redo' }), []);
  const open = useCallback((opened: FormNode) => dispatch({ kind: 'open', form: opened }), []);
  return { history, change, choose, undo, redo, open };
}
