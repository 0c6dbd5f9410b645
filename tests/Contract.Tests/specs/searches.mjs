import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, deploy, now, raw, refused } from '../clients.mjs';
import { model, userTask } from '../models.mjs';

const count = 7;
const keys = [];

test('Searches: seven instances to look for', async () => {
  await deploy(model('pages', [userTask('work')]));
  for (let i = 0; i < count; i++) {
    const started = await as('admin').createProcessInstance(
      { processDefinitionId: 'pages', variables: { number: i, word: `w${i % 2}` } });
    keys.push(started.processInstanceKey);
  }
});

const search = (more = {}, filter = {}) =>
  as('admin').searchProcessInstances({ filter: { processDefinitionId: 'pages', ...filter }, ...more }, now);
const keysOf = (found) => found.items.map((instance) => instance.processInstanceKey);

test('Pages follow one another by cursor, forwards and backwards', async () => {
  const first = await search({ page: { limit: 3 } });
  const second = await search({ page: { limit: 3, after: first.page.endCursor } });
  const third = await search({ page: { limit: 3, after: second.page.endCursor } });
  assert.deepEqual([...keysOf(first), ...keysOf(second), ...keysOf(third)], keys);
  assert.deepEqual([first.page.totalItems, first.page.hasMoreTotalItems], [count, false]);
  const back = await search({ page: { limit: 3, before: third.page.startCursor } });
  assert.deepEqual(keysOf(back), keysOf(second));
});

test('Pages by cursor work with any order', async () => {
  const sort = [{ field: 'startDate', order: 'DESC' }, { field: 'processInstanceKey', order: 'DESC' }];
  const all = keysOf(await search({ sort }));
  const first = await search({ sort, page: { limit: 4 } });
  const rest = await search({ sort, page: { limit: 4, after: first.page.endCursor } });
  assert.deepEqual([...keysOf(first), ...keysOf(rest)], all);
  assert.deepEqual([...all].sort(), [...keys].sort());
});

test('Pages by offset work, too', async () => {
  assert.deepEqual(keysOf(await search({ page: { from: 5, limit: 5 } })), keys.slice(5));
});

test('Every operator filters', async () => {
  const [a, b] = keys;
  const found = async (filter) => keysOf(await search({}, filter));
  assert.deepEqual(await found({ processInstanceKey: { $in: [a, b] } }), [a, b]);
  assert.deepEqual(await found({ processInstanceKey: { $in: [a, b], $neq: a } }), [b]);
  assert.equal((await found({ processInstanceKey: { $notIn: [a, b] } })).length, count - 2);
  assert.equal((await found({ endDate: { $exists: true } })).length, 0);
  assert.equal((await found({ endDate: { $exists: false } })).length, count);
  assert.equal((await found({ processDefinitionId: { $like: 'pag*' } })).length, count);
  assert.equal((await found({ processDefinitionId: { $like: 'p?ges' } })).length, count);
  assert.equal((await found({ processDefinitionVersion: { $gt: 0, $lte: 1 } })).length, count);
  assert.equal((await found({ startDate: { $gte: '2000-01-01T00:00:00.000Z', $lt: '2999-01-01T00:00:00.000Z' } })).length, count);
  assert.equal((await found({ state: { $in: ['ACTIVE', 'COMPLETED'] } })).length, count);
  assert.equal((await found({ state: 'TERMINATED' })).length, 0);
  assert.equal((await found({ hasIncident: false })).length, count);
  assert.equal((await found({ elementId: 'work' })).length, count);
  assert.equal((await found({ tenantId: '<default>' })).length, count);
});

test('Instances are found by their variables', async () => {
  const found = async (filter) => (await search({}, filter)).items.length;
  assert.equal(await found({ variables: [{ name: 'word', value: '"w0"' }] }), 4);
  assert.equal(await found({ variables: [{ name: 'word', value: '"w0"' }, { name: 'number', value: '2' }] }), 1);
  assert.equal(await found({ variables: [{ name: 'word', value: { $like: '"w*' } }] }), count);
  assert.equal(await found({ $or: [{ variables: [{ name: 'number', value: '1' }] }, { variables: [{ name: 'number', value: '3' }] }] }), 2);
});

test('Every list answers an empty search', async () => {
  const admin = as('admin');
  for (const found of [
    await admin.searchProcessDefinitions({}, now),
    await admin.searchProcessInstances({}, now),
    await admin.searchElementInstances({}, now),
    await admin.searchVariables({}, now),
    await admin.searchUserTasks({}, now),
    await admin.searchJobs({}, now),
    await admin.searchIncidents({}, now),
    await admin.searchDecisionDefinitions({}, now),
    await admin.searchDecisionRequirements({}, now),
  ]) {
    assert.ok(found.page.totalItems >= found.items.length);
  }
});

test('Every sort field of every list sorts', async () => {
  const fields = {
    searchProcessDefinitions: ['processDefinitionKey', 'name', 'resourceName', 'version', 'versionTag', 'processDefinitionId', 'tenantId'],
    searchProcessInstances: ['processInstanceKey', 'processDefinitionId', 'processDefinitionName', 'processDefinitionVersion',
      'processDefinitionVersionTag', 'processDefinitionKey', 'parentProcessInstanceKey', 'parentElementInstanceKey', 'startDate', 'endDate',
      'state', 'hasIncident', 'tenantId', 'businessId'],
    searchElementInstances: ['elementInstanceKey', 'processInstanceKey', 'processDefinitionKey', 'processDefinitionId', 'startDate', 'endDate',
      'elementId', 'type', 'state', 'incidentKey', 'tenantId'],
    searchVariables: ['value', 'name', 'tenantId', 'variableKey', 'scopeKey', 'processInstanceKey'],
    searchUserTasks: ['creationDate', 'completionDate', 'followUpDate', 'dueDate', 'priority', 'name'],
    searchJobs: ['deadline', 'elementId', 'elementInstanceKey', 'errorMessage', 'hasFailedWithRetriesLeft', 'jobKey',
      'processDefinitionId', 'processDefinitionKey', 'processInstanceKey', 'retries', 'state', 'tenantId', 'type', 'worker'],
    searchIncidents: ['incidentKey', 'processDefinitionKey', 'processDefinitionId', 'processInstanceKey', 'errorType', 'elementId',
      'elementInstanceKey', 'creationTime', 'state', 'jobKey', 'tenantId'],
    searchDecisionDefinitions: ['decisionDefinitionKey', 'decisionDefinitionId', 'name', 'version', 'decisionRequirementsId',
      'decisionRequirementsKey', 'decisionRequirementsName', 'decisionRequirementsVersion', 'tenantId'],
    searchDecisionRequirements: ['decisionRequirementsKey', 'decisionRequirementsName', 'version', 'decisionRequirementsId', 'tenantId'],
  };
  for (const [operation, names] of Object.entries(fields)) {
    for (const field of names) {
      for (const order of ['ASC', 'DESC']) {
        const first = await as('admin')[operation]({ sort: [{ field, order }], page: { limit: 2 } }, now);
        if (!first.page.endCursor) continue;
        const second = await as('admin')[operation]({ sort: [{ field, order }], page: { limit: 2, after: first.page.endCursor } }, now);
        const seen = [...first.items, ...second.items].map((item) => JSON.stringify(item));
        assert.equal(new Set(seen).size, seen.length, `${operation} by ${field} ${order} shows a row twice`);
      }
    }
  }
});

test('Searches that are wrong are refused with the reason', async () => {
  const body = (value) => ({ body: JSON.stringify(value), headers: { 'content-type': 'application/json' } });
  for (const [wrong, reason] of [
    [{ filter: { noSuchField: 1 } }, /noSuchField/],
    [{ filter: { state: 'SLEEPING' } }, /state/],
    [{ filter: { hasIncident: 'yes' } }, /hasIncident/],
    [{ filter: { processInstanceKey: 'abc' } }, /processInstanceKey/],
    [{ filter: { processDefinitionVersion: { $gt: 'one' } } }, /processDefinitionVersion/],
    [{ filter: { startDate: 'yesterday' } }, /startDate/],
    [{ filter: { startDate: { $near: '2026-01-01T00:00:00Z' } } }, /\$near/],
    [{ filter: [] }, /filter/],
    [{ sort: [{ field: 'noSuchField' }] }, /noSuchField/],
    [{ sort: [{ field: 'state', order: 'SIDEWAYS' }] }, /order/],
    [{ page: { limit: 0 } }, /limit/],
    [{ page: { limit: 10_001 } }, /limit/],
    [{ page: { limit: 'ten' } }, /limit/],
    [{ page: { after: 'no cursor' } }, /cursor/],
    [{ page: { after: 'WzFd', before: 'WzFd' } }, /several/],
    [{ pages: {} }, /pages/],
  ]) {
    const answer = await raw('POST', '/process-instances/search', body(wrong));
    const problem = await answer.json();
    assert.equal(answer.status, 400, JSON.stringify(wrong));
    assert.match(problem.detail, reason);
  }
});
