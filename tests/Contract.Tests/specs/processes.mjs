import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, deploy, now, refused } from '../clients.mjs';
import { form, model, scriptTask } from '../models.mjs';

test('A definition is found, read and shown as XML', async () => {
  const source = model('read-me', [scriptTask('a', '1', 'x')], { name: 'Read me', versionTag: 'v1.2' });
  const { processes: [{ processDefinitionKey }] } = await deploy(source);
  const definition = await as('agent').getProcessDefinition({ processDefinitionKey }, now);
  assert.deepEqual(
    [definition.name, definition.version, definition.versionTag, definition.hasStartForm, definition.state],
    ['Read me', 1, 'v1.2', false, 'ACTIVE']);
  assert.equal(await as('agent').getProcessDefinitionXml({ processDefinitionKey }, now), await source.text());
});

test('The latest version is found by a filter', async () => {
  await deploy(model('versions', [scriptTask('a', '1', 'x')]));
  await deploy(model('versions', [scriptTask('a', '2', 'x')]));
  const found = await as('admin').searchProcessDefinitions(
    { filter: { processDefinitionId: 'versions', isLatestVersion: true } }, now);
  assert.deepEqual(found.items.map((definition) => definition.version), [2]);
});

test('The form that starts a process is given with its schema', async () => {
  const { processes: [{ processDefinitionKey }] } = await deploy(
    form('start-form', [{ type: 'text', name: 'title', title: 'Titel' }]),
    model('with-start-form', [], { startForm: 'start-form' }));
  const found = await as('agent').getStartProcessForm({ processDefinitionKey }, now);
  assert.equal(found.formId, 'start-form');
  assert.equal(JSON.parse(found.schema).pages[0].elements[0].name, 'title');
});

test('A process without start form has no content there', async () => {
  const { processes: [{ processDefinitionKey }] } = await deploy(model('without-start-form', []));
  assert.ok(!(await as('admin', 'none').getStartProcessForm({ processDefinitionKey }, now))?.formId);
});

test('Unknown definitions are not found', async () => {
  await refused(404, as('admin').getProcessDefinition({ processDefinitionKey: '1' }, now));
  await refused(404, as('admin').getProcessDefinitionXml({ processDefinitionKey: '1' }, now));
});
