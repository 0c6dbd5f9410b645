import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, deploy, file, refused } from '../clients.mjs';

test('A deployed file is read as it was sent, with its version', async () => {
  const first = await deploy(file('texts/greeting.liquid', 'Guten Tag, {{ name }}!'));
  const { resources: [resource] } = await deploy(file('texts/greeting.liquid', 'Grüß Gott, {{ name }}!'));
  assert.equal((await as('admin').getResource({ resourceKey: first.resources[0].resourceKey })).version, 1);
  const read = await as('admin').getResource({ resourceKey: resource.resourceKey });
  assert.deepEqual([read.resourceName, read.resourceId, read.version], ['texts/greeting.liquid', 'texts/greeting.liquid', 2]);
  assert.equal(await as('admin').getResourceContent({ resourceKey: resource.resourceKey }), 'Grüß Gott, {{ name }}!');
});

test('A file that is not there, or not for the reader, is refused', async () => {
  await refused(404, as('admin').getResource({ resourceKey: '1' }));
  await refused(404, as('admin').getResourceContent({ resourceKey: '1' }));
  await refused(403, as('agent').getResource({ resourceKey: '1' }));
});
