import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startHost } from '../host.mjs';
import { signedIn, withPeople } from '../people.mjs';

const kilobyte = 1024;
const inboxMax = 350 * kilobyte;
const designerMax = 900 * kilobyte;

let host;
before(async () => {
  host = await startHost();
});
after(() => host?.stop());

/** Compressed bytes of all script a page loads until it can be used, from nothing. */
async function scriptOf(path, usable) {
  const loaded = new Map();
  await withPeople([signedIn(host, 'prozess')], async ({ page, go, expects }) => {
    expects(/^404 GET \/api\/procedures\/[^/]+\/draft$/);
    const reading = [];
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return;
      reading.push(response.body().then((body) => loaded.set(response.url(), gzipSync(body).length)));
    });
    await go(path);
    await usable(page);
    await page.waitForLoadState('networkidle');
    await Promise.all(reading);
  });
  return { bytes: [...loaded.values()].reduce((sum, one) => sum + one, 0), files: loaded.size };
}

test('The inbox needs little script', async () => {
  const { bytes, files } = await scriptOf('/posteingang', (page) =>
    page.getByRole('heading', { level: 1, name: /Alle offenen/ }).waitFor({ state: 'attached' }),
  );
  assert.ok(files > 1, 'Expected the page to load script.');
  assert.ok(bytes <= inboxMax, `The inbox loads ${Math.round(bytes / kilobyte)} KB of compressed script.`);
});

test('The designer, with a trial run whose form is open, needs no more script than it is allowed to', async () => {
  const { bytes, files } = await scriptOf('/prozesse/idee/bearbeiten', async (page) => {
    await page.getByRole('tree', { name: 'Gliederung' }).waitFor();
    await page.getByText('Zuletzt geprüft:').waitFor();
    await page.getByRole('button', { name: 'Durchspielen', exact: true }).click();
    await page.getByRole('button', { name: 'Durchspielen …' }).click();
    await page.getByRole('dialog').locator('.sd-question').first().waitFor();
  });
  assert.ok(files > 1, 'Expected the page to load script.');
  assert.ok(bytes <= designerMax, `The designer loads ${Math.round(bytes / kilobyte)} KB of compressed script.`);
});
