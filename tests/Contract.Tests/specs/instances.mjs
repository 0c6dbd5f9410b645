import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, deploy, now, refused, start, taskOf, until } from '../clients.mjs';
import { callModel, model, scriptTask, serviceTask, userTask } from '../models.mjs';

test('An instance is started by id and by key', async () => {
  const { processes: [{ processDefinitionKey }] } = await deploy(model('start-me', [userTask('work')], { name: 'Start' }));
  for (const by of [{ processDefinitionId: 'start-me' }, { processDefinitionId: 'start-me', processDefinitionVersion: 1 }, { processDefinitionKey }]) {
    const started = await as('admin').createProcessInstance({ ...by, variables: { amount: 12.5 }, tags: ['a', 'b:1'] });
    const instance = await as('admin').getProcessInstance({ processInstanceKey: started.processInstanceKey }, now);
    assert.deepEqual(
      [instance.state, instance.processDefinitionName, instance.hasIncident, instance.tags],
      ['ACTIVE', 'Start', false, ['a', 'b:1']]);
    assert.equal(instance.rootProcessInstanceKey, started.processInstanceKey);
  }
});

test('Completion can be awaited, with all or chosen variables', async () => {
  await deploy(model('await', [scriptTask('a', 'n + 1', 'm')]));
  const wish = { processDefinitionId: 'await', variables: { n: 1 }, awaitCompletion: true };
  assert.deepEqual((await as('admin').createProcessInstance(wish)).variables, { n: 1, m: 2 });
  assert.deepEqual((await as('admin').createProcessInstance({ ...wish, fetchVariables: ['m'] })).variables, { m: 2 });
});

test('Waiting for completion ends with a timeout', async () => {
  await deploy(model('await-forever', [userTask('work')]));
  await refused(504, as('admin').createProcessInstance(
    { processDefinitionId: 'await-forever', awaitCompletion: true, requestTimeout: 100 }));
});

test('An instance starts in the middle', async () => {
  await deploy(model('middle', [userTask('first'), userTask('second')]));
  const { processInstanceKey } = await as('admin').createProcessInstance(
    { processDefinitionId: 'middle', startInstructions: [{ elementId: 'second' }] });
  assert.equal((await taskOf(processInstanceKey)).elementId, 'second');
});

test('A process that is not there is not started', async () => {
  await refused(404, as('admin').createProcessInstance({ processDefinitionId: 'no-such-process' }));
  await refused(404, as('admin').createProcessInstance({ processDefinitionKey: '1' }));
  await deploy(model('one-version', []));
  await refused(404, as('admin').createProcessInstance({ processDefinitionId: 'one-version', processDefinitionVersion: 9 }));
  await refused(400, as('admin').createProcessInstance({ processDefinitionId: 'one-version', startInstructions: [{ elementId: 'nowhere' }] }));
  await refused(400, as('admin').createProcessInstance({ processDefinitionId: 'one-version', tenantId: 'other' }));
});

test('A cancelled instance is terminated and cannot be cancelled again', async () => {
  await deploy(model('cancel', [userTask('work')]));
  const processInstanceKey = await start('cancel');
  await as('admin').cancelProcessInstance({ processInstanceKey });
  const instance = await as('admin').getProcessInstance({ processInstanceKey }, now);
  assert.equal(instance.state, 'TERMINATED');
  assert.ok(instance.endDate);
  await refused(404, as('admin').cancelProcessInstance({ processInstanceKey: '16777216000000' }));
  await refused([404, 409], as('admin').cancelProcessInstance({ processInstanceKey }));
});

test('A modification moves what is active', async () => {
  await deploy(model('modify', [userTask('first'), userTask('second')]));
  const processInstanceKey = await start('modify');
  await as('admin').modifyProcessInstance({
    processInstanceKey,
    moveInstructions: [{
      sourceElementInstruction: { sourceType: 'byId', sourceElementId: 'first' },
      targetElementId: 'second',
      variableInstructions: [{ variables: { moved: true } }],
    }],
  });
  assert.equal((await taskOf(processInstanceKey)).elementId, 'second');
  const { items: [moved] } = await as('admin').searchVariables({ filter: { processInstanceKey, name: 'moved' } }, now);
  assert.equal(moved.value, 'true');
});

test('A modification activates and terminates', async () => {
  await deploy(model('modify-both', [userTask('first'), userTask('second')]));
  const processInstanceKey = await start('modify-both');
  const { elementInstanceKey } = await taskOf(processInstanceKey);
  await as('admin').modifyProcessInstance({
    processInstanceKey,
    activateInstructions: [{ elementId: 'second' }],
    terminateInstructions: [{ elementInstanceKey }],
  });
  assert.equal((await taskOf(processInstanceKey)).elementId, 'second');
  await refused(400, as('admin').modifyProcessInstance({ processInstanceKey, activateInstructions: [{ elementId: 'nowhere' }] }));
  assert.equal((await taskOf(processInstanceKey)).elementId, 'second');
});

test('A migration continues on another version', async () => {
  await deploy(model('migrate', [userTask('old')]));
  const processInstanceKey = await start('migrate');
  const { processes: [target] } = await deploy(model('migrate', [userTask('fresh'), userTask('more')]));
  const mapping = { targetProcessDefinitionKey: target.processDefinitionKey, mappingInstructions: [{ sourceElementId: 'old', targetElementId: 'fresh' }] };
  await refused(409, as('admin').migrateProcessInstance({ processInstanceKey, ...mapping, mappingInstructions: [] }));
  await as('admin').migrateProcessInstance({ processInstanceKey, ...mapping });
  assert.equal((await as('admin').getProcessInstance({ processInstanceKey }, now)).processDefinitionVersion, 2);
  assert.equal((await taskOf(processInstanceKey)).elementId, 'fresh');
});

test('A called instance knows who called it', async () => {
  await deploy(callModel('caller', 'called'), model('called', [userTask('work')]));
  const root = await start('caller');
  const { items: [child] } = await as('admin').searchProcessInstances(
    { filter: { parentProcessInstanceKey: root } }, until((found) => found.items.length === 1));
  assert.equal(child.rootProcessInstanceKey, root);
  const hierarchy = await as('admin').getProcessInstanceCallHierarchy({ processInstanceKey: child.processInstanceKey }, now);
  assert.deepEqual(hierarchy.map((entry) => entry.processInstanceKey), [root, child.processInstanceKey]);
});

test('Statistics and sequence flows tell the way taken', async () => {
  await deploy(model('way', [scriptTask('a', '1', 'x'), userTask('b')]));
  const processInstanceKey = await start('way');
  const { items } = await as('admin').getProcessInstanceStatistics({ processInstanceKey }, now);
  const of = (elementId) => items.find((item) => item.elementId === elementId);
  assert.deepEqual([of('a').completed, of('b').active, of('end')], [1, 1, undefined]);
  const flows = await as('admin').getProcessInstanceSequenceFlows({ processInstanceKey }, now);
  assert.deepEqual(flows.items.map((flow) => flow.elementId).sort(), ['flow1', 'flow2']);
});

test('Incidents of an instance are found through it', async () => {
  await deploy(model('stuck', [serviceTask('work', 'stuck-type', { retries: 1 })]));
  const processInstanceKey = await start('stuck');
  const { jobs: [job] } = await as('admin').activateJobs({ type: 'stuck-type', timeout: 60_000, maxJobsToActivate: 1, worker: 'w' });
  await as('admin').failJob({ jobKey: job.jobKey, retries: 0, errorMessage: 'broken' });
  const found = await as('admin').searchProcessInstanceIncidents({ processInstanceKey }, now);
  assert.deepEqual(found.items.map((incident) => incident.errorMessage), ['broken']);
  assert.equal((await as('admin').getProcessInstance({ processInstanceKey }, now)).hasIncident, true);
});
