// Starts the built program on a free port with its own data, and stops it again.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setInterval } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 15_000;
const logLinesMax = 200;
const root = fileURLToPath(new URL('../../', import.meta.url));

/** The program as built last for release; for debugging where there is no release build. */
function builtProgram() {
  const programs = ['Release', 'Debug'].map((configuration) =>
    join(root, 'engine/Kommune.Workflow.Server/bin', configuration, 'net10.0/Kommune.Workflow.Server.dll'));
  const program = programs.find(existsSync);
  if (!program) throw new Error('Expected a built server, but there is none. Run: dotnet build engine/Kommune.Workflow.Server');
  return program;
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Starts it on SQLite, or on a PostgreSQL database. */
export async function startHost(database) {
  const folder = await mkdtemp(join(tmpdir(), 'kommune-contract-'));
  const workflows = join(folder, 'workflows');
  await mkdir(workflows);
  const url = `http://127.0.0.1:${await freePort()}`;
  const program = spawn('dotnet',
    [builtProgram(), '--demo', '--urls', url, '--data', join(folder, 'data'), '--workflows', workflows,
      ...(database ? ['--postgres', database.connectionString] : [])],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = [];
  for (const stream of [program.stdout, program.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      log.push(...text.split('\n').filter(Boolean));
      log.splice(0, log.length - logLinesMax);
    });
  }
  const ended = new Promise((resolve) => program.once('exit', resolve));
  const host = {
    url,
    log,
    async stop() {
      program.kill('SIGTERM');
      const killer = AbortSignal.timeout(stopTimeoutMs);
      killer.addEventListener('abort', () => program.kill('SIGKILL'));
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await ready(url, program);
  } catch (error) {
    await host.stop();
    throw new Error(`${error.message}\n${log.join('\n')}`);
  }
  return host;
}

async function ready(url, program) {
  const deadline = Date.now() + startTimeoutMs;
  for await (const _ of setInterval(100)) {
    const end = program.exitCode ?? program.signalCode;
    if (end !== null) throw new Error(`Expected the server to start, but it ended with ${end}.`);
    const answer = await fetch(`${url}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error('Expected the server to be ready within a minute, but it is not.');
  }
}
