import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, deploy, now, refused, start } from '../clients.mjs';
import { model, userTask } from '../models.mjs';

test('Who only works on tasks sees no cases, jobs, incidents or variables of others', async () => {
  await deploy(model('private', [userTask('work')]));
  const processInstanceKey = await start('private', { secret: 1 });
  const agent = as('agent');
  await refused(403, agent.searchProcessInstances({}, now));
  await refused(403, agent.getProcessInstance({ processInstanceKey }, now));
  await refused(403, agent.searchElementInstances({}, now));
  await refused(403, agent.searchVariables({}, now));
  await refused(403, agent.searchIncidents({}, now));
  await refused(403, agent.searchJobs({}, now));
  await refused(403, agent.activateJobs({ type: 'x', timeout: 1_000, maxJobsToActivate: 1 }));
  await refused(403, agent.getProcessInstanceStatistics({ processInstanceKey }, now));
});

test('Who only works on tasks changes no cases', async () => {
  await deploy(model('untouched', [userTask('work')]));
  const processInstanceKey = await start('untouched');
  const agent = as('agent');
  await refused(403, agent.cancelProcessInstance({ processInstanceKey }));
  await refused(403, agent.modifyProcessInstance({ processInstanceKey, activateInstructions: [{ elementId: 'work' }] }));
  await refused(403, agent.migrateProcessInstance({ processInstanceKey, targetProcessDefinitionKey: '1', mappingInstructions: [] }));
  await refused(403, agent.createElementInstanceVariables({ elementInstanceKey: processInstanceKey, variables: { a: 1 } }));
  await refused(403, agent.resolveIncident({ incidentKey: '1' }));
  assert.equal((await as('prozess').getProcessInstance({ processInstanceKey }, now)).state, 'ACTIVE');
});

test('A process that anybody may start is started by anybody', async () => {
  await deploy(model('for-everybody', []));
  const started = await as('bauhof').createProcessInstance({ processDefinitionId: 'for-everybody' });
  assert.ok(started.processInstanceKey);
});
