import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callAs, startHost } from '../host.mjs';
import { chain, completeTask, deploy, startCase } from '../models.mjs';
import { accessible, picture, signedIn, withPeople } from '../people.mjs';

const check = { id: 'Pruefen', name: 'Antrag prüfen' };
let host;
let atCheck;
let atBooking;
before(async () => {
  host = await startHost();
  await deploy(host, 'antrag', chain('antrag', 'Antrag', [check, { id: 'Buchen', name: 'Buchen' }]));
  atCheck = await startCase(host, 'agent', 'antrag');
  atBooking = await startCase(host, 'agent', 'antrag');
  await completeTask(host, 'agent', atBooking);
  const tasks = [check, { id: 'Anhoeren', name: 'Anhören' }, { id: 'Bescheiden', name: 'Bescheid schreiben' }];
  await deploy(host, 'antrag', chain('antrag', 'Antrag', tasks));
});
after(() => host?.stop());

test('Running cases are moved to a new version with the keyboard alone, after choosing a place for a step that is gone', async () => {
  await withPeople([signedIn(host, 'prozess')], async ({ page, go }) => {
    await go('/prozesse/antrag');
    await page.getByRole('link', { name: 'Laufende Vorgänge umstellen' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('1 von 2 Vorgängen lässt sich umstellen.').waitFor();
    await page.getByText(/„Buchen“ ist aktiv und hat in der neuen Version keinen Platz/).waitFor();
    await page.locator('[data-element-id="Buchen"].paint-incident').waitFor();
    await accessible(page);
    await picture(page, 'umstellen-vorschau');

    await page.getByRole('combobox', { name: '„Buchen“ geht weiter bei' }).focus();
    await page.keyboard.type('Bescheid');
    await page.getByText('2 von 2 Vorgängen lassen sich umstellen.').waitFor();
    await page.getByText('von Ihnen gewählt').waitFor();
    await page.locator('[data-element-id="Bescheiden"].paint-active').waitFor();
    await page.getByRole('button', { name: '2 Vorgänge umstellen' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Umstellen' }).focus();
    await page.keyboard.press('Enter');
    await dialog.getByText('Der Grund fehlt').waitFor();
    await accessible(page);
    await dialog.getByLabel('Warum wird umgestellt?').fill('Neue Satzung');
    await dialog.getByRole('button', { name: 'Umstellen' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('2 von 2 Vorgängen auf Version 2 umgestellt.').waitFor();
    await page.getByText('Nichts umzustellen').waitFor();
    await accessible(page);
    await picture(page, 'umstellen-bericht');
  });
  const moved = await callAs(host, 'agent', 'GET', `/api/cases/${atBooking}`);
  assert.deepEqual([moved.version, moved.currentSteps], [2, ['Bescheid schreiben']]);
  const kept = await callAs(host, 'agent', 'GET', `/api/cases/${atCheck}`);
  assert.deepEqual([kept.version, kept.currentSteps], [2, ['Antrag prüfen']]);
});

test('The preview of a migration can be read on a phone', async () => {
  await startCase(host, 'agent', 'antrag');
  await withPeople([signedIn(host, 'prozess', { width: 390, height: 844 })], async ({ page, go }) => {
    await go('/prozesse/antrag/umstellen?nach=1');
    await page.getByText(/lassen sich umstellen|lässt sich umstellen/).waitFor();
    await accessible(page);
    await picture(page, 'umstellen-telefon');
  });
});
