import createClient, { type Middleware } from 'openapi-fetch';
import type { paths, ProblemDetails } from './schema';

/** A refusal of the server, or `status` 0 when it could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: ProblemDetails;

  constructor(problem: ProblemDetails) {
    super(problem.detail);
    this.status = problem.status;
    this.problem = problem;
  }
}

const listeners = new Set<(reached: boolean) => void>();

/** Tells whether the last request reached the server; the frame shows the offline strip from it. */
export function onReachability(listener: (reached: boolean) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const commandHeader = 'Idempotency-Key';

export function newCommandId(): string {
  return crypto.randomUUID();
}

/** Marks a command that may be sent several times: it takes effect once. */
export function once(commandId: string): { headers: Record<string, string> } {
  return { headers: { [commandHeader]: commandId } };
}

/** Filters that say nothing are left out of the address. */
function queryText(query: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== '' && item !== false) search.append(name, String(item));
    }
  }
  return search.toString();
}

function antiforgeryToken(): string {
  const entry = document.cookie.split('; ').find((cookie) => cookie.startsWith('XSRF-TOKEN='));
  return entry === undefined ? '' : decodeURIComponent(entry.slice('XSRF-TOKEN='.length));
}

async function problemOf(response: Response): Promise<ProblemDetails> {
  const empty = { type: 'about:blank', title: response.statusText, status: response.status, detail: '' };
  if (!(response.headers.get('Content-Type') ?? '').includes('json')) return empty;
  const read = (await response.json()) as Partial<ProblemDetails>;
  return { ...empty, ...read, status: response.status, detail: read.detail ?? '' };
}

const manners: Middleware = {
  onRequest({ request }) {
    if (request.method === 'GET') return;
    request.headers.set('X-XSRF-TOKEN', antiforgeryToken());
    if (request.method === 'POST' && !request.headers.has(commandHeader)) {
      request.headers.set(commandHeader, newCommandId());
    }
  },
  async onResponse({ response }) {
    for (const listener of listeners) listener(true);
    if (!response.ok) throw new ApiError(await problemOf(response));
  },
  onError({ request, error }) {
    if (request.signal.aborted) return error as Error;
    for (const listener of listeners) listener(false);
    return new ApiError({ type: 'about:blank', title: '', status: 0, detail: '' });
  },
};

/**
 * The server's interface as `docs/openapi.json` describes it. A refusal is thrown as ApiError; a POST carries a command id,
 * so that one request sent twice by the network takes effect once.
 */
export const api = createClient<paths>({ querySerializer: queryText, credentials: 'same-origin' });
api.use(manners);

/** A request to a plugin's own address, which the committed document does not describe. */
export async function pluginRequest<Body>(
  path: `/api/plugins/${string}`,
  init: { method?: 'GET' | 'POST' | 'PUT' | 'DELETE'; body?: unknown; signal?: AbortSignal } = {},
): Promise<Body> {
  const method = init.method ?? 'GET';
  const headers = new Headers({ Accept: 'application/json' });
  if (method !== 'GET') headers.set('X-XSRF-TOKEN', antiforgeryToken());
  if (init.body !== undefined) headers.set('Content-Type', 'application/json');
  const request: RequestInit = { method, headers, credentials: 'same-origin' };
  if (init.body !== undefined) request.body = JSON.stringify(init.body);
  if (init.signal !== undefined) request.signal = init.signal;
  let response: Response;
  try {
    response = await fetch(path, request);
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    for (const listener of listeners) listener(false);
    throw new ApiError({ type: 'about:blank', title: '', status: 0, detail: '' });
  }
  for (const listener of listeners) listener(true);
  if (!response.ok) throw new ApiError(await problemOf(response));
  return (response.status === 204 ? undefined : await response.json()) as Body;
}

/** The body of the answer to a request of `api`. */
export async function bodyOf<Body>(request: Promise<{ data?: Body }>): Promise<Body> {
  return (await request).data as Body;
}
