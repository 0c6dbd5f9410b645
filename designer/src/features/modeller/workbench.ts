import { createContext, useContext } from 'react';
import type { Modeler } from './canvas/types';
import type { Finding, ProcedureDetail, SandboxState, ScenarioRun } from './api';
import type { DraftSession } from './draft/DraftSession';
import type { FormSummary } from '../formEditor';
import type { ModelWriter } from './model/ModelWriter';

export interface GroupName {
  id: string;
  name: string;
}

/** What the parts of the page share while one procedure is open. */
export interface Bench {
  procedure: ProcedureDetail;
  session: DraftSession;
  modeler: Modeler;
  writer: ModelWriter;
  /** The drawn file, such as `process.bpmn`. */
  path: string;
  forms: FormSummary[];
  groups: GroupName[];
  findings: Finding[];
  /** Grows with every change of the model. */
  version: number;
  openProperties: () => void;
  /** Opens the editor of a form, at a field where one is named as a JSON pointer. */
  openForm: (id: string, place?: string | null) => void;
  /** Nothing can be changed here: the right is missing, or the screen too narrow. */
  readOnly: boolean;
}

/** What the run of a sandbox or of the scenarios paints on the drawing. */
export type Painted = { kind: 'case'; state: SandboxState } | { kind: 'coverage'; run: ScenarioRun } | null;

/** Names the open form in the page's address. */
export const formParameter = 'formular';

export const BenchContext = createContext<Bench | null>(null);

export function useBench(): Bench {
  const bench = useContext(BenchContext);
  if (bench === null) throw new Error('Expected to be inside the workbench of a procedure.');
  return bench;
}
