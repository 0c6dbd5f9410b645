import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, deploy, now, refused, start, until } from '../clients.mjs';
import { conditionalModel, messageModel, signalModel } from '../models.mjs';

const completed = until((instance) => instance.state === 'COMPLETED');

test('A published message reaches who waits for it', async () => {
  await deploy(messageModel('publish', 'payment'));
  const processInstanceKey = await start('publish', { key: 'A-1' });
  await as('admin').publishMessage({ name: 'payment', correlationKey: 'A-1', timeToLive: 0, variables: { paid: true } });
  await as('admin').getProcessInstance({ processInstanceKey }, completed);
  const { items: [paid] } = await as('admin').searchVariables({ filter: { processInstanceKey, name: 'paid' } }, now);
  assert.equal(paid.value, 'true');
});

test('A message waits for its receiver within its time to live', async () => {
  await deploy(messageModel('wait-for', 'early'));
  await as('admin').publishMessage({ name: 'early', correlationKey: 'B-1', timeToLive: 60_000 });
  const processInstanceKey = await start('wait-for', { key: 'B-1' });
  await as('admin').getProcessInstance({ processInstanceKey }, completed);
});

test('A message id is accepted once while the message waits', async () => {
  const message = { name: 'once', correlationKey: 'C-1', timeToLive: 60_000, messageId: 'id-1' };
  await as('admin').publishMessage(message);
  await refused(409, as('admin').publishMessage(message), /id-1/);
});

test('A correlation names the instance that got the message', async () => {
  await deploy(messageModel('correlate', 'letter'));
  const processInstanceKey = await start('correlate', { key: 'D-1' });
  const correlated = await as('admin').correlateMessage({ name: 'letter', correlationKey: 'D-1' });
  assert.equal(correlated.processInstanceKey, processInstanceKey);
  await refused(404, as('admin').correlateMessage({ name: 'letter', correlationKey: 'D-1' }));
});

test('A signal reaches everybody who waits', async () => {
  await deploy(signalModel('signal-wait', 'storm'));
  const keys = [await start('signal-wait'), await start('signal-wait')];
  await as('admin').broadcastSignal({ signalName: 'storm', variables: { level: 3 } });
  for (const processInstanceKey of keys) {
    await as('admin').getProcessInstance({ processInstanceKey }, completed);
  }
});

test('Messages without a name, of another tenant or of strangers are refused', async () => {
  await refused(400, as('admin').publishMessage({ name: '', correlationKey: '' }));
  await refused(400, as('admin').publishMessage({ name: 'x', tenantId: 'other' }));
  await refused(400, as('admin').publishMessage({ name: 'x', timeToLive: -5 }));
  await refused(403, as('agent').publishMessage({ name: 'x' }));
  await refused(403, as('agent').broadcastSignal({ signalName: 'x' }));
});

test('Who waits for a message is found, and then which message came', async () => {
  await deploy(messageModel('subscribe', 'reply'));
  const processInstanceKey = await start('subscribe', { key: 'E-1' });
  const { items: [waiting] } = await as('admin').searchMessageSubscriptions(
    { filter: { processInstanceKey, messageName: 'reply', correlationKey: 'E-1', messageSubscriptionState: 'CREATED' } }, now);
  assert.deepEqual([waiting.elementId, waiting.messageSubscriptionState, waiting.processDefinitionId], ['wait', 'CREATED', 'subscribe']);
  const { messageKey } = await as('admin').correlateMessage({ name: 'reply', correlationKey: 'E-1' });
  const { items: [came] } = await as('admin').searchCorrelatedMessageSubscriptions({ filter: { processInstanceKey } }, now);
  assert.deepEqual(
    [came.messageKey, came.messageName, came.correlationKey, came.elementId, came.subscriptionKey],
    [messageKey, 'reply', 'E-1', 'wait', waiting.messageSubscriptionKey]);
  assert.equal((await as('admin').searchMessageSubscriptions({ filter: { processInstanceKey } }, now)).page.totalItems, 0);
  await refused(403, as('agent').searchMessageSubscriptions({}, now));
});

test('Conditions are evaluated over what is presented, and where they hold an instance starts', async () => {
  const { processes: [{ processDefinitionKey }] } = await deploy(conditionalModel('flood', 'level &gt; 3'));
  const { processInstances: [started, ...more] } = await as('admin').evaluateConditionals({ variables: { level: 4 } });
  assert.equal(started.processDefinitionKey, processDefinitionKey);
  assert.deepEqual(more, []);
  await as('admin').getProcessInstance({ processInstanceKey: started.processInstanceKey }, completed);
  const { processInstances: none } = await as('admin').evaluateConditionals({ processDefinitionKey, variables: { level: 3 } });
  assert.deepEqual(none, []);
  await refused(404, as('admin').evaluateConditionals({ processDefinitionKey: '1', variables: {} }));
  await refused(403, as('agent').evaluateConditionals({ variables: { level: 4 } }));
});
