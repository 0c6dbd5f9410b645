import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, deploy, now, refused, start, taskOf } from '../clients.mjs';
import { form, model, userTask } from '../models.mjs';

const forAgents = '<zeebe:assignmentDefinition candidateGroups="change-agents"/>';

test('A task tells its title, candidates, dates, priority and form', async () => {
  await deploy(
    form('task-form', [{ type: 'text', name: 'answer', isRequired: true }]),
    model('task', [userTask('work', '<zeebe:assignmentDefinition candidateGroups="change-agents, bauhof" candidateUsers="leitung"/>'
      + '<zeebe:taskSchedule dueDate="2030-01-02T03:04:05Z" followUpDate="2029-01-02T03:04:05Z"/>'
      + '<zeebe:priorityDefinition priority="70"/><zeebe:formDefinition formId="task-form"/>', 'Arbeiten')]));
  const task = await taskOf(await start('task'));
  assert.deepEqual(
    [task.name, task.candidateGroups, task.candidateUsers, task.priority, task.assignee],
    ['Arbeiten', ['change-agents', 'bauhof'], ['leitung'], 70, null]);
  assert.equal(new Date(task.dueDate).toISOString(), '2030-01-02T03:04:05.000Z');
  assert.equal(new Date(task.followUpDate).toISOString(), '2029-01-02T03:04:05.000Z');
  assert.deepEqual(await as('admin').getUserTask({ userTaskKey: task.userTaskKey }, now), task);
  const shown = await as('agent').getUserTaskForm({ userTaskKey: task.userTaskKey }, now);
  assert.deepEqual([shown.formId, shown.formKey], ['task-form', task.formKey]);
});

test('A candidate claims, gives back, claims again and completes', async () => {
  await deploy(model('claim', [userTask('work', forAgents)]));
  const processInstanceKey = await start('claim');
  const { userTaskKey } = await taskOf(processInstanceKey);
  const assignee = async () => (await as('agent').getUserTask({ userTaskKey }, now)).assignee;
  await as('agent').assignUserTask({ userTaskKey, assignee: 'agent' });
  assert.equal(await assignee(), 'agent');
  await as('agent').unassignUserTask({ userTaskKey });
  assert.equal(await assignee(), null);
  await as('agent').assignUserTask({ userTaskKey, assignee: 'agent' });
  await as('agent').completeUserTask({ userTaskKey, variables: { done: true } });
  const task = await as('agent').getUserTask({ userTaskKey }, now);
  assert.equal(task.state, 'COMPLETED');
  assert.equal((await as('admin').getProcessInstance({ processInstanceKey }, now)).state, 'COMPLETED');
  const { items: [done] } = await as('admin').searchVariables({ filter: { processInstanceKey, name: 'done' } }, now);
  assert.equal(done.value, 'true');
});

test('A task that is done or held by another is a conflict', async () => {
  await deploy(model('conflict', [userTask('work', forAgents)]));
  const { userTaskKey } = await taskOf(await start('conflict'));
  await as('agent').assignUserTask({ userTaskKey, assignee: 'agent' });
  await refused(409, as('agent2').completeUserTask({ userTaskKey, variables: {} }));
  await refused(409, as('agent2').assignUserTask({ userTaskKey, assignee: 'agent2', allowOverride: false }));
  await as('agent').completeUserTask({ userTaskKey, variables: {} });
  await refused(409, as('agent').completeUserTask({ userTaskKey, variables: {} }));
});

test('Strangers neither see nor touch a task', async () => {
  await deploy(model('stranger', [userTask('work', forAgents)]));
  const { userTaskKey } = await taskOf(await start('stranger'));
  await refused(403, as('bauhof').getUserTask({ userTaskKey }, now));
  await refused(403, as('bauhof').completeUserTask({ userTaskKey, variables: {} }));
  await refused(403, as('bauhof').assignUserTask({ userTaskKey, assignee: 'bauhof' }));
  const found = await as('bauhof').searchUserTasks({ filter: { userTaskKey } }, now);
  assert.equal(found.items.length, 0);
});

test('The form of a task checks what completes it', async () => {
  await deploy(
    form('strict-form', [{ type: 'text', name: 'answer', title: 'Antwort', isRequired: true }]),
    model('strict', [userTask('work', `${forAgents}<zeebe:formDefinition formId="strict-form"/>`)]));
  const { userTaskKey } = await taskOf(await start('strict'));
  await refused(422, as('agent').completeUserTask({ userTaskKey, variables: {} }), /answer/);
  await as('agent').completeUserTask({ userTaskKey, variables: { answer: 'ja' } });
});

test('A task is changed: dates, priority, candidates; null empties a date', async () => {
  await deploy(model('change', [userTask('work', forAgents)]));
  const { userTaskKey } = await taskOf(await start('change'));
  const dueDate = '2031-05-06T07:08:09.000Z';
  await as('admin').updateUserTask({ userTaskKey, changeset: { dueDate, priority: 90, candidateGroups: ['bauhof'], candidateUsers: ['leitung'] } });
  const changed = await as('admin').getUserTask({ userTaskKey }, now);
  assert.deepEqual(
    [new Date(changed.dueDate).toISOString(), changed.priority, changed.candidateGroups, changed.candidateUsers],
    [dueDate, 90, ['bauhof'], ['leitung']]);
  await as('admin', 'none').updateUserTask({ userTaskKey, changeset: { dueDate: null } });
  assert.equal((await as('admin').getUserTask({ userTaskKey }, now)).dueDate, null);
  await refused(400, as('admin', 'none').updateUserTask({ userTaskKey, changeset: { priority: 200 } }));
  await refused(400, as('admin', 'none').updateUserTask({ userTaskKey, changeset: {} }));
});

test('A task shows variables of its scopes, the effective ones once', async () => {
  await deploy(model('task-variables', [userTask('work')]));
  const { userTaskKey, elementInstanceKey } = await taskOf(await start('task-variables', { a: 1, b: 2 }));
  await as('admin').createElementInstanceVariables({ elementInstanceKey, variables: { a: 10 }, local: true });
  const all = await as('admin').searchUserTaskVariables({ userTaskKey, sort: [{ field: 'name' }] }, now);
  assert.deepEqual(all.items.map((v) => v.name), ['a', 'a', 'b']);
  const effective = await as('admin').searchUserTaskEffectiveVariables({ userTaskKey, sort: [{ field: 'name' }] }, now);
  assert.deepEqual(effective.items.map((v) => [v.name, v.value]), [['a', '10'], ['b', '2']]);
});

test('Tasks are found by candidate, assignee, priority, variable and tag', async () => {
  await deploy(model('find-task', [userTask('work', forAgents)]));
  const { processInstanceKey } = await as('admin').createProcessInstance(
    { processDefinitionId: 'find-task', variables: { place: 'Hafen' }, tags: ['harbour'] });
  const count = async (filter) => (await as('admin').searchUserTasks({ filter: { processInstanceKey, ...filter } }, now)).items.length;
  assert.equal(await count({ candidateGroup: 'change-agents' }), 1);
  assert.equal(await count({ candidateGroup: { $in: ['bauhof', 'change-agents'] } }), 1);
  assert.equal(await count({ candidateGroup: 'bauhof' }), 0);
  assert.equal(await count({ assignee: { $exists: false } }), 1);
  assert.equal(await count({ priority: { $gte: 50, $lt: 51 } }), 1);
  assert.equal(await count({ processInstanceVariables: [{ name: 'place', value: '"Hafen"' }] }), 1);
  assert.equal(await count({ processInstanceVariables: [{ name: 'place', value: '"Markt"' }] }), 0);
  assert.equal(await count({ tags: ['harbour'] }), 1);
  assert.equal(await count({ tags: ['market'] }), 0);
});

test('Unknown tasks and people are refused', async () => {
  await refused(404, as('admin').getUserTask({ userTaskKey: '1' }, now));
  await refused(404, as('admin').completeUserTask({ userTaskKey: '1', variables: {} }));
  await deploy(model('nobody', [userTask('work', forAgents)]));
  const { userTaskKey } = await taskOf(await start('nobody'));
  await refused([400, 404, 422], as('admin').assignUserTask({ userTaskKey, assignee: 'no-such-person' }));
  await refused(400, as('admin').assignUserTask({ userTaskKey, assignee: '' }));
});
