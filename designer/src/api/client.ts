import type { Problem } from './types';

/** A refusal of the server, or `status` 0 when it could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.status = problem.status;
    this.problem = problem;
  }
}

export type Query = Record<string, string | number | boolean | string[] | undefined | null>;

interface Options {
  query?: Query;
  body?: unknown;
  /** Sends a command that must take effect once, however often it is sent. */
  commandId?: string;
  /** Lets the request outlive the page. */
  keepalive?: boolean;
  signal?: AbortSignal;
}

const listeners = new Set<(reached: boolean) => void>();

/** Tells whether the last request reached the server; the frame shows the offline strip from it. */
export function onReachability(listener: (reached: boolean) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function newCommandId(): string {
  return crypto.randomUUID();
}

export function queryString(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '' || value === false) continue;
    for (const item of Array.isArray(value) ? value : [value]) search.append(name, String(item));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

function antiforgeryToken(): string {
  const entry = document.cookie.split('; ').find((cookie) => cookie.startsWith('XSRF-TOKEN='));
  return entry === undefined ? '' : decodeURIComponent(entry.slice('XSRF-TOKEN='.length));
}

async function send(method: string, path: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-XSRF-TOKEN'] = antiforgeryToken();
  if (options.commandId !== undefined) headers['Idempotency-Key'] = options.commandId;
  let body: BodyInit | null = null;
  if (options.body instanceof FormData) {
    body = options.body;
  } else if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(options.body);
  }
  try {
    const response = await fetch(path + queryString(options.query ?? {}), {
      method,
      headers,
      body,
      credentials: 'same-origin',
      keepalive: options.keepalive ?? false,
      signal: options.signal ?? null,
    });
    for (const listener of listeners) listener(true);
    return response;
  } catch (error) {
    if (options.signal?.aborted !== true) for (const listener of listeners) listener(false);
    throw error instanceof DOMException && error.name === 'AbortError' ? error : unreachable();
  }
}

function unreachable(): ApiError {
  return new ApiError({ type: 'about:blank', title: '', status: 0, detail: '' });
}

async function problemOf(response: Response): Promise<Problem> {
  const empty: Problem = { type: 'about:blank', title: response.statusText, status: response.status, detail: '' };
  if (!(response.headers.get('Content-Type') ?? '').includes('json')) return empty;
  const read = (await response.json()) as Partial<Problem>;
  return { ...empty, ...read, status: response.status, detail: read.detail ?? '' };
}

/** Calls the server and reads its JSON answer; 204 gives undefined. Throws ApiError. */
export async function call<Answer = void>(method: string, path: string, options: Options = {}): Promise<Answer> {
  const response = await send(method, path, options);
  if (!response.ok) throw new ApiError(await problemOf(response));
  if (response.status === 204 || response.headers.get('Content-Length') === '0') return undefined as Answer;
  const type = response.headers.get('Content-Type') ?? '';
  return (type.includes('json') ? await response.json() : await response.text()) as Answer;
}

export function get<Answer>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Answer> {
  return call<Answer>('GET', path, signal === undefined ? { query } : { query, signal });
}

/** A command: carries an id, so that sending it again changes nothing more. */
export function post<Answer = void>(path: string, body?: unknown, commandId = newCommandId()): Promise<Answer> {
  return call<Answer>('POST', path, { body: body ?? {}, commandId });
}

export function put<Answer = void>(path: string, body: unknown): Promise<Answer> {
  return call<Answer>('PUT', path, { body });
}

export function remove(path: string): Promise<void> {
  return call('DELETE', path);
}

export function upload<Answer>(path: string, form: FormData): Promise<Answer> {
  return call<Answer>('POST', path, { body: form, commandId: newCommandId() });
}
