import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { callAs, startHost } from '../host.mjs';
import { signedIn, withPeople } from '../people.mjs';

const folders = readdirSync(fileURLToPath(new URL('../../../workflows', import.meta.url)), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const added = ' (neu)';

let host;
before(async () => {
  host = await startHost();
});
after(() => host?.stop());

/** A document without what is formatting: white space between elements, the order of attributes, prefixes. */
function canonical(page, text) {
  return page.evaluate((xml) => {
    const told = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return node.data.trim();
      if (node.nodeType !== Node.ELEMENT_NODE) return '';
      const attributes = [...node.attributes]
        .filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns')
        .map(({ namespaceURI, localName, value }) => ` {${namespaceURI}}${localName}=${JSON.stringify(value)}`)
        .toSorted();
      const content = [...node.childNodes].map(told).filter((part) => part !== '');
      return [`{${node.namespaceURI}}${node.localName}${attributes.join('')}`, ...content.map((part) => part.replaceAll(/^/gm, ' '))]
        .join('\n');
    };
    const document = new DOMParser().parseFromString(xml, 'application/xml');
    if (document.querySelector('parsererror') !== null) throw new Error('Expected XML.');
    return told(document.documentElement);
  }, text);
}

/** Types another name for the first step in the outline. */
async function rename(page, change) {
  const line = page.getByRole('treeitem').first();
  await line.press('F2');
  const field = page.getByRole('textbox', { name: /Neuer Name/ });
  await field.fill(change(await field.inputValue()));
  await field.press('Enter');
  await field.waitFor({ state: 'detached' });
}

/** Waits until the draft was saved so often. */
const saved = (page, id, revision) =>
  page.waitForFunction(
    ([procedure, wanted]) =>
      fetch(`/api/procedures/${procedure}/draft`)
        .then((answer) => answer.json())
        .then((draft) => draft.revision >= wanted),
    [id, revision],
  );

for (const id of folders) {
  test(`${id} opens without a finding, is not changed by looking, and is written as it was read`, async () => {
    await withPeople([signedIn(host, 'admin')], async ({ page, go, expects }) => {
      // The page asks whether there is a draft already.
      expects(/^404 GET \/api\/procedures\/[^/]+\/draft$/);
      const read = () => callAs(host, 'admin', 'GET', `/api/procedures/${id}/draft`);
      await go(`/prozesse/${id}/bearbeiten`);
      await page.getByRole('tree', { name: 'Gliederung' }).waitFor();
      await page.getByText('Zuletzt geprüft:').waitFor();
      await page.getByText(/^Keine Befunde/).waitFor();
      const before = await read();
      const drawn = before.files.filter(({ path }) => path.endsWith('.bpmn'));
      for (const { path, text } of drawn) {
        if (drawn.length > 1) await page.getByRole('combobox', { name: 'Welcher Ablauf der Mappe?' }).selectOption(path);
        await page.getByRole('treeitem').first().waitFor();
        for (const step of await page.getByRole('treeitem').all()) await step.press('Enter');
        const untouched = await read();
        await rename(page, (name) => name + added);
        await saved(page, id, untouched.revision + 1);
        assert.equal(untouched.files.find((file) => file.path === path).text, text, 'Looking changes nothing.');
        await rename(page, (name) => name.slice(0, -added.length));
        await saved(page, id, untouched.revision + 2);
        const afterwards = (await read()).files.find((file) => file.path === path).text;
        assert.equal(await canonical(page, afterwards), await canonical(page, text), path);
      }
      const others = ({ files }) => files.filter(({ path }) => !path.endsWith('.bpmn'));
      assert.deepEqual(others(await read()), others(before));
    });
  });
}
