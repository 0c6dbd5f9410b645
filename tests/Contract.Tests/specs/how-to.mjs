// Does what docs/how-to/write-a-job-worker.md says, word for word.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { as, server, start, until } from '../clients.mjs';

const page = new URL('../../../docs/how-to/write-a-job-worker.md', import.meta.url);

test('A worker written by following the page does jobs and takes the way of an error', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'kommune-worker-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const blocks = [...(await readFile(page, 'utf8')).matchAll(/^```(\w+)\n(.*?)^```/gms)].map(([, kind, text]) => ({ kind, text }));
  const text = (kind) => blocks.find((block) => block.kind === kind).text;
  await writeFile(join(folder, 'pruefung.bpmn'), text('xml'));
  await writeFile(join(folder, 'worker.mjs'), text('javascript'));
  const env = { ...process.env, SERVER: server(), NO_PROXY: '127.0.0.1' };
  const run = (command) => spawn('bash', ['-euc', `exec ${command.trim()}`], { cwd: folder, env });
  const commands = blocks.filter(({ kind }) => kind === 'bash').map((block) => block.text);
  for (const command of commands.slice(0, -1)) {
    const code = await new Promise((resolve) => run(command).once('exit', resolve));
    assert.equal(code, 0, command);
  }

  const worker = run(commands.at(-1));
  t.after(() => worker.kill());
  const known = await start('pruefung', { strasse: 'Ahornweg' });
  const unknown = await start('pruefung', { strasse: 'Nirgendwo' });

  for (const [processInstanceKey, end] of [[known, 'found'], [unknown, 'notFound']]) {
    const { items } = await as('admin').searchElementInstances(
      { filter: { processInstanceKey, type: 'END_EVENT' } }, until((found) => found.items.length > 0));
    assert.equal(items[0].elementId, end);
  }
});
