import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, deploy, now, refused, start } from '../clients.mjs';
import { model, serviceTask } from '../models.mjs';

async function stuck(id) {
  await deploy(model(id, [serviceTask('work', `=typ`)]));
  const processInstanceKey = await start(id);
  const { items: [incident] } = await as('admin').searchIncidents({ filter: { processInstanceKey, state: 'ACTIVE' } }, now);
  return { processInstanceKey, incident };
}

test('An incident is read, repaired and resolved', async () => {
  const { processInstanceKey, incident } = await stuck('repair');
  assert.deepEqual([incident.elementId, incident.errorType, incident.jobKey], ['work', 'EXTRACT_VALUE_ERROR', null]);
  assert.deepEqual(await as('admin').getIncident({ incidentKey: incident.incidentKey }, now), incident);
  await as('admin').createElementInstanceVariables({ elementInstanceKey: processInstanceKey, variables: { typ: 'repaired-type' } });
  await as('admin').resolveIncident({ incidentKey: incident.incidentKey });
  assert.equal((await as('admin').getIncident({ incidentKey: incident.incidentKey }, now)).state, 'RESOLVED');
  assert.equal((await as('admin').getProcessInstance({ processInstanceKey }, now)).hasIncident, false);
  const { jobs } = await as('admin').activateJobs({ type: 'repaired-type', timeout: 1_000, maxJobsToActivate: 1 });
  assert.equal(jobs.length, 1);
});

test('What was not repaired gets stuck again', async () => {
  const { processInstanceKey, incident } = await stuck('still-broken');
  await as('admin').resolveIncident({ incidentKey: incident.incidentKey });
  const { items } = await as('admin').searchIncidents({ filter: { processInstanceKey, state: 'ACTIVE' } }, now);
  assert.equal(items.length, 1);
  assert.notEqual(items[0].incidentKey, incident.incidentKey);
});

test('Incidents are found through their element instance', async () => {
  const { incident } = await stuck('by-element');
  const { items } = await as('admin').searchElementInstanceIncidents({ elementInstanceKey: incident.elementInstanceKey }, now);
  assert.deepEqual(items.map((found) => found.incidentKey), [incident.incidentKey]);
});

test('Unknown incidents are not found', async () => {
  await refused(404, as('admin').getIncident({ incidentKey: '1' }, now));
  await refused(404, as('admin').resolveIncident({ incidentKey: '16777216000003' }));
});
