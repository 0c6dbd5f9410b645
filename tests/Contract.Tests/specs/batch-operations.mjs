import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, deploy, now, refused, start, taskOf, until } from '../clients.mjs';
import { model, serviceTask, userTask } from '../models.mjs';

/** The batch operation once it has ended. */
const ended = (batchOperationKey) =>
  as('admin').getBatchOperation({ batchOperationKey }, until((operation) => operation.endDate !== null));

const counts = (operation) =>
  [operation.state, operation.operationsTotalCount, operation.operationsCompletedCount, operation.operationsFailedCount];

test('Many instances are cancelled by a filter', async () => {
  await deploy(model('batch-cancel', [userTask('work')]));
  const keys = [await start('batch-cancel'), await start('batch-cancel'), await start('batch-cancel')];
  const created = await as('admin').cancelProcessInstancesBatchOperation({ filter: { processDefinitionId: 'batch-cancel' } });
  assert.equal(created.batchOperationType, 'CANCEL_PROCESS_INSTANCE');
  const operation = await ended(created.batchOperationKey);
  assert.deepEqual(counts(operation), ['COMPLETED', 3, 3, 0]);
  assert.deepEqual([operation.actorType, operation.actorId], ['USER', 'admin']);
  const { items } = await as('admin').searchBatchOperationItems({ filter: { batchOperationKey: created.batchOperationKey, state: 'COMPLETED' } }, now);
  assert.deepEqual(items.map((item) => item.processInstanceKey), keys);
  for (const processInstanceKey of keys) {
    assert.equal((await as('admin').getProcessInstance({ processInstanceKey }, now)).state, 'TERMINATED');
  }
});

test('Many instances are migrated, and each that cannot be says why', async () => {
  await deploy(model('batch-migrate', [userTask('old'), userTask('other')]));
  const good = await start('batch-migrate');
  const { processInstanceKey: bad } = await as('admin').createProcessInstance(
    { processDefinitionId: 'batch-migrate', startInstructions: [{ elementId: 'other' }] });
  const { processes: [target] } = await deploy(model('batch-migrate', [userTask('fresh')]));
  const { batchOperationKey } = await as('admin').migrateProcessInstancesBatchOperation({
    filter: { processDefinitionId: 'batch-migrate' },
    migrationPlan: {
      targetProcessDefinitionKey: target.processDefinitionKey,
      mappingInstructions: [{ sourceElementId: 'old', targetElementId: 'fresh' }],
    },
  });
  assert.deepEqual(counts(await ended(batchOperationKey)), ['COMPLETED', 2, 1, 1]);
  assert.equal((await taskOf(good)).elementId, 'fresh');
  const { items: [failed] } = await as('admin').searchBatchOperationItems({ filter: { batchOperationKey, state: 'FAILED' } }, now);
  assert.equal(failed.processInstanceKey, bad);
  assert.match(failed.errorMessage, /other/);
});

test('What stands at one element is moved to another in many instances', async () => {
  await deploy(model('batch-modify', [userTask('first'), userTask('second')]));
  const keys = [await start('batch-modify'), await start('batch-modify')];
  const { batchOperationKey } = await as('admin').modifyProcessInstancesBatchOperation({
    filter: { processInstanceKey: { $in: keys } },
    moveInstructions: [{ sourceElementId: 'first', targetElementId: 'second' }],
  });
  assert.deepEqual(counts(await ended(batchOperationKey)), ['COMPLETED', 2, 2, 0]);
  for (const key of keys) assert.equal((await taskOf(key)).elementId, 'second');
});

test('Incidents of many instances, and of one, are resolved', async () => {
  await deploy(model('batch-stuck', [serviceTask('work', 'batch-type', { retries: 1 })]));
  const keys = [await start('batch-stuck'), await start('batch-stuck')];
  const fail = async () => {
    const { jobs } = await as('admin').activateJobs({ type: 'batch-type', timeout: 60_000, maxJobsToActivate: 5, worker: 'w' });
    for (const job of jobs) await as('admin').failJob({ jobKey: job.jobKey, retries: 0, errorMessage: 'broken' });
    for (const job of jobs) await as('admin').updateJob({ jobKey: job.jobKey, changeset: { retries: 1 } });
  };
  const stuck = async () => (await as('admin').searchProcessInstances(
    { filter: { processDefinitionId: 'batch-stuck', hasIncident: true } }, now)).page.totalItems;
  await fail();
  assert.equal(await stuck(), 2);
  const all = await as('admin').resolveIncidentsBatchOperation({ filter: { processDefinitionId: 'batch-stuck', hasIncident: true } });
  assert.deepEqual(counts(await ended(all.batchOperationKey)), ['COMPLETED', 2, 2, 0]);
  assert.equal(await stuck(), 0);
  await fail();
  const one = await as('admin').resolveProcessInstanceIncidents({ processInstanceKey: keys[0] });
  assert.deepEqual(counts(await ended(one.batchOperationKey)), ['COMPLETED', 1, 1, 0]);
  assert.equal(await stuck(), 1);
});

test('A batch operation that finds nothing is complete at once', async () => {
  const { batchOperationKey } = await as('admin').cancelProcessInstancesBatchOperation({ filter: { processDefinitionId: 'no-such-process' } });
  assert.deepEqual(counts(await as('admin').getBatchOperation({ batchOperationKey }, now)), ['COMPLETED', 0, 0, 0]);
  for (const move of ['cancelBatchOperation', 'suspendBatchOperation', 'resumeBatchOperation']) {
    await refused(409, as('admin')[move]({ batchOperationKey }), /Completed/);
  }
  const found = await as('admin').searchBatchOperations({ filter: { operationType: 'CANCEL_PROCESS_INSTANCE', state: 'COMPLETED', actorType: 'USER' } }, now);
  assert.ok(found.items.some((operation) => operation.batchOperationKey === batchOperationKey));
});

test('Batch operations with an unknown target, an unknown filter, or by strangers are refused', async () => {
  await refused(404, as('admin').getBatchOperation({ batchOperationKey: '1' }, now));
  await refused(404, as('admin').cancelBatchOperation({ batchOperationKey: '1' }));
  await refused(404, as('admin').migrateProcessInstancesBatchOperation(
    { filter: {}, migrationPlan: { targetProcessDefinitionKey: '1', mappingInstructions: [] } }));
  await refused(400, as('admin', 'req:none,res:none').cancelProcessInstancesBatchOperation({ filter: { colour: 'red' } }), /colour/);
  await refused(400, as('admin').modifyProcessInstancesBatchOperation({ filter: {}, moveInstructions: [] }));
  await refused(403, as('agent').cancelProcessInstancesBatchOperation({ filter: {} }));
  await refused(403, as('agent').searchBatchOperations({}, now));
});
