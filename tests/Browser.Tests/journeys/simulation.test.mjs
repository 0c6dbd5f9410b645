import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callAs, startHost } from '../host.mjs';
import { chain, deploy } from '../models.mjs';
import { accessible, picture, signedIn, withPeople } from '../people.mjs';

const check = { id: 'Pruefen', name: 'Antrag prüfen' };
let host;
before(async () => {
  host = await startHost();
  await deploy(host, 'antrag', chain('antrag', 'Antrag', [check, { id: 'Buchen', name: 'Buchen' }]));
  await deploy(host, 'antrag', chain('antrag', 'Antrag', [check]));
  await callAs(host, 'prozess', 'POST', '/api/procedures', { id: 'meldung', name: 'Meldung' });
  const { revision } = await callAs(host, 'prozess', 'GET', '/api/procedures/meldung/draft');
  const changes = [{ path: 'process.bpmn', text: chain('meldung', 'Meldung', [check]) }];
  await callAs(host, 'prozess', 'PUT', '/api/procedures/meldung/draft/files', { revision, changes });
});
after(() => host?.stop());

test('Two versions are simulated and compared, and the bottleneck is named', async () => {
  await withPeople([signedIn(host, 'prozess')], async ({ page, go }) => {
    await go('/prozesse/antrag/simulieren?version=1');
    await page.getByLabel('Zahl der Vorgänge').fill('viele');
    await page.getByRole('button', { name: 'Simulieren' }).click();
    await page.getByText('1 Angabe ist keine Zahl').waitFor();
    await accessible(page);
    await page.getByLabel('Zahl der Vorgänge').fill('300');
    await page.getByLabel('Eingang je Arbeitstag').fill('20');
    await page.getByLabel('Change-Agents').fill('1');
    await page.getByLabel('Vergleichen mit').selectOption('2');
    await page.getByRole('button', { name: 'Simulieren' }).click();
    await page.getByText('Engpass: Change-Agents').waitFor();
    assert.equal(await page.getByRole('columnheader', { name: /^Version/ }).count(), 2);
    await page.locator('.diagram-note').first().waitFor();
    await accessible(page);
    await picture(page, 'simulieren');
  });
});

test('A draft is simulated before anybody has to work with it', async () => {
  await withPeople([signedIn(host, 'prozess')], async ({ page, go }) => {
    await go('/prozesse/meldung/bearbeiten');
    await page.getByRole('button', { name: 'Mehr …' }).click();
    await page.getByRole('menuitem', { name: 'Entwurf simulieren' }).click();
    await page.getByRole('button', { name: 'Simulieren' }).click();
    await page.getByRole('columnheader', { name: 'Entwurf' }).waitFor();
    await page.locator('.diagram-note').first().waitFor();
    await accessible(page);
  });
});

test('A simulation can be read on a phone', async () => {
  await withPeople([signedIn(host, 'prozess', { width: 390, height: 844 })], async ({ page, go }) => {
    await go('/prozesse/antrag/simulieren');
    await page.getByRole('button', { name: 'Simulieren' }).click();
    await page.getByRole('heading', { name: 'Ergebnis' }).waitFor();
    await page.locator('.diagram-note').first().waitFor();
    await accessible(page);
    await picture(page, 'simulieren-telefon');
  });
});
