import { api, bodyOf } from '../../api/client';
import type {
  ApprovalAsked,
  DraftDetail,
  FolderRequest,
  JsonObject,
  ProcedureDetail,
  Published,
  SettingsRequest,
} from '../../api/schema';

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

/** What somebody does in a trial run; the same steps as in a scenario file. */
export type SandboxStep =
  | { kind: 'start'; by: string | null; variables: JsonObject }
  | { kind: 'complete'; case: number; task: string; index: number; by: string | null; variables: JsonObject }
  | { kind: 'advance'; duration: string }
  | { kind: 'message'; name: string; key: string | null }
  | { kind: 'job'; case: number; type: string; fail?: string };

export interface SandboxTask {
  case: number;
  elementId: string;
  /** Its place among the open tasks of this element in the case, from 1. */
  index: number;
  name: string;
  assignee: string | null;
  groups: string[];
  due: string | null;
  /** SurveyJS JSON. */
  form: JsonObject | null;
  data: JsonObject;
}

export interface SandboxState {
  now: string;
  /** The step that did not succeed; the ones after it were not tried. */
  failure: { step: number; message: string } | null;
  cases: {
    case: number;
    processName: string;
    title: string | null;
    state: 'active' | 'incident' | 'completed' | 'terminated';
    variables: JsonObject;
  }[];
  tasks: SandboxTask[];
  waiting: {
    kind: 'timer' | 'message' | 'signal' | 'condition' | 'job';
    case: number;
    elementId: string;
    name: string | null;
    due: string | null;
  }[];
  elements: { elementId: string; status: 'active' | 'completed' | 'waiting' | 'incident'; count: number }[];
  flowsTaken: { flowId: string; count: number }[];
  history: { at: string; by: string | null; what: string }[];
  incidents: { elementId: string; message: string }[];
  scenarioYaml: string | null;
}

export interface ScenarioRun {
  scenarios: { file: string; name: string; passed: boolean; failure: { line: number; message: string } | null }[];
  /** Everything drawn; what no scenario reached counts 0. */
  coverage: {
    elements: { file: string; elementId: string; count: number }[];
    flows: { file: string; flowId: string; count: number }[];
  };
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
  create: (name: string, folder: string | null) => bodyOf(api.POST('/api/procedures', { body: { name, folder } })),
  folders: () => bodyOf(api.GET('/api/procedure-folders')),
  saveFolder: (id: string | null, body: FolderRequest) =>
    id === null
      ? bodyOf(api.POST('/api/procedure-folders', { body }))
      : bodyOf(api.PUT('/api/procedure-folders/{id}', { params: { path: { id } }, body })),
  record: (id: string, after: string | null) =>
    bodyOf(
      api.GET('/api/procedures/{id}/record', { params: { path: { id }, query: after === null ? {} : { after } } }),
    ),
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
  changeSettings: ({ id, name, folder, settings }: ProcedureDetail, change: Partial<SettingsRequest>) =>
    bodyOf(
      api.PUT('/api/procedures/{id}/settings', {
        ...of(id),
        body: { name, folder: folder?.id ?? null, approval: settings.approval, ...change },
      }),
    ),
  approvals: () => bodyOf(api.GET('/api/publication-approvals')),
  decide: (id: string, approve: boolean, comment: string) =>
    bodyOf(api.POST('/api/publication-approvals/{id}/decision', { ...of(id), body: { approve, comment } })),
  versionFiles: (id: string, version: number) =>
    bodyOf(api.GET('/api/procedures/{id}/versions/{version}/files', ofVersion(id, version))),
  withdraw: (id: string, version: number, comment: string) =>
    bodyOf(
      api.POST('/api/procedures/{id}/versions/{version}/withdrawal', { ...ofVersion(id, version), body: { comment } }),
    ),
  sandbox: (id: string, changes: FileChange[], steps: SandboxStep[]) =>
    ask<SandboxState>('post', `${address(id)}/draft/sandbox`, { changes, steps, automaticJobs: false }),
  runScenarios: (id: string, changes: FileChange[]) =>
    ask<ScenarioRun>('post', `${address(id)}/draft/scenario-runs`, { changes }),
};

export const draftExport = (id: string): string => `${address(id)}/draft/export`;
export const versionExport = (id: string, version: number): string => `${address(id)}/versions/${version}/export`;
