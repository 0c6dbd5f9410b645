import { after, before, test } from 'node:test';
import { startHost } from '../host.mjs';
import { accessible, picture, signedIn, withPeople } from '../people.mjs';

let host;
before(async () => {
  host = await startHost();
});
after(() => host?.stop());

test('An office gets a folder; its people begin procedures there, others publish them, and all of it is on the record', async () => {
  await withPeople([signedIn(host, 'admin'), signedIn(host, 'bauhof')], async (admin, editor) => {
    const { page } = admin;
    await admin.go('/prozesse');
    await page.getByRole('button', { name: 'Ordner der Ämter …' }).click();
    await page.getByRole('button', { name: 'Neuer Ordner …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name des Ordners' }).fill('Grünflächen');
    await dialog.getByRole('group', { name: 'Bearbeiten' }).getByRole('checkbox', { name: 'Bauhof' }).press('Space');
    await dialog.getByRole('group', { name: 'Veröffentlichen' }).getByRole('checkbox', { name: 'Disposition' }).press('Space');
    await accessible(page);
    await picture(page, 'ordner');
    await dialog.getByRole('button', { name: 'Speichern' }).click();
    await dialog.getByRole('heading', { name: 'Grünflächen' }).waitFor();
    await accessible(page);

    await editor.go('/prozesse');
    await editor.page.getByRole('button', { name: 'Neuer Prozess …' }).click();
    const begin = editor.page.getByRole('dialog');
    await begin.getByRole('textbox', { name: 'Name' }).fill('Baum gießen');
    await begin.getByRole('combobox', { name: 'In welchem Ordner liegt der Prozess?' }).waitFor();
    await begin.getByRole('button', { name: 'Anlegen' }).click();
    await editor.page.getByRole('tree', { name: 'Gliederung' }).waitFor();
    await editor.page.getByText('veröffentlichen andere Stellen', { exact: false }).first().waitFor({ state: 'attached' });
    await editor.page.getByRole('tab', { name: 'Protokoll' }).click();
    await editor.page.getByRole('row', { name: /Bauhof.*Verfahren angelegt/ }).waitFor();
    await editor.page.getByRole('row', { name: /Administration.*Grünflächen/ }).waitFor();
    await accessible(editor.page);
  });
});
