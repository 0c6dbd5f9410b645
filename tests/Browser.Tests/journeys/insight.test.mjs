import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startHost } from '../host.mjs';
import { chain, completeTask, deploy, startCase } from '../models.mjs';
import { accessible, picture, signedIn, withPeople } from '../people.mjs';

let host;
before(async () => {
  host = await startHost();
  const tasks = [
    { id: 'Pruefen', name: 'Antrag prüfen' },
    { id: 'Buchen', name: 'Buchen' },
  ];
  await deploy(host, 'antrag', chain('antrag', 'Antrag', tasks));
  for (let i = 0; i < 7; i++) {
    const key = await startCase(host, 'agent', 'antrag');
    if (i < 6) await completeTask(host, 'agent', key);
    if (i < 5) await completeTask(host, 'agent', key);
  }
});
after(() => host?.stop());

test('Figures of a procedure are read on its drawing, step by step, week by week, and taken along as a table', async () => {
  await withPeople([signedIn(host, 'prozess')], async ({ page }) => {
    await page.getByRole('link', { name: 'Auswertung' }).click();
    await page.getByLabel('Prozess', { exact: true }).selectOption('antrag');
    await page.getByRole('row', { name: /Antrag prüfen 6 1 0/ }).waitFor();
    await page.getByLabel('Das Diagramm zeigt').selectOption('completed');
    await page.locator('[data-element-id="Pruefen"].heat-4').waitFor();
    await page.getByText('Als Tabelle', { exact: true }).click();
    await page.getByRole('columnheader', { name: 'Woche' }).waitFor();
    await accessible(page);
    await picture(page, 'auswertung');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /herunterladen/ }).click(),
    ]);
    assert.match(download.suggestedFilename(), /^auswertung-antrag-.*\.csv$/);
  });
});

test('Figures can be read on a phone', async () => {
  await withPeople([signedIn(host, 'prozess', { width: 390, height: 844 })], async ({ page, go }) => {
    await go('/auswertung?prozess=antrag');
    await page.getByRole('row', { name: /Antrag prüfen 6 1 0/ }).waitFor();
    await accessible(page);
    await picture(page, 'auswertung-telefon');
  });
});

test('Somebody without the right is told whom to ask, and sees no entry in the navigation', async () => {
  await withPeople([signedIn(host, 'agent')], async ({ page, go, expects }) => {
    assert.equal(await page.getByRole('link', { name: 'Auswertung' }).count(), 0);
    expects(/^403 GET \/api\/insight/);
    await go('/auswertung?prozess=antrag');
    await page.getByText('Das dürfen Sie nicht öffnen').or(page.getByText('Keine Auswertung')).waitFor();
  });
});
