import { after, before, test } from 'node:test';
import { callAs, startHost } from '../host.mjs';
import { idea } from '../ideas.mjs';
import { accessible, signedIn, withPeople } from '../people.mjs';

let host;
before(async () => {
  host = await startHost();
  await callAs(host, 'agent', 'POST', '/api/processes/idee/cases', { variables: idea('Idee in Vertretung') });
});
after(() => host?.stop());

test('A deputy sees and does the work of the absent person, and the record shows both', async () => {
  await withPeople([signedIn(host, 'agent2'), signedIn(host, 'kaemmerei')], async (absent, deputy) => {
    await absent.page.locator('.task-row').first().waitFor();
    await absent.page.keyboard.press('j');
    await absent.page.getByRole('button', { name: 'Übernehmen' }).click();
    await absent.page.getByText('Mir zugewiesen').first().waitFor();

    await absent.go('/vertretung');
    await absent.page.getByRole('button', { name: 'Vertretung einrichten' }).click();
    const dialog = absent.page.getByRole('dialog');
    await dialog.getByLabel('Name oder Stelle suchen').fill('Kämmerei');
    await dialog.getByRole('radio', { name: 'Kämmerei' }).check();
    const today = await dialog.getByLabel('Erster Tag').inputValue();
    await dialog.getByLabel('Letzter Tag').fill(today);
    await accessible(absent.page);
    await dialog.getByRole('button', { name: 'Speichern', exact: true }).click();
    await absent.page.getByRole('cell', { name: 'aktiv' }).waitFor();

    // The hint and the task appear without reloading.
    await deputy.page.getByRole('link', { name: /Vertretung aktiv/ }).first().waitFor();
    await deputy.page.getByRole('link', { name: /In Vertretung/ }).first().click();
    await deputy.page.locator('.task-link').first().click();
    await deputy.page.getByText('Verworfen: die Idee wird nicht weiter verfolgt').click();
    await deputy.page.getByRole('textbox', { name: 'Begründung' }).fill('Das gibt es schon.');
    await accessible(deputy.page);
    await deputy.page.getByRole('button', { name: 'Erledigen' }).click();
    await deputy.page.getByRole('button', { name: /Rückgängig/ }).waitFor();

    await deputy.go('/ideen');
    await deputy.page.getByRole('region', { name: 'Verworfen' }).getByRole('link', { name: 'Idee in Vertretung' }).click();
    await deputy.page.getByText(/in Vertretung von/).first().waitFor();
  });
});
