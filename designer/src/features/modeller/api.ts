import { api, bodyOf } from '../../api/client';
import type { ApprovalAsked, DraftDetail, JsonObject, Published } from '../../api/schema';

export type {
  DraftDetail as Draft,
  FileText as ProcedureFile,
  FindingSeverity as Severity,
  Imported,
  ProcedureDetail,
  ProcedureFinding as Finding,
  VersionItem as ProcedureVersion,
} from '../../api/schema';

/** A file's new text, or null when it goes away. */
export interface FileChange {
  path: string;
  text: string | null;
}

/** What publishing led to: a version, or the question to a second person. */
export type Publication = Published | ApprovalAsked;

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

interface Server {
  request(method: string, path: string, init: { body?: unknown }): Promise<{ data?: unknown }>;
}

/** Asks what `docs/openapi.json` leaves open: the trial run, and the free-form element templates. */
export async function ask<Answer>(method: 'get' | 'post', path: string, body?: unknown): Promise<Answer> {
  const { data } = await (api as unknown as Server).request(method, path, { body });
  return data as Answer;
}

const of = (id: string) => ({ params: { path: { id } } });
const ofVersion = (id: string, version: number) => ({ params: { path: { id, version } } });
const address = (id: string) => `/api/procedures/${encodeURIComponent(id)}`;

export const procedures = {
  list: () => bodyOf(api.GET('/api/procedures')),
  create: (name: string) => bodyOf(api.POST('/api/procedures', { body: { name } })),
  importFile: (file: File) => {
    const form = new FormData();
    form.append('file', file);
    return bodyOf(api.POST('/api/procedures/import', { body: form as never }));
  },
  read: (id: string) => bodyOf(api.GET('/api/procedures/{id}', of(id))),
  openDraft: (id: string, fromVersion: number | null, replace: boolean): Promise<DraftDetail> =>
    bodyOf(api.POST('/api/procedures/{id}/draft', { ...of(id), body: { fromVersion, replace } })),
  draft: (id: string): Promise<DraftDetail> => bodyOf(api.GET('/api/procedures/{id}/draft', of(id))),
  save: (id: string, revision: number, changes: FileChange[]) =>
    bodyOf(api.PUT('/api/procedures/{id}/draft/files', { ...of(id), body: { revision, changes } })),
  present: (id: string) => bodyOf(api.POST('/api/procedures/{id}/draft/presence', of(id))),
  findings: (id: string, changes: FileChange[]) =>
    bodyOf(api.POST('/api/procedures/{id}/draft/findings', { ...of(id), body: { changes } })),
  publish: (id: string, revision: number, comment: string): Promise<Publication> =>
    bodyOf(api.POST('/api/procedures/{id}/publication', { ...of(id), body: { revision, comment } })),
  versionFiles: (id: string, version: number) =>
    bodyOf(api.GET('/api/procedures/{id}/versions/{version}/files', ofVersion(id, version))),
  withdraw: (id: string, version: number, comment: string) =>
    bodyOf(
      api.POST('/api/procedures/{id}/versions/{version}/withdrawal', { ...ofVersion(id, version), body: { comment } }),
    ),
  sandbox: (id: string, changes: FileChange[], steps: SandboxStep[]) =>
    ask<SandboxState>('post', `${address(id)}/draft/sandbox`, { changes, steps }),
  runScenarios: (id: string, changes: FileChange[]) =>
    ask<ScenarioRun>('post', `${address(id)}/draft/scenario-runs`, { changes }),
};

export const draftExport = (id: string): string => `${address(id)}/draft/export`;
export const versionExport = (id: string, version: number): string => `${address(id)}/versions/${version}/export`;
