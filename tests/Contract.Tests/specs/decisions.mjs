import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, deploy, file, now, refused } from '../clients.mjs';
import { decision } from '../models.mjs';

test('Decisions and their models are found, read and shown as XML', async () => {
  const source = decision('fees');
  const { decisions: [{ decisionDefinitionKey, decisionRequirementsKey }] } = await deploy(source);
  const { items: [found] } = await as('agent').searchDecisionDefinitions({ filter: { decisionDefinitionId: 'fees' } }, now);
  assert.deepEqual([found.decisionDefinitionKey, found.decisionRequirementsId], [decisionDefinitionKey, 'fees_model']);
  assert.deepEqual(await as('agent').getDecisionDefinition({ decisionDefinitionKey }, now), found);
  assert.equal(await as('agent').getDecisionDefinitionXml({ decisionDefinitionKey }, now), await source.text());
  const { items: [model] } = await as('agent').searchDecisionRequirements({ filter: { decisionRequirementsId: 'fees_model' } }, now);
  assert.deepEqual(await as('agent').getDecisionRequirements({ decisionRequirementsKey }, now), model);
  assert.equal(await as('agent').getDecisionRequirementsXml({ decisionRequirementsKey }, now), await source.text());
});

test('A decision is evaluated by id and by key', async () => {
  const { decisions: [{ decisionDefinitionKey }] } = await deploy(decision('fees-evaluated'));
  for (const by of [{ decisionDefinitionId: 'fees-evaluated' }, { decisionDefinitionKey }]) {
    const evaluated = await as('admin').evaluateDecision({ ...by, variables: { kind: 'permit' } });
    assert.deepEqual([evaluated.output, evaluated.failureMessage], ['40', null]);
  }
  await refused(403, as('agent').evaluateDecision({ decisionDefinitionKey, variables: {} }));
});

test('Unknown decisions are not found', async () => {
  await refused(404, as('admin').getDecisionDefinition({ decisionDefinitionKey: '1' }, now));
  await refused(404, as('admin').getDecisionRequirements({ decisionRequirementsKey: '1' }, now));
  await refused(404, as('admin').evaluateDecision({ decisionDefinitionId: 'no-such-decision' }));
});

test('A decision with a fault in it is refused with what is wrong and where', async () => {
  const faulty = (await decision('fees-faulty').text()).replace('<text>40</text>', '<text>40 +</text>');
  await refused(400, deploy(file('fees-faulty.dmn', faulty)), /fees-faulty\.dmn.*kommune\.dmn/s);
  const { items } = await as('agent').searchDecisionDefinitions({ filter: { decisionDefinitionId: 'fees-faulty' } }, now);
  assert.deepEqual(items, []);
});
