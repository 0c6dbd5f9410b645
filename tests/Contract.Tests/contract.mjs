// Every resource under /v2, as the published client sees it. Its validation is the contract: an answer with a missing, wrong
// or unknown property fails the test.
import { after } from 'node:test';
import { connect } from './clients.mjs';
import { startHost } from './host.mjs';

/** Runs all specs against a host of their own. */
export async function runContract(database) {
  const host = await startHost(database);
  connect(host.url);
  after(() => host.stop());
  await import('./specs/cluster.mjs');
  await import('./specs/deployments.mjs');
  await import('./specs/resources.mjs');
  await import('./specs/processes.mjs');
  await import('./specs/instances.mjs');
  await import('./specs/batch-operations.mjs');
  await import('./specs/elements.mjs');
  await import('./specs/user-tasks.mjs');
  await import('./specs/jobs.mjs');
  await import('./specs/how-to.mjs');
  await import('./specs/messages.mjs');
  await import('./specs/incidents.mjs');
  await import('./specs/decisions.mjs');
  await import('./specs/searches.mjs');
  await import('./specs/permissions.mjs');
}
