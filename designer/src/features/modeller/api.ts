import { api } from '../../api/client';
import type { JsonObject, Permission, Person } from '../../api/schema';

export interface Rights {
  view: Permission;
  edit: Permission;
  publish: Permission;
}

export interface ProcedureRow {
  id: string;
  name: string;
  folder: { id: string; name: string } | null;
  publishedVersion: number | null;
  publishedAt: string | null;
  draft: { revision: number; changedAt: string; changedBy: Person } | null;
  rights: Rights;
}

export interface ProcedureVersion {
  version: number;
  publishedAt: string;
  /** Null: taken over from the folder `workflows/`. */
  publishedBy: Person | null;
  approvedBy: Person | null;
  comment: string;
  /** Whether new cases start with it. */
  inForce: boolean;
  withdrawal: { at: string; by: Person; comment: string } | null;
}

export interface ProcedureDetail extends ProcedureRow {
  settings: { approval: 'none' | 'secondPerson' };
  /** Newest first. */
  versions: ProcedureVersion[];
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
  | { start: { processId?: string; by?: string; variables?: JsonObject } }
  | { complete: { element: string; index?: number; by?: string; variables?: JsonObject } }
  | { advance: { by?: string; to?: string } }
  | { message: { name: string; key?: string; variables?: JsonObject } }
  | { signal: { name: string; variables?: JsonObject } }
  | { job: { type: string; result?: JsonObject; error?: string; fail?: string } };

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
  variables: JsonObject;
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

interface Server {
  request(method: string, path: string, init: { body?: unknown }): Promise<{ data?: unknown }>;
}

/** Asks the server as `api` does, with the shapes of this file. */
export async function ask<Answer>(
  method: 'get' | 'post' | 'put' | 'delete',
  path: string,
  body?: unknown,
): Promise<Answer> {
  const { data } = await (api as unknown as Server).request(method, path, { body });
  return data as Answer;
}

export const procedures = {
  list: () => ask<ProcedureRow[]>('get', '/api/procedures'),
  create: (name: string) => ask<{ id: string }>('post', '/api/procedures', { name }),
  importFile: (file: File) => {
    const form = new FormData();
    form.append('file', file);
    return ask<Imported>('post', '/api/procedures/import', form);
  },
  read: (id: string) => ask<ProcedureDetail>('get', of(id)),
  openDraft: (id: string, fromVersion: number | null, replace: boolean) =>
    ask<Draft>('post', `${of(id)}/draft`, { fromVersion, replace }),
  draft: (id: string) => ask<Draft>('get', `${of(id)}/draft`),
  save: (id: string, revision: number, changes: FileChange[]) =>
    ask<{ revision: number; savedAt: string }>('put', `${of(id)}/draft/files`, { revision, changes }),
  present: (id: string) => ask<{ editors: Person[] }>('post', `${of(id)}/draft/presence`),
  findings: (id: string, changes: FileChange[]) => ask<Finding[]>('post', `${of(id)}/draft/findings`, { changes }),
  publish: (id: string, revision: number, comment: string) =>
    ask<Publication>('post', `${of(id)}/publication`, { revision, comment }),
  versionFiles: (id: string, version: number) => ask<ProcedureFile[]>('get', `${of(id)}/versions/${version}/files`),
  withdraw: (id: string, version: number, comment: string) =>
    ask<ProcedureDetail>('post', `${of(id)}/versions/${version}/withdrawal`, { comment }),
  sandbox: (id: string, changes: FileChange[], steps: SandboxStep[]) =>
    ask<SandboxState>('post', `${of(id)}/draft/sandbox`, { changes, steps }),
  runScenarios: (id: string, changes: FileChange[]) =>
    ask<ScenarioRun>('post', `${of(id)}/draft/scenario-runs`, { changes }),
};

export const draftExport = (id: string): string => `${of(id)}/draft/export`;
export const versionExport = (id: string, version: number): string => `${of(id)}/versions/${version}/export`;
