import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, deploy, raw, refused, start, until } from '../clients.mjs';
import { timerModel } from '../models.mjs';

test('Topology shows one broker that leads its partition', async () => {
  const topology = await as('admin').getTopology();
  assert.equal(topology.brokers.length, 1);
  assert.deepEqual(topology.brokers[0].partitions, [{ partitionId: 1, role: 'leader', health: 'healthy' }]);
});

test('Status answers without sign-in', async () => {
  await as('admin').getStatus();
  assert.equal((await raw('GET', '/status', { user: null })).status, 204);
});

test('The license is free', async () => {
  assert.equal((await as('admin').getLicense()).isCommercial, false);
});

test('Authentication tells who the caller is', async () => {
  const agent = await as('agent').getAuthentication();
  assert.equal(agent.username, 'agent');
  assert.deepEqual(agent.groups, ['change-agents']);
  assert.deepEqual(agent.tenants.map((tenant) => tenant.tenantId), ['<default>']);
});

test('A caller without or with wrong credentials is refused', async () => {
  for (const user of [null, 'nobody']) {
    const answer = await raw('GET', '/topology', { user });
    assert.equal(answer.status, 401);
    assert.match(answer.headers.get('content-type'), /application\/problem\+json/);
  }
});

test('An unknown path is a problem detail, too', async () => {
  const answer = await raw('GET', '/no-such-resource');
  assert.equal(answer.status, 404);
  assert.equal((await answer.json()).status, 404);
});

test('The pinned clock moves timers', async () => {
  await deploy(timerModel('clock-timer', 'P2D'));
  const processInstanceKey = await start('clock-timer');
  await as('admin').pinClock({ timestamp: Date.now() + 3 * 24 * 3_600_000 });
  try {
    await as('admin').getProcessInstance({ processInstanceKey }, until((instance) => instance.state === 'COMPLETED'));
  } finally {
    await as('admin').resetClock();
  }
});

test('Only operators move the clock', async () => {
  await refused(403, as('agent').pinClock({ timestamp: 0 }));
  await refused(400, as('admin').pinClock({ timestamp: -1 }));
});

test('A body beyond the limit is refused', async () => {
  const body = JSON.stringify({ processDefinitionId: 'any', variables: { text: 'x'.repeat(5_000_000) } });
  const answer = await raw('POST', '/process-instances', { body, headers: { 'content-type': 'application/json' } });
  assert.equal(answer.status, 413);
});
