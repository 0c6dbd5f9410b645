import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callAs, startHost } from '../host.mjs';
import { accessible, picture, signedIn, withPeople } from '../people.mjs';
import { bins, eventually, ownBroker, smallTown } from '../sensors.mjs';

const phone = { width: 390, height: 844 };

let host;
let gateway;
before(async () => {
  host = await startHost();
  gateway = await smallTown(host, await ownBroker(host));
});
after(async () => {
  await gateway?.leave();
  await host?.stop();
});

const openTasks = async (user) => (await callAs(host, user, 'GET', '/api/inbox?process=behaelterleerung&sort=created')).rows;

test('A dispatcher sees what is full when, plans a round, changes its order and orders it', async () => {
  await eventually(() => openTasks('disposition'), (tasks) => tasks.length === 3);
  await withPeople([signedIn(host, 'disposition')], async ({ page }) => {
    await page.getByRole('link', { name: 'Leerungen' }).click();
    const list = page.getByRole('region', { name: 'Behälter nach Füllstand' });
    for (const group of ['Voll heute', 'Voll morgen', 'Voll in zwei Tagen', 'Später'])
      await list.getByRole('heading', { name: group, exact: true }).waitFor();
    await page.getByText('1 dringend').waitFor();
    await page.getByTitle(/^B-001 Marktplatz, 97 %, Voll heute/).waitFor();
    await accessible(page);
    await picture(page, 'leerungen');

    await list.getByRole('button', { name: /^Alle wählen.*Voll heute/ }).click();
    await page.getByRole('button', { name: 'Runde für 3 Behälter berechnen' }).click();
    const round = page.getByRole('region', { name: 'Runde' });
    const stops = round.getByRole('list').getByRole('listitem');
    await stops.nth(2).waitFor();
    const planned = (await stops.locator('span').allInnerTexts()).filter((name) => name.startsWith('B-'));
    await round.getByRole('button', { name: `${planned[0]} später anfahren` }).click();
    await stops.first().getByText(planned[1]).waitFor();
    await accessible(page);
    await picture(page, 'leerungen-runde');
    await round.getByRole('button', { name: 'Runde beauftragen …' }).click();
    const dialog = page.getByRole('dialog');
    await accessible(page);
    await dialog.getByRole('button', { name: 'Runde beauftragen', exact: true }).click();
    await page.getByText(/Runde RU-\d+-\d+ ist beauftragt/).waitFor();

    const driven = await eventually(() => openTasks('fahrer'), (tasks) => tasks.length === 3);
    assert.deepEqual(
      driven.map((task) => task.title).toSorted(),
      [planned[1], planned[0], planned[2]].map((name, i) => `Behälter leeren: Halt ${i + 1}, ${name}`),
      'The drivers get the order the dispatcher chose.',
    );
    await page.getByRole('tab', { name: 'Auswertung' }).click();
    await page.getByText('Gesparte Fahrten').waitFor();
    await accessible(page);
  });
});

test('The driver confirms on a phone, through a loss of network, and reports a problem with a photo', async () => {
  await withPeople([signedIn(host, 'fahrer', phone)], async ({ page, go, expects }) => {
    await go('/fahrt');
    await page.getByText('noch 3 Halte').waitFor();
    await accessible(page);
    await picture(page, 'fahrt');
    await page.getByRole('tab', { name: 'Karte' }).click();
    await page.getByRole('application', { name: 'Karte der Halte' }).waitFor();
    await page.getByTitle(/^2: B-00/).click();
    const second = (await page.getByRole('heading', { level: 2 }).innerText()).replace(/^\d\s*/, '');
    await accessible(page);
    await picture(page, 'fahrt-karte');
    await page.getByRole('tab', { name: 'Liste' }).click();

    expects(/^net::ERR_INTERNET_DISCONNECTED/);
    expects(/WebSocket|negotiat|connection/i);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: new RegExp(`^Geleert.*${second}`) }).click();
    await page.getByText('1 Bestätigung wartet auf das Netz.').waitFor();
    await page.getByText('noch 2 Halte').waitFor();
    assert.equal((await openTasks('fahrer')).length, 3, 'Nothing has arrived yet.');
    await page.context().setOffline(false);
    const left = await eventually(() => openTasks('fahrer'), (tasks) => tasks.length === 2);
    assert.ok(left.every((task) => !task.title.endsWith(second)), 'It arrived for the stop that was confirmed.');
    await page.getByText('1 Bestätigung wartet auf das Netz.').waitFor({ state: 'detached' });
    await eventually(
      () => callAs(host, 'disposition', 'GET', `/api/cases?q=${encodeURIComponent(second)}`),
      ({ rows }) => rows.length === 1 && rows[0].state === 'completed',
    );

    await page.getByRole('link', { name: /^Hindernis/ }).first().click();
    await page.getByText('Wie ist es gelaufen?').waitFor();
    await page.getByText('Nicht geleert, es gab ein Hindernis').click();
    await page.getByLabel('Welches Hindernis?').selectOption('Zufahrt versperrt');
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.locator('label').and(page.getByRole('button', { name: 'Datei auswählen' })).click(),
    ]);
    await chooser.setFiles({
      name: 'zufahrt.png',
      mimeType: 'image/png',
      buffer: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    });
    await page.getByRole('img', { name: 'Foto' }).waitFor();
    await accessible(page);
    await picture(page, 'fahrt-hindernis');
    await page.getByRole('button', { name: 'Erledigen', exact: true }).click();
    const tasks = await eventually(
      () => openTasks('disposition'),
      (open) => open.some((task) => task.title.startsWith('Hindernis klären')),
    );
    const { caseKey } = tasks.find((task) => task.title.startsWith('Hindernis klären'));
    const files = await callAs(host, 'disposition', 'GET', `/api/cases/${caseKey}/attachments`);
    assert.deepEqual(files.map((file) => file.fileName), ['zufahrt.png'], 'The dispatcher has the photo.');
  });
});

test('The level that falls after an emptying shows on the map', async () => {
  await gateway.send('stadt/b-1/up', { t: Date.now(), level: 3 });
  await withPeople([signedIn(host, 'disposition', phone)], async ({ page, go }) => {
    await go('/leerungen');
    await page.getByTitle(new RegExp(`^${bins[0].name}, 3 %`)).waitFor({ state: 'attached' });
    await accessible(page);
    await picture(page, 'leerungen-telefon');
  });
});
