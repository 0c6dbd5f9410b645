import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, deploy, now, refused, start, taskOf } from '../clients.mjs';
import { model, scriptTask, userTask } from '../models.mjs';

test('Element instances show what is active and what is over', async () => {
  await deploy(model('elements', [scriptTask('a', '1', 'x'), userTask('b', '', 'Bearbeiten')]));
  const processInstanceKey = await start('elements');
  const { items } = await as('admin').searchElementInstances({ filter: { processInstanceKey } }, now);
  assert.deepEqual(
    items.map((item) => [item.elementId, item.type, item.state]),
    [
      ['elements', 'PROCESS', 'ACTIVE'],
      ['start', 'START_EVENT', 'COMPLETED'],
      ['a', 'SCRIPT_TASK', 'COMPLETED'],
      ['b', 'USER_TASK', 'ACTIVE'],
    ]);
  const active = await as('admin').searchElementInstances({ filter: { elementId: 'b', type: 'USER_TASK', state: 'ACTIVE', processDefinitionId: 'elements' } }, now);
  assert.equal(active.items.length, 1);
  for (const item of items) {
    const one = await as('admin').getElementInstance({ elementInstanceKey: item.elementInstanceKey }, now);
    assert.deepEqual(one, item);
  }
  assert.equal(items[3].elementName, 'Bearbeiten');
});

test('Variables are set locally or where they are visible', async () => {
  await deploy(model('set-variables', [userTask('work')]));
  const processInstanceKey = await start('set-variables', { a: 1 });
  const { elementInstanceKey } = await taskOf(processInstanceKey);
  await as('admin').createElementInstanceVariables({ elementInstanceKey, variables: { a: 2, b: 'text' }, local: false });
  await as('admin').createElementInstanceVariables({ elementInstanceKey, variables: { c: { d: [1, null] } }, local: true });
  const { items } = await as('admin').searchVariables({ filter: { processInstanceKey }, sort: [{ field: 'name' }] }, now);
  assert.deepEqual(
    items.map((v) => [v.name, v.value, v.scopeKey === processInstanceKey]),
    [['a', '2', true], ['b', '"text"', true], ['c', '{"d":[1,null]}', false]]);
});

test('A long value is cut off in lists and whole when read', async () => {
  await deploy(model('long-value', [userTask('work')]));
  const processInstanceKey = await start('long-value', { long: 'x'.repeat(20_000) });
  const filter = { processInstanceKey, name: 'long' };
  const { items: [cut] } = await as('admin').searchVariables({ filter }, now);
  assert.equal(cut.isTruncated, true);
  const { items: [whole] } = await as('admin').searchVariables({ filter, truncateValues: false }, now);
  assert.deepEqual([whole.isTruncated, whole.value.length], [false, 20_002]);
  const read = await as('admin').getVariable({ variableKey: cut.variableKey }, now);
  assert.equal(JSON.parse(read.value).length, 20_000);
});

test('Unknown element instances and variables are not found', async () => {
  await refused(404, as('admin').getElementInstance({ elementInstanceKey: '1' }, now));
  await refused(404, as('admin').getVariable({ variableKey: '9999999999' }, now));
  await refused(404, as('admin').createElementInstanceVariables({ elementInstanceKey: '16777216000001', variables: { a: 1 } }));
});
