import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const startSecondsMax = 60;
const pollMs = 100;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** The host that was built last, Release or Debug. */
function builtHost() {
  const built = ['Release', 'Debug']
    .map((kind) => join(root, 'engine/Kommune.Workflow.Server/bin', kind, 'net10.0/Kommune.Workflow.Server.dll'))
    .filter(existsSync)
    .toSorted((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  if (built[0] === undefined) throw new Error('Expected a built host, but found none: run dotnet build first.');
  return built[0];
}

async function ready(url, host) {
  const until = Date.now() + startSecondsMax * 1000;
  while (Date.now() < until) {
    if (host.exitCode !== null) return false;
    const answer = await fetch(`${url}/health/ready`).catch(() => null);
    if (answer?.ok) return true;
    await pause(pollMs);
  }
  return false;
}

/**
 * Starts the built host with demo accounts on a free port and a fresh data folder.
 * `stop` ends it and removes its data.
 */
export async function startHost(...extra) {
  const data = mkdtempSync(join(tmpdir(), 'kommune-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const said = [];
  const host = spawn('dotnet', [builtHost(), '--demo', '--data', data, '--urls', url, ...extra], { cwd: root });
  host.stdout.on('data', (text) => said.push(text));
  host.stderr.on('data', (text) => said.push(text));
  const stop = async () => {
    if (host.exitCode === null) {
      host.kill('SIGTERM');
      await once(host, 'exit');
    }
    rmSync(data, { recursive: true, force: true });
  };
  if (!(await ready(url, host))) {
    await stop();
    throw new Error(`Expected the host to become ready, but it said:\n${said.join('')}`);
  }
  return { url, stop };
}

/** Calls the host's API as a demo account, for what a journey needs prepared. */
export async function callAs(host, user, method, path, body) {
  const headers = { Authorization: `Basic ${btoa(`${user}:demo`)}` };
  if (body !== undefined && !(body instanceof FormData)) headers['Content-Type'] = 'application/json';
  const answer = await fetch(host.url + path, {
    method,
    headers,
    body: body === undefined || body instanceof FormData ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Expected ${method} ${path} to succeed, but got ${answer.status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
}
