import { after, before, test } from 'node:test';
import { startHost } from '../host.mjs';
import { accessible, arrive, signedIn, withPeople } from '../people.mjs';

let host;
before(async () => {
  host = await startHost();
});
after(() => host?.stop());

test('A wrong password is refused in words, the right one leads to the page that was wanted', async () => {
  await withPeople([arrive(host)], async ({ page, go, expects }) => {
    expects(/^401 POST \/api\/session$/);
    await go('/ideen');
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
    await accessible(page);
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.getByText('Der Benutzername fehlt.').waitFor();
    await page.getByLabel('Benutzername').fill('agent');
    await page.getByLabel('Kennwort').fill('falsch');
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Kennwort').fill('demo');
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.getByRole('heading', { level: 1, name: 'Ideenspeicher' }).waitFor();
    await accessible(page);
  });
});

test('Signing out closes the application', async () => {
  await withPeople([signedIn(host, 'agent')], async ({ page, go }) => {
    await page.getByRole('button', { name: /^Konto:/ }).click();
    await page.getByRole('menuitem', { name: 'Abmelden' }).click();
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
    await go('/vorgaenge');
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
  });
});

test('A page for others says whose it is, and asks nothing of the server', async () => {
  await withPeople([signedIn(host, 'agent')], async ({ page, go }) => {
    for (const [path, heading] of [
      ['/betrieb', 'Betrieb'],
      ['/verwaltung', 'Verwaltung'],
    ]) {
      await go(path);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await page.getByText(/Diese Seite ist für diese Gruppen da: ./).waitFor();
      await accessible(page);
    }
  });
});

test('Every page is accessible, wide and on a phone', async () => {
  await withPeople([signedIn(host, 'admin')], async ({ page, go }) => {
    const pages = {
      '/posteingang': /Alle offenen/,
      '/vorgaenge': 'Vorgänge',
      '/prozesse': 'Prozesse',
      '/ideen': 'Ideenspeicher',
      '/ideen?form=liste': 'Ideenspeicher',
      '/chronik': 'Chronik',
      '/betrieb': 'Betrieb',
      '/betrieb?teil=health': 'Betrieb',
      '/vertretung': 'Vertretung',
      '/konto': 'Konto',
      '/verwaltung': 'Verwaltung',
    };
    for (const [path, heading] of Object.entries(pages)) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await go(path);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await accessible(page);
      await page.setViewportSize({ width: 320, height: 700 });
      await accessible(page);
    }
  });
});
