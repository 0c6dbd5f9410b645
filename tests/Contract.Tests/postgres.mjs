// A throw-away PostgreSQL server with an empty database. It refuses to run as root: then it runs as Debian's user postgres.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './host.mjs';

const run = promisify(execFile);
const debian = '/usr/lib/postgresql';
const folders = [
  ...(process.env.PATH ?? '').split(delimiter),
  ...(existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : []),
];
const find = (program) => folders.map((folder) => join(folder, program)).find(existsSync);
const isRoot = userInfo().uid === 0;

export const isInstalled = () => find('initdb') !== undefined;

export async function startPostgres() {
  const folder = await mkdtemp(join(tmpdir(), 'kommune-contract-postgres-'));
  if (isRoot) {
    const [uid, gid] = await Promise.all(['-u', '-g'].map(async (what) => Number((await run('id', [what, 'postgres'])).stdout)));
    await chown(folder, uid, gid);
  }
  const data = join(folder, 'data');
  const port = await freePort();
  await runAsServerUser(find('initdb'), '-D', data, '-U', 'kommune', '--auth=trust', '--encoding=UTF8', '--no-instructions');
  await runAsServerUser(find('pg_ctl'), '-D', data, '-w', '-s', '-l', join(folder, 'log'),
    '-o', `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`, 'start');
  return {
    connectionString: `Host=127.0.0.1;Port=${port};Username=kommune;Database=postgres`,
    async stop() {
      await runAsServerUser(find('pg_ctl'), '-D', data, '-m', 'immediate', '-s', 'stop');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

// The server inherits the streams and keeps them open: nobody may wait for their end.
function runAsServerUser(program, ...args) {
  const command = isRoot
    ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', program, ...args]
    : [program, ...args];
  return run('/bin/sh', ['-c', 'exec "$@" >/dev/null 2>&1', 'sh', ...command], { cwd: '/' });
}
