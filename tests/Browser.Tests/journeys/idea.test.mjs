import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startHost } from '../host.mjs';
import { idea } from '../ideas.mjs';
import { accessible, signedIn, withPeople } from '../people.mjs';

let host;
before(async () => {
  host = await startHost();
});
after(() => host?.stop());

const title = 'Termine per Kurznachricht bestätigen';

async function enter(page) {
  const answers = idea(title);
  await page.getByRole('link', { name: 'Ideenspeicher' }).click();
  await page.getByRole('link', { name: 'Idee einbringen' }).click();
  await page.getByRole('textbox', { name: 'Titel' }).fill(answers.titel);
  await page.getByRole('button', { name: /^Weiter:/ }).click();
  await page.getByText(/Angaben sind unvollständig/).waitFor();
  await accessible(page);
  await page.getByRole('combobox', { name: 'Fachbereich' }).fill(answers.fachbereich);
  await page.getByRole('combobox', { name: 'Themenwelt' }).selectOption(answers.themenwelt);
  await page.getByText('intern: für die Arbeit in der Verwaltung').click();
  await page.getByRole('button', { name: /^Weiter:/ }).click();
  await page.getByRole('heading', { name: /^Schritt 2 von 2/ }).waitFor();
  await accessible(page);
  await page.getByRole('textbox', { name: 'Problemstellung' }).fill(answers.problemstellung);
  await page.getByRole('textbox', { name: 'Lösungsansatz' }).fill(answers.loesungsansatz);
  await page.getByRole('textbox', { name: 'Mehrwert' }).fill(answers.mehrwert);
  await page.getByRole('textbox', { name: 'Beschreibung' }).fill(answers.beschreibung);
  await page.getByRole('button', { name: 'Idee einbringen' }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

async function openIdea(page) {
  await page.getByRole('navigation', { name: 'Hauptnavigation' }).getByRole('link', { name: 'Ideenspeicher' }).click();
  await page.getByRole('link', { name: title }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

async function changeStatus(page, answer, texts = {}) {
  await page.getByRole('button', { name: 'Status ändern' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(answer).click();
  for (const [name, text] of Object.entries(texts)) await dialog.getByRole('textbox', { name }).fill(text);
  await accessible(page);
  await dialog.getByRole('button', { name: 'Erledigen' }).click();
  await dialog.waitFor({ state: 'detached' });
}

const badge = (page, status) => page.locator('.page-head').getByText(status, { exact: true }).waitFor();

test('An idea goes from "Idee" to "Umgesetzt" through the hands of three people', async () => {
  await withPeople([signedIn(host, 'agent'), signedIn(host, 'agent2'), signedIn(host, 'leitung')], async (agent, agent2, leitung) => {
    await enter(agent.page);
    await badge(agent.page, 'Idee');
    await accessible(agent.page);

    // A colleague comments and puts it up for decision.
    await openIdea(agent2.page);
    await agent2.page.getByLabel('Kommentar schreiben').fill('Das fragen Bürgerinnen oft an.');
    await agent2.page.getByRole('button', { name: 'Kommentieren' }).click();
    await agent2.page.getByRole('listitem').filter({ hasText: 'Das fragen Bürgerinnen oft an.' }).waitFor();
    await changeStatus(agent2.page, 'Idee zur Entscheidung:');
    await badge(agent2.page, 'Idee zur Entscheidung');

    // The comment and the new status appear on the author's page without reloading.
    await badge(agent.page, 'Idee zur Entscheidung');
    await agent.page.getByRole('listitem').filter({ hasText: 'Das fragen Bürgerinnen oft an.' }).waitFor();

    await agent2.page.getByRole('button', { name: 'Status ändern' }).click();
    const rating = agent2.page.getByRole('dialog');
    await rating.getByRole('radiogroup', { name: 'Nutzen' }).getByText('4', { exact: true }).click();
    await rating.getByRole('radiogroup', { name: 'Aufwand' }).getByText('2', { exact: true }).click();
    await rating.getByRole('button', { name: 'Erledigen' }).click();
    await rating.waitFor({ state: 'detached' });

    // The head decides in the inbox; leaving the page sends the completion before its time to undo is over.
    await leitung.page.getByRole('link', { name: new RegExp(`entscheiden: ${title}`) }).click();
    await leitung.page.getByText('In Bearbeitung: die Idee wird umgesetzt').click();
    await accessible(leitung.page);
    await leitung.page.getByRole('button', { name: 'Erledigen' }).click();
    await leitung.page.getByRole('button', { name: /Rückgängig/ }).waitFor();
    await leitung.go('/ideen');
    await openIdea(leitung.page);
    await badge(leitung.page, 'In Bearbeitung');

    await changeStatus(leitung.page, 'Umgesetzt: das Ergebnis ist da', { Ergebnis: 'Ein Drittel weniger leere Termine.' });
    await badge(leitung.page, 'Umgesetzt');

    // Everybody sees the result with the full record.
    await agent.go('/ideen');
    const done = agent.page.getByRole('region', { name: 'Umgesetzt' });
    await done.getByRole('link', { name: title }).click();
    await agent.page.getByText('Ein Drittel weniger leere Termine.').first().waitFor();
    const record = await agent.page.locator('.history').innerText();
    for (const step of ['beraten', 'bewerten', 'entscheiden', 'bearbeiten']) {
      assert.match(record, new RegExp(`${step}: ${title}“ erledigt`));
    }
    await accessible(agent.page);
    await agent.page.getByRole('button', { name: /Mitteilungen, \d+ ungelesene/ }).click();
    await agent.page.getByRole('region', { name: 'Mitteilungen' }).getByText(/Umgesetzt/).first().waitFor();
    await agent.go('/chronik');
    await agent.page.getByText('Status: In Bearbeitung → Umgesetzt').waitFor();
    await accessible(agent.page);
  });
});
