import { get, post, put, remove, upload } from '../../api/client';
import type { Permission, Person, Variables } from '../../api/types';

export interface Rights {
  view: Permission;
  edit: Permission;
  publish: Permission;
}

export interface ProcedureRow {
  id: string;
  name: string;
  folder: string | null;
  publishedVersion: number | null;
  publishedAt: string | null;
  draft: { revision: number; changedAt: string; changedBy: Person | null } | null;
  rights: Rights;
  findingCount: number | null;
}

export interface ProcedureVersion {
  version: number;
  publishedAt: string;
  publishedBy: Person | null;
  comment: string | null;
  withdrawnAt: string | null;
  runningCases: number;
}

export interface ProcedureDetail {
  id: string;
  name: string;
  folder: string | null;
  settings: { approval: 'none' | 'secondPerson' };
  versions: ProcedureVersion[];
  draft: ProcedureRow['draft'];
  rights: Rights;
}

export interface ProcedureFile {
  path: string;
  text: string;
}

export interface Draft {
  revision: number;
  basedOn: number | null;
  files: ProcedureFile[];
  changedAt: string;
  changedBy: Person | null;
  editors: Person[];
}

/** A file's new text, or null when it goes away. */
export interface FileChange {
  path: string;
  text: string | null;
}

export type Severity = 'error' | 'warning' | 'hint';

export interface Finding {
  file: string;
  elementId: string | null;
  rule: string;
  severity: Severity;
  message: string;
  line: number | null;
}

export interface Imported {
  procedure: { id: string; name: string };
  findings: Finding[];
  notUsed: { file: string; reason: string }[];
}

export type Publication = { version: number; migration: { runningCases: number } } | { approval: { id: string } };

export type SandboxStep =
  | { start: { processId?: string; by?: string; variables?: Variables } }
  | { complete: { element: string; index?: number; by?: string; variables?: Variables } }
  | { advance: { by?: string; to?: string } }
  | { message: { name: string; key?: string; variables?: Variables } }
  | { signal: { name: string; variables?: Variables } }
  | { job: { type: string; result?: Variables; error?: string; fail?: string } };

export interface SandboxTask {
  key: string;
  elementId: string;
  name: string;
  assignee: string | null;
  groups: string[];
  due: string | null;
  form: object | null;
}

export interface SandboxState {
  now: string;
  state: 'notStarted' | 'active' | 'completed' | 'terminated';
  tasks: SandboxTask[];
  waiting: { kind: 'timer' | 'message' | 'signal' | 'job'; elementId: string; name: string; at: string | null }[];
  variables: Variables;
  elements: { elementId: string; status: 'active' | 'completed' | 'waiting' | 'incident'; count: number }[];
  flowsTaken: string[];
  history: { at: string; text: string }[];
  incidents: { elementId: string; message: string }[];
  scenarioYaml: string;
}

export interface ScenarioRun {
  scenarios: {
    file: string;
    name: string;
    passed: boolean;
    failure: { step: string; expected: string; actual: string } | null;
  }[];
  coverage: { elements: { elementId: string; count: number }[]; flows: string[] };
  uncovered: string[];
}

const of = (id: string) => `/api/procedures/${encodeURIComponent(id)}`;

export const procedures = {
  list: () => get<ProcedureRow[]>('/api/procedures'),
  create: (name: string, id?: string) =>
    post<{ id: string }>('/api/procedures', id === undefined ? { name } : { id, name }),
  importFile: (file: File) => {
    const form = new FormData();
    form.append('file', file);
    return upload<Imported>('/api/procedures/import', form);
  },
  read: (id: string) => get<ProcedureDetail>(of(id)),
  openDraft: (id: string, fromVersion?: number, replace = false) =>
    post<Draft>(`${of(id)}/draft`, fromVersion === undefined ? { replace } : { fromVersion, replace }),
  draft: (id: string) => get<Draft>(`${of(id)}/draft`),
  save: (id: string, revision: number, changes: FileChange[]) =>
    put<{ revision: number; savedAt: string }>(`${of(id)}/draft/files`, { revision, changes }),
  discard: (id: string) => remove(`${of(id)}/draft`),
  present: (id: string) => post<{ editors: Person[] }>(`${of(id)}/draft/presence`),
  findings: (id: string, changes: FileChange[]) => post<Finding[]>(`${of(id)}/draft/findings`, { changes }),
  publish: (id: string, revision: number, comment: string) =>
    post<Publication>(`${of(id)}/publication`, { revision, comment }),
  versionFiles: (id: string, version: number) => get<ProcedureFile[]>(`${of(id)}/versions/${version}/files`),
  withdraw: (id: string, version: number, comment: string) =>
    post(`${of(id)}/versions/${version}/withdrawal`, { comment }),
  settings: (id: string, settings: { name: string; folder: string | null; approval: 'none' | 'secondPerson' }) =>
    put(`${of(id)}/settings`, settings),
  sandbox: (id: string, changes: FileChange[], steps: SandboxStep[]) =>
    post<SandboxState>(`${of(id)}/draft/sandbox`, { changes, steps }),
  runScenarios: (id: string, changes: FileChange[]) => post<ScenarioRun>(`${of(id)}/draft/scenario-runs`, { changes }),
};

export const draftExport = (id: string): string => `${of(id)}/draft/export`;
export const versionExport = (id: string, version: number): string => `${of(id)}/versions/${version}/export`;
