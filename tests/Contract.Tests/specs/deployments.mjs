import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, deploy, file, now, raw, refused } from '../clients.mjs';
import { brokenModel, decision, form, model, scriptTask, userTask } from '../models.mjs';

test('A process, a decision and a form are deployed together', async () => {
  const deployed = await deploy(model('deploy-all', [userTask('work')]), decision('deploy-fee'), form('deploy-form'));
  assert.deepEqual(deployed.processes.map((p) => [p.processDefinitionId, p.processDefinitionVersion]), [['deploy-all', 1]]);
  assert.deepEqual(deployed.decisions.map((d) => [d.decisionDefinitionId, d.version]), [['deploy-fee', 1]]);
  assert.deepEqual(deployed.decisionRequirements.map((r) => r.decisionRequirementsId), ['deploy-fee_model']);
  assert.deepEqual(deployed.forms.map((f) => [f.formId, f.version]), [['deploy-form', 1]]);
});

test('Only changed content makes a new version', async () => {
  const first = await deploy(model('deploy-again', [scriptTask('a', '1', 'x')]));
  const same = await deploy(model('deploy-again', [scriptTask('a', '1', 'x')]));
  const changed = await deploy(model('deploy-again', [scriptTask('a', '2', 'x')]));
  assert.equal(same.processes[0].processDefinitionKey, first.processes[0].processDefinitionKey);
  assert.equal(changed.processes[0].processDefinitionVersion, 2);
});

test('One broken file refuses all, and the findings name element and rule', async () => {
  await refused(400, deploy(model('deploy-good', []), brokenModel('deploy-broken')), /deploy-broken\.bpmn.*flow1.*rule/s);
  const found = await as('admin').searchProcessDefinitions({ filter: { processDefinitionId: 'deploy-good' } }, now);
  assert.equal(found.page.totalItems, 0);
});

test('XML that is hostile or none is refused', async () => {
  await refused(400, deploy(file('bomb.bpmn', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')));
  await refused(400, deploy(file('text.bpmn', 'no XML at all')));
  await refused(400, deploy(file('empty.bpmn', '')));
});

test('A body that is no multipart form, or has no files, is refused', async () => {
  const json = await raw('POST', '/deployments', { body: '{}', headers: { 'content-type': 'application/json' } });
  assert.equal(json.status, 415);
  const empty = new FormData();
  empty.append('tenantId', '<default>');
  assert.equal((await raw('POST', '/deployments', { body: empty })).status, 400);
});

test('Only those who may deploy do', async () => {
  await refused(403, as('agent').createDeployment({ resources: [model('deploy-agent', [])] }));
});

test('A form the server could not check refuses all, and so does a broken decision', async () => {
  const foreign = file('foreign.form', JSON.stringify({ id: 'foreign', type: 'default', components: [{ type: 'textfield', key: 'a' }] }));
  await refused(400, deploy(model('deploy-with-form', []), foreign), /foreign\.form.*kommune\.form/s);
  await refused(400, deploy(model('deploy-with-form', []), file('broken.form.json', '{')), /broken\.form\.json/);
  await refused(400, deploy(model('deploy-with-form', []), file('broken.dmn', '<definitions/>')), /broken\.dmn/);
  const found = await as('admin').searchProcessDefinitions({ filter: { processDefinitionId: 'deploy-with-form' } }, now);
  assert.equal(found.page.totalItems, 0);
});
