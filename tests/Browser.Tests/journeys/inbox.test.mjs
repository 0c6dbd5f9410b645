import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callAs, startHost } from '../host.mjs';
import { idea } from '../ideas.mjs';
import { accessible, signedIn, withPeople } from '../people.mjs';

let host;
before(async () => {
  host = await startHost();
  for (const title of ['Erste Idee', 'Zweite Idee', 'Dritte Idee']) {
    await callAs(host, 'agent', 'POST', '/api/processes/idee/cases', { variables: idea(title) });
  }
});
after(() => host?.stop());

const focused = (page) => page.evaluate(() => document.activeElement?.id ?? '');
const current = (page) => page.locator('.task-row.current');

test('The inbox is worked off with the keyboard alone', async () => {
  await withPeople([signedIn(host, 'agent2')], async ({ page }) => {
    await page.locator('.task-row').nth(2).waitFor();
    await page.keyboard.press('j');
    await current(page).waitFor();
    const first = await focused(page);
    assert.match(first, /^aufgabe-/, 'J puts the focus on the row, not into the task');
    await page.keyboard.press('j');
    await page.waitForFunction((before) => document.activeElement?.id !== before, first);
    await page.keyboard.press('k');
    await page.waitForFunction((id) => document.activeElement?.id === id, first);

    // E never completes unchecked: the missing answer is named and takes the focus.
    await page.getByText('Was empfiehlt der Innovationszirkel?').first().waitFor();
    await page.keyboard.press('e');
    await page.getByText('1 Angabe ist unvollständig.').waitFor();
    await accessible(page);
    await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'radio');
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    await page.waitForFunction((id) => document.activeElement?.id === id, first);
    await page.keyboard.press('e');
    await page.getByRole('button', { name: /Rückgängig/ }).waitFor();
    assert.equal(await page.locator(`#${first}`).count(), 0, 'the completed task left the list');
    assert.notEqual(await focused(page), first);

    await page.getByRole('button', { name: /Rückgängig/ }).focus();
    await page.keyboard.press('Enter');
    await page.locator(`#${first}`).waitFor();
  });
});

test('Marked tasks are taken over together', async () => {
  await withPeople([signedIn(host, 'agent2')], async ({ page }) => {
    await page.locator('.task-row').nth(2).waitFor();
    await page.keyboard.press('j');
    await page.waitForFunction(() => document.activeElement?.closest('.task-row.current') != null);
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByRole('heading', { name: '2 Aufgaben ausgewählt' }).waitFor();
    await accessible(page);
    await page.getByRole('button', { name: '2 Aufgaben übernehmen' }).click();
    await page.getByText('2 Aufgaben übernommen').waitFor();
    await page.getByRole('link', { name: /Meine Aufgaben/ }).first().click();
    await page.getByRole('heading', { level: 1, name: /Meine Aufgaben 2/ }).waitFor();
  });
});

test('A view with filters is kept under a name', async () => {
  await withPeople([signedIn(host, 'agent2')], async ({ page }) => {
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByLabel('Wörter oder Aktenzeichen').fill('Dritte');
    await page.waitForFunction(() => document.querySelectorAll('.task-row').length === 1);
    await page.getByRole('button', { name: 'Ansicht speichern' }).click();
    await page.getByLabel('Name der Ansicht').fill('Nur die dritte');
    await accessible(page);
    await page.getByRole('button', { name: 'Speichern', exact: true }).click();
    await page.getByRole('navigation', { name: 'Ansichten' }).getByRole('link', { name: /Nur die dritte/ }).waitFor();
    await page.getByRole('link', { name: /Alle offenen/ }).first().click();
    await page.locator('.task-row').nth(1).waitFor();
    await page.getByRole('link', { name: /Nur die dritte/ }).first().click();
    await page.getByRole('heading', { level: 1, name: /Nur die dritte/ }).waitFor();
  });
});

test('What is typed into a form is still there after leaving the page', async () => {
  await withPeople([signedIn(host, 'agent2')], async ({ page }) => {
    await page.locator('.task-row').first().waitFor();
    await page.keyboard.press('j');
    await page.getByText('Verworfen: die Idee wird nicht weiter verfolgt').click();
    await page.getByRole('textbox', { name: 'Begründung' }).fill('Das gibt es schon.');
    await page.reload();
    assert.equal(await page.getByRole('textbox', { name: 'Begründung' }).inputValue(), 'Das gibt es schon.');
  });
});

test('A task is done on a phone', async () => {
  await withPeople([signedIn(host, 'agent2', { width: 390, height: 844 })], async ({ page }) => {
    await page.locator('.task-link').first().click();
    await page.getByRole('link', { name: 'Liste' }).waitFor();
    await page.getByText('bleibt Idee:').waitFor();
    await accessible(page);
  });
});
