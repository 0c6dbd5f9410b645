import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, deploy, now, refused, start, taskOf, until } from '../clients.mjs';
import { errorModel, model, serviceTask } from '../models.mjs';

const activate = (type, more = {}) => as('admin').activateJobs({ type, worker: 'tester', timeout: 60_000, maxJobsToActivate: 5, ...more });

test('A worker gets a job with its variables and headers, and completes it', async () => {
  await deploy(model('job', [serviceTask('work', 'job-type', { header: '<zeebe:taskHeaders><zeebe:header key="color" value="red"/></zeebe:taskHeaders>' })]));
  const { processInstanceKey } = await as('admin').createProcessInstance({ processDefinitionId: 'job', variables: { a: 1, b: 2 }, tags: ['t'] });
  const { jobs: [job] } = await activate('job-type', { fetchVariable: ['a'] });
  assert.deepEqual(
    [job.processInstanceKey, job.variables, job.customHeaders, job.retries, job.worker, job.tags],
    [processInstanceKey, { a: 1 }, { color: 'red' }, 3, 'tester', ['t']]);
  assert.ok(job.deadline > Date.now());
  assert.deepEqual((await activate('job-type', { requestTimeout: -1 })).jobs, []);
  await as('admin').completeJob({ jobKey: job.jobKey, variables: { result: 'ok' } });
  const instance = await as('admin').getProcessInstance({ processInstanceKey }, now);
  assert.equal(instance.state, 'COMPLETED');
  await refused([404, 409], as('admin').completeJob({ jobKey: job.jobKey }));
});

test('A worker that waits gets a job as soon as there is one', async () => {
  await deploy(model('long-poll', [serviceTask('work', 'long-poll-type')]));
  const waiting = activate('long-poll-type', { requestTimeout: 30_000 });
  const processInstanceKey = await start('long-poll');
  const { jobs } = await waiting;
  assert.deepEqual(jobs.map((job) => job.processInstanceKey), [processInstanceKey]);
});

test('A failed job is offered again until its retries are used up', async () => {
  await deploy(model('fail', [serviceTask('work', 'fail-type')]));
  const processInstanceKey = await start('fail');
  const { jobs: [{ jobKey }] } = await activate('fail-type');
  await as('admin').failJob({ jobKey, retries: 1, errorMessage: 'not yet' });
  const { items: [failed] } = await as('admin').searchJobs({ filter: { jobKey } }, now);
  assert.deepEqual([failed.state, failed.retries, failed.errorMessage, failed.hasFailedWithRetriesLeft], ['FAILED', 1, 'not yet', true]);
  const { jobs: [again] } = await activate('fail-type');
  assert.equal(again.jobKey, jobKey);
  await as('admin').failJob({ jobKey, retries: 0, errorMessage: 'never' });
  const { items: [incident] } = await as('admin').searchIncidents({ filter: { processInstanceKey } }, now);
  assert.deepEqual([incident.errorType, incident.state, incident.jobKey], ['JOB_NO_RETRIES', 'ACTIVE', jobKey]);
  await as('admin').updateJob({ jobKey, changeset: { retries: 2 } });
  await as('admin').resolveIncident({ incidentKey: incident.incidentKey });
  const { jobs: [repaired] } = await activate('fail-type');
  assert.deepEqual([repaired.jobKey, repaired.retries], [jobKey, 2]);
});

test('A business error takes the way the model draws', async () => {
  await deploy(errorModel('error-way', 'error-type', 'NO_MONEY'));
  const processInstanceKey = await start('error-way');
  const { jobs: [{ jobKey }] } = await activate('error-type');
  await as('admin').throwJobError({ jobKey, errorCode: 'NO_MONEY', errorMessage: 'empty', variables: { why: 'empty' } });
  assert.equal((await taskOf(processInstanceKey)).elementId, 'repair');
});

test('A lease is prolonged', async () => {
  await deploy(model('prolong', [serviceTask('work', 'prolong-type')]));
  await start('prolong');
  const { jobs: [job] } = await activate('prolong-type', { timeout: 30_000 });
  await as('admin').updateJob({ jobKey: job.jobKey, changeset: { timeout: 600_000 } });
  const { items: [prolonged] } = await as('admin').searchJobs({ filter: { jobKey: job.jobKey } }, now);
  assert.ok(new Date(prolonged.deadline).getTime() > job.deadline + 300_000);
});

test('The published job worker works off jobs', async () => {
  await deploy(model('worker', [serviceTask('work', 'worker-type')]));
  const processInstanceKey = await start('worker', { n: 20 });
  const worker = as('admin').createJobWorker({
    jobType: 'worker-type',
    workerName: 'contract',
    maxParallelJobs: 2,
    jobTimeoutMs: 30_000,
    pollTimeoutMs: 5_000,
    jobHandler: (job) => job.complete({ n: job.variables.n + 1 }),
  });
  try {
    await as('admin').getProcessInstance({ processInstanceKey }, until((instance) => instance.state === 'COMPLETED'));
  } finally {
    await worker.stop();
  }
});

test('Jobs that are not there and wishes beyond the limits are refused', async () => {
  await refused(404, as('admin').completeJob({ jobKey: '16777216000002' }));
  await refused(404, as('admin').failJob({ jobKey: '16777216000002' }));
  await refused(400, activate('x', { maxJobsToActivate: 0 }));
  await refused(400, activate('x', { timeout: -1 }));
  await refused(400, activate(''));
});
