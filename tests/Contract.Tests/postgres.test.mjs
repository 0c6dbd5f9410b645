import { after, test } from 'node:test';
import { runContract } from './contract.mjs';
import { isInstalled, startPostgres } from './postgres.mjs';

if (isInstalled()) {
  const database = await startPostgres();
  after(() => database.stop());
  await runContract(database);
} else {
  test('PostgreSQL is not installed; ./check installs it where it may', { skip: true }, () => {});
}
