import { createContext, useContext } from 'react';
import type { ConditionField } from '../../ui/condition';
import type { Change, FormNode, Json, Place } from './model/document';

/** What the server or the editor says about a place of the form. */
export interface FormFinding {
  /** A JSON pointer; null: the whole form. */
  place: Place | null;
  severity: 'error' | 'warning' | 'hint';
  message: string;
}

/** What the case knows before the form is shown. */
export type KnownField = ConditionField;

/** What the parts of the page share while one form is open. */
export interface Editing {
  form: FormNode;
  /** What is chosen. */
  place: Place;
  readOnly: boolean;
  findings: FormFinding[];
  known: KnownField[];
  change: (change: Change, key?: string | null) => void;
  choose: (place: Place) => void;
  /** Sets properties of what is chosen; changes of one property that follow each other are undone as one. */
  set: (changes: Record<string, Json | undefined>) => void;
  /** Tells what happened to those who do not see it. */
  announce: (text: string) => void;
  /** Moves the focus to the line of a place in the list. */
  focusRow: (place: Place) => void;
  /** Moves the focus to the questions about what is chosen. */
  focusQuestions: () => void;
  actions: Actions;
}

/** What can be done with the chosen line, by button or key. */
export interface Actions {
  add: (kind: string, owner?: Place, index?: number) => void;
  addPage: () => void;
  remove: (place: Place) => void;
  duplicate: (place: Place) => void;
  copy: (place: Place) => void;
  paste: () => void;
  move: (place: Place, way: 'up' | 'down' | 'in' | 'out') => void;
  drop: (place: Place, owner: Place, index: number) => void;
}

export const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (editing === null) throw new Error('Expected to be inside the forms editor.');
  return editing;
}
