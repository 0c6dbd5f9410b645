/** Decimal string of a 64-bit key. */
export type Key = string;
/** ISO-8601 in UTC, e.g. `2026-09-15T06:12:00Z`. */
export type Instant = string;
/** Variables of a case as JSON. */
export type Variables = Record<string, unknown>;

/** Whether the signed-in person may do something; `reason` is a German sentence shown when not. */
export interface Permission {
  allowed: boolean;
  reason: string | null;
}

export interface Person {
  userName: string;
  name: string;
  /** Office as shown beside the name, e.g. "Steueramt"; null when none is set. */
  unit: string | null;
}

export interface GroupRef {
  id: string;
  name: string;
}

/** Rows page by key: pass `next` as `after` to get the following page; null at the end. */
export interface Page<Row> {
  rows: Row[];
  next: string | null;
}

/** RFC 9457 problem details. `errors` maps a form field's name to German sentences. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Short id a user can read out to operations, e.g. "7F3A-21". */
  traceId?: string;
  errors?: Record<string, string[]>;
  /** On 403: names of the groups that are responsible. */
  groups?: string[];
}

export type PermissionName = 'operations' | 'administration' | 'deploy' | 'shareViews' | 'integration';

export interface Preferences {
  navCollapsed: boolean;
  singleKeyShortcuts: boolean;
  undoSeconds: number;
  language: 'de' | 'en';
  compactList: boolean;
  inboxListWidth: number;
}

export interface Me extends Person {
  groups: GroupRef[];
  permissions: PermissionName[];
  preferences: Preferences;
  mustChangePassword: boolean;
  unreadNotifications: number;
  /** Substitutions in force now in which this person is the deputy. */
  deputyFor: { person: Person; until: Instant }[];
}

export interface Session {
  municipality: string;
  demo: boolean;
  setupNeeded: boolean;
  user: Me | null;
}

// ---- tasks -------------------------------------------------------------------------------------------------------

export type InboxView = 'all' | 'mine' | 'groups' | 'deputy' | 'followUp' | 'overdue' | 'done';
export type InboxSort = 'due' | 'created' | 'priority';

export interface InboxQuery {
  view: InboxView;
  q?: string;
  process?: string;
  group?: string;
  priority?: 'high';
  fourEyes?: boolean;
  sort?: InboxSort;
}

export type TaskAction =
  'claim' | 'unclaim' | 'assign' | 'delegate' | 'resolve' | 'complete' | 'followUp' | 'comment' | 'attach';

export interface FourEyes {
  /** `excluded`: this person did `taskName` and may not do this one. `separates`: whoever does this may not do `taskName`. */
  kind: 'excluded' | 'separates';
  taskName: string;
}

export interface TaskRow {
  key: Key;
  title: string;
  state: 'open' | 'completed' | 'canceled';
  caseKey: Key;
  caseNumber: string;
  processId: string;
  processName: string;
  elementId: string;
  /** 0 to 100, 50 is normal. */
  priority: number;
  createdAt: Instant;
  dueAt: Instant | null;
  followUpAt: Instant | null;
  completedAt: Instant | null;
  assignee: Person | null;
  assignedAt: Instant | null;
  candidateGroups: GroupRef[];
  candidateUsers: Person[];
  /** Set when the row is shown because the reader stands in for this person. */
  deputyFor: Person | null;
  fourEyes: FourEyes | null;
  unread: boolean;
  /** What the reader may do now; used by bulk actions. */
  can: TaskAction[];
}

export interface InboxPage extends Page<TaskRow> {
  /** Exact up to 999; 1000 means "more". */
  total: number;
}

export interface InboxCounts {
  views: Record<Exclude<InboxView, 'done'>, number>;
  saved: Record<Key, number>;
}

export interface Form {
  id: string;
  /** SurveyJS JSON. */
  schema: Record<string, unknown>;
}

export interface TaskDetail extends TaskRow {
  instructions: string | null;
  form: Form | null;
  data: Variables;
  draft: { data: Variables; savedAt: Instant } | null;
  delegation: { state: 'pending' | 'resolved'; owner: Person } | null;
  actions: Record<TaskAction, Permission>;
  counts: { history: number; comments: number; attachments: number };
}

export interface AssigneeChoice extends Permission {
  person: Person;
}

export interface BulkRequest {
  action: 'claim' | 'assign' | 'delegate' | 'followUp';
  keys: Key[];
  /** userName, for assign and delegate. */
  to?: string;
  /** For followUp. */
  at?: Instant;
  reason?: string;
}

export interface BulkResult {
  results: { key: Key; ok: boolean; detail: string | null }[];
}

export interface SavedView {
  key: Key;
  name: string;
  query: InboxQuery;
  owner: Person;
  own: boolean;
  sharedWith: GroupRef[];
}

// ---- cases -------------------------------------------------------------------------------------------------------

export type CaseState = 'active' | 'incident' | 'completed' | 'canceled';

export interface CaseRef {
  key: Key;
  number: string;
  title: string;
  processName: string;
  state: CaseState;
  startedAt: Instant;
  endedAt: Instant | null;
}

export interface CaseRow extends CaseRef {
  processId: string;
  version: number;
  startedBy: Person | null;
  dueAt: Instant | null;
  priority: number;
  /** German names of the elements where the case stands. */
  currentSteps: string[];
}

export type ElementState = 'active' | 'waiting' | 'incident' | 'completed' | 'terminated';

/** One activation of an element; times let the page show any earlier moment. */
export interface ElementVisit {
  elementInstanceKey: Key;
  elementId: string;
  elementName: string | null;
  /** BPMN type without prefix, e.g. "userTask". */
  type: string;
  state: ElementState;
  startedAt: Instant;
  endedAt: Instant | null;
}

export interface CaseField {
  name: string;
  /** Question title of the form that asks for it; null when no form does. */
  label: string | null;
  value: unknown;
  scopeKey: Key;
}

export interface CaseDetail extends CaseRow {
  definitionKey: Key;
  visits: ElementVisit[];
  flows: { flowId: string; at: Instant }[];
  incidents: { key: Key; elementId: string; message: string; createdAt: Instant; resolvedAt: Instant | null }[];
  fields: CaseField[];
  tasks: TaskRow[];
  parent: CaseRef | null;
  children: CaseRef[];
  actions: { cancel: Permission; comment: Permission; attach: Permission; editData: Permission };
}

export interface Comment {
  key: Key;
  at: Instant;
  by: Person;
  text: string;
  /** Title of the task it was written at, if any. */
  taskTitle: string | null;
  canDelete: boolean;
}

export interface Attachment {
  key: Key;
  at: Instant;
  by: Person;
  fileName: string;
  contentType: string;
  sizeBytes: number;
  canDelete: boolean;
}

export type HistoryKind =
  | 'caseStarted'
  | 'caseCompleted'
  | 'caseCanceled'
  | 'caseMigrated'
  | 'caseModified'
  | 'taskCreated'
  | 'taskClaimed'
  | 'taskUnclaimed'
  | 'taskAssigned'
  | 'taskDelegated'
  | 'taskResolved'
  | 'taskCompleted'
  | 'taskCanceled'
  | 'followUpSet'
  | 'dueChanged'
  | 'priorityChanged'
  | 'commentAdded'
  | 'commentDeleted'
  | 'attachmentAdded'
  | 'attachmentDeleted'
  | 'variablesChanged'
  | 'elementCompleted'
  | 'timerFired'
  | 'messageReceived'
  | 'jobFailed'
  | 'incidentCreated'
  | 'incidentResolved';

export interface HistoryEntry {
  /** Position in the chained record, ascending decimal string. */
  seq: string;
  at: Instant;
  kind: HistoryKind;
  by: Person | null;
  /** The person stood in for, when `by` acted as deputy. */
  onBehalfOf: Person | null;
  elementName: string | null;
  /** Version of the procedure at that time. */
  version: number;
  /** E.g. new assignee's name, file name, new date (ISO), error text, the change's reason. */
  subject: string | null;
  reason: string | null;
}

export type ElementStatus = 'active' | 'waiting' | 'incident' | 'completed';

export interface ReplayChange {
  scopeKey: Key;
  /** Null for values of the case. */
  elementName: string | null;
  name: string;
  before: unknown;
  after: unknown;
  gone: boolean;
}

/** What one command changed: elements and flows as differences to the step before, unless the version is another one. */
export interface ReplayStep {
  at: Instant;
  definitionKey: Key;
  lines: HistoryEntry[];
  elements: { elementId: string; status: ElementStatus | null }[];
  flows: string[];
  changed: ReplayChange[];
}

export interface CaseReplay {
  steps: ReplayStep[];
  complete: boolean;
}

export interface CaseQuery {
  q?: string;
  process?: string;
  state?: CaseState;
  /** `name=value`, exact; several are joined by AND. */
  variable?: string[];
  after?: string;
}

// ---- processes ---------------------------------------------------------------------------------------------------

export interface ProcessRow {
  id: string;
  name: string;
  description: string | null;
  version: number;
  versionTag: string | null;
  definitionKey: Key;
  deployedAt: Instant;
  activeCases: number;
  openIncidents: number;
  start: Permission;
}

export interface ProcessVersion {
  version: number;
  versionTag: string | null;
  definitionKey: Key;
  deployedAt: Instant;
  activeCases: number;
  totalCases: number;
}

export interface ProcessDetail extends ProcessRow {
  versions: ProcessVersion[];
}

export interface StartForm {
  processName: string;
  form: Form | null;
  data: Variables;
}

// ---- operations --------------------------------------------------------------------------------------------------

export interface IncidentRow {
  key: Key;
  state: 'open' | 'resolved';
  createdAt: Instant;
  caseKey: Key;
  caseNumber: string;
  processId: string;
  processName: string;
  version: number;
  elementId: string;
  elementName: string | null;
  /** E.g. "jobNoRetries", "expression", "unhandledError", "calledProcess", "endlessLoop". */
  kind: string;
  message: string;
  jobKey: Key | null;
}

export interface IncidentDetail extends IncidentRow {
  /** Variables visible at the element, innermost scope first. */
  variables: { name: string; value: unknown; scopeKey: Key; scopeName: string }[];
  details: string | null;
}

export interface JobRow {
  key: Key;
  type: string;
  state: 'waiting' | 'running' | 'failed';
  caseKey: Key;
  caseNumber: string;
  processName: string;
  elementName: string | null;
  retries: number;
  createdAt: Instant;
  nextAttemptAt: Instant | null;
  worker: string | null;
  error: string | null;
}

export interface Operations {
  version: string;
  startedAt: Instant;
  engineTime: Instant;
  database: string;
  checks: { name: string; status: 'ok' | 'degraded' | 'failed'; detail: string | null }[];
  counts: {
    activeCases: number;
    openTasks: number;
    openIncidents: number;
    waitingJobs: number;
    failedJobs: number;
    pendingTimers: number;
  };
}

// ---- ideas -------------------------------------------------------------------------------------------------------

export const ideaStatuses = ['Idee', 'Idee zur Entscheidung', 'In Bearbeitung', 'Umgesetzt', 'Verworfen'] as const;
export type IdeaStatus = (typeof ideaStatuses)[number];

export interface IdeaQuery {
  status?: IdeaStatus;
  theme?: string[];
  department?: string;
  view?: ('intern' | 'extern')[];
  q?: string;
  after?: string;
  limit?: number;
}

export interface IdeaRef {
  key: Key;
  number: string;
  title: string;
  status: IdeaStatus;
}

export interface IdeaRow extends IdeaRef {
  theme: string;
  department: string;
  view: 'intern' | 'extern';
  author: Person | null;
  createdAt: Instant;
  changedAt: Instant;
  comments: number;
  /** `agenda`: next circle at `at`. `decision`: decide by `at`. `step`: work due `at`. `result`/`reason`/`similar`: `text`. */
  standing: {
    kind: 'agenda' | 'decision' | 'step' | 'result' | 'reason' | 'similar';
    at: Instant | null;
    text: string | null;
  } | null;
}

export interface IdeaOverview {
  total: number;
  matching: number;
  statuses: Record<IdeaStatus, number>;
  themes: { name: string; count: number }[];
  departments: { name: string; count: number }[];
  views: Record<'intern' | 'extern', number>;
  create: Permission;
}

export interface IdeaDetail extends IdeaRow {
  problemstellung: string;
  loesungsansatz: string;
  mehrwert: string;
  beschreibung: string;
  begruendung: string | null;
  ergebnis: string | null;
  score: { nutzen: number | null; aufwand: number | null; synergien: string | null } | null;
  similar: IdeaRef[];
  /** Open tasks that change this idea's status; completing one is how the status changes. */
  openTasks: { key: Key; title: string; dueAt: Instant | null; complete: Permission }[];
}

export interface ChronicleEntry {
  key: Key;
  at: Instant;
  /** `entered`, `statusChanged`, or free text of a procedure. */
  kind: 'entered' | 'statusChanged' | 'note';
  ideaKey: Key | null;
  ideaNumber: string | null;
  title: string;
  from: IdeaStatus | null;
  to: IdeaStatus | null;
  text: string | null;
  by: Person | null;
}

// ---- substitution, notifications, administration -------------------------------------------------------------------

export interface Substitution {
  key: Key;
  absent: Person;
  deputy: Person;
  from: Instant;
  until: Instant;
  state: 'planned' | 'active' | 'ended';
  canEdit: boolean;
}

export interface SubstitutionRequest {
  /** userName; null or own name for oneself, others only with `administration`. */
  absent: string | null;
  deputy: string;
  from: Instant;
  until: Instant;
}

export interface Notification {
  key: Key;
  at: Instant;
  text: string;
  target: { kind: 'task' | 'case' | 'idea' | 'incident'; key: Key } | null;
  read: boolean;
}

export interface NotificationPage extends Page<Notification> {
  unread: number;
}

export interface SearchResult {
  tasks: TaskRow[];
  cases: CaseRow[];
  processes: ProcessRow[];
  ideas: IdeaRef[];
}

export interface User extends Person {
  email: string | null;
  active: boolean;
  groups: GroupRef[];
  lastSignInAt: Instant | null;
}

export interface UserRequest {
  userName: string;
  name: string;
  unit: string | null;
  email: string | null;
  active: boolean;
  groups: string[];
}

export interface Group extends GroupRef {
  members: number;
  permissions: PermissionName[];
}

/** Sent to clients on the hub; carries no content, the client reads again what it may see. */
export interface Change {
  kind: 'task' | 'case' | 'idea' | 'incident' | 'notification' | 'chronicle' | 'process' | 'substitution';
  key: Key;
  caseKey: Key | null;
}
