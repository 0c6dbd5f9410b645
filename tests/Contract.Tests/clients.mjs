// The published client, as different people, and what tests say about its answers.
import assert from 'node:assert/strict';
import createCamundaClient from '@camunda8/orchestration-cluster-api';

/** Answers show what was committed: nothing to wait for. */
export const now = { consistency: { waitUpToMs: 0 } };

/** Asks again until the predicate holds; for what happens after a commit (messages, called processes, timers). */
export const until = (predicate) => ({ consistency: { waitUpToMs: 15_000, pollIntervalMs: 20, predicate } });

let address;
const clients = new Map();

export function connect(url) {
  address = url;
}

export const server = () => address;

/**
 * A client that fails on missing, wrong and unknown properties of an answer. Requests go out as written: strict checking of
 * them would drop all but the limit of a page.
 */
export function as(user, validation = 'req:warn,res:fanatical') {
  const key = `${user} ${validation}`;
  if (!clients.has(key)) {
    clients.set(key, createCamundaClient({
      config: {
        CAMUNDA_REST_ADDRESS: `${address}/v2`,
        CAMUNDA_AUTH_STRATEGY: 'BASIC',
        CAMUNDA_BASIC_AUTH_USERNAME: user,
        CAMUNDA_BASIC_AUTH_PASSWORD: 'demo',
        CAMUNDA_SDK_VALIDATION: validation,
        CAMUNDA_SDK_HTTP_RETRY_MAX_ATTEMPTS: 1,
        CAMUNDA_SDK_LOG_LEVEL: 'silent',
      },
    }));
  }
  return clients.get(key);
}

/** The request is refused with this status (or one of these) and a problem detail a caller can act on. */
export async function refused(status, promise, detail = /./) {
  const error = await promise.then(() => null, (e) => e);
  assert.ok(error, `Expected status ${status}, but the request succeeded.`);
  assert.ok([status].flat().includes(error.status), `Expected ${status}, but found ${error.status}: ${error.detail ?? error.message}`);
  assert.ok(error.title, 'Expected a problem title.');
  assert.match(error.detail ?? '', detail);
}

/** A plain request, for what the client would not send. */
export function raw(method, path, { user = 'admin', body, headers = {} } = {}) {
  const authorization = user ? { authorization: `Basic ${Buffer.from(`${user}:demo`).toString('base64')}` } : {};
  return fetch(`${address}/v2${path}`, { method, body, headers: { ...authorization, ...headers } });
}

export async function deploy(...files) {
  return as('admin').createDeployment({ resources: files });
}

export function file(name, text) {
  return new File([text], name, { type: 'application/octet-stream' });
}

/** Starts an instance of a process as the administrator. */
export async function start(processDefinitionId, variables = {}) {
  const started = await as('admin').createProcessInstance({ processDefinitionId, variables });
  return started.processInstanceKey;
}

/** The only active user task of an instance. */
export async function taskOf(processInstanceKey) {
  const found = await as('admin').searchUserTasks({ filter: { processInstanceKey, state: 'CREATED' } }, until((r) => r.items.length > 0));
  assert.equal(found.items.length, 1);
  return found.items[0];
}
