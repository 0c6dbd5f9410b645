import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callAs, startHost } from '../host.mjs';
import { choose, makeForm, press, write } from '../forms.mjs';
import { accessible, signedIn, withPeople } from '../people.mjs';

let host;
before(async () => {
  host = await startHost();
});
after(() => host?.stop());

const line = (page, name) => page.getByRole('treeitem', { name }).first();

/** Inserts a step behind a line of the outline and gives it its name. */
async function addAfter(page, after, kind, name) {
  await press(line(page, after), 'Home');
  await line(page, after).focus();
  await page.keyboard.press('ArrowDown');
  await line(page, after).focus();
  await line(page, after).press('Enter');
  await line(page, after).focus();
  await press(page.getByRole('button', { name: 'Danach einfügen' }));
  await press(page.getByRole('menuitem', { name: kind, exact: true }));
  const field = page.getByRole('textbox', { name: /Neuer Name/ });
  await field.waitFor();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await line(page, new RegExp(`^${name}`)).waitFor();
}

/** Opens the questions of a line of the outline. */
async function open(page, name) {
  await press(line(page, name));
  await page.getByRole('complementary', { name: 'Eigenschaften' }).getByRole('textbox').first().waitFor();
}

async function assign(page, group) {
  await choose(page.getByRole('combobox', { name: 'Zuständig' }), 'groups');
  await press(page.getByRole('group', { name: 'Wer erledigt das?' }).getByRole('checkbox', { name: group }), 'Space');
}

const saved = (page) => page.getByText(/Entwurf gespeichert/).waitFor();

test('Somebody new draws a procedure with the keyboard alone, publishes it, and a colleague works it off', async () => {
  await withPeople([signedIn(host, 'admin'), signedIn(host, 'agent')], async ({ page, go }, agent) => {
    await go('/prozesse');
    await press(page.getByRole('button', { name: 'Neuer Prozess …' }));
    await write(page, page.getByRole('dialog').getByRole('textbox', { name: 'Name' }), 'Hund anmelden');
    await page.keyboard.press('Enter');
    await page.getByRole('tree', { name: 'Gliederung' }).waitFor();
    await accessible(page);

    const start = /Start/;
    await open(page, start);
    await makeForm(page, 'Anmeldung', [
      ['Name des Hundes', 'Kurzer Text'],
      ['Rasse', 'Kurzer Text'],
    ]);

    await addAfter(page, start, 'Aufgabe', 'Anmeldung prüfen');
    await open(page, /^Anmeldung prüfen/);
    await assign(page, 'Change-Agents');
    await makeForm(page, 'Prüfung', [['Entscheidung', 'Auswahl', ['annehmen', 'ablehnen']]]);
    await choose(
      page.getByRole('group', { name: 'Bis wann?' }).getByRole('combobox', { name: 'Frist' }),
      'workingDays',
    );
    await press(page.getByRole('button', { name: 'Stufe hinzufügen' }));
    await accessible(page);
    await press(page.getByRole('dialog').getByRole('button', { name: 'Hinzufügen', exact: true }));

    await addAfter(page, /^Anmeldung prüfen/, 'Verzweigung', 'Entscheidung?');
    await addAfter(page, /^Entscheidung\?/, 'Aufgabe', 'Bescheid schreiben');
    await open(page, /^Bescheid schreiben/);
    await assign(page, 'Change-Agents');
    await addAfter(page, /^Bescheid schreiben/, 'Ende', 'Angemeldet');

    await open(page, /→ Bescheid schreiben/);
    await choose(page.getByRole('combobox', { name: 'Feld' }), 'entscheidung');
    await choose(page.getByRole('combobox', { name: 'Wert' }), 'annehmen');
    await open(page, /^Entscheidung\?/);
    const others = page.getByRole('treeitem', { name: /Weg ohne Namen/ });
    for (let at = 0; at < (await others.count()); at++) {
      if ((await others.nth(at).innerText()).includes('Bescheid')) continue;
      await press(others.nth(at));
      await press(page.getByRole('checkbox', { name: 'Wenn sonst keiner passt' }), 'Space');
      break;
    }
    await saved(page);
    await page.getByText('Zuletzt geprüft:').waitFor();
    await accessible(page);

    await press(page.getByRole('button', { name: 'Veröffentlichen …' }));
    await accessible(page);
    await write(page, page.getByRole('textbox', { name: 'Was hat sich geändert?' }), 'Erste Fassung');
    await press(page.getByRole('dialog').getByRole('button', { name: 'Veröffentlichen' }));
    await page.getByText(/Version 1 ist veröffentlicht/).waitFor();

    await agent.go('/prozesse');
    await press(agent.page.getByRole('link', { name: /Hund anmelden/ }).last());
    await agent.page.getByRole('textbox', { name: /Name des Hundes/ }).fill('Bello');
    await agent.page.getByRole('textbox', { name: 'Rasse' }).fill('Dackel');
    await press(
      agent.page.getByRole('button', {
        name: /einreichen|Beginnen|starten/i,
      }),
    );
    await agent.page.waitForURL(/\/vorgaenge\//);
    const inbox = await callAs(host, 'agent', 'GET', '/api/inbox?view=all');
    const task = inbox.rows.find(({ title }) => title === 'Anmeldung prüfen');
    assert.ok(task, 'Expected the task to be offered to the group that was chosen.');
    assert.ok(task.dueAt, 'Expected the task to have its deadline.');
  });
});

test('Opening every procedure and looking around changes none of its files', async () => {
  await withPeople([signedIn(host, 'admin')], async ({ page, go, expects }) => {
    // The page asks whether there is a draft already.
    expects(/^404 GET \/api\/procedures\/[^/]+\/draft$/);
    for (const { id } of await callAs(host, 'admin', 'GET', '/api/procedures')) {
      await go(`/prozesse/${id}/bearbeiten`);
      await page.getByRole('tree', { name: 'Gliederung' }).waitFor();
      const before = await callAs(host, 'admin', 'GET', `/api/procedures/${id}/draft`);
      for (const step of await page.getByRole('treeitem').all()) await step.press('Enter');
      await page.getByText('Zuletzt geprüft:').waitFor();
      const afterwards = await callAs(host, 'admin', 'GET', `/api/procedures/${id}/draft`);
      assert.equal(afterwards.revision, before.revision);
      assert.deepEqual(afterwards.files, before.files);
    }
  });
});
