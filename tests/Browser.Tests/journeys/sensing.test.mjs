import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callAs, startHost } from '../host.mjs';
import { accessible, picture, signedIn, withPeople } from '../people.mjs';
import { deviceAt, eventually, ownBroker } from '../sensors.mjs';

const phone = { width: 390, height: 844 };

/** As its maker publishes it; the wrong one reads a byte that is not there. */
const codec = `function decodeUplink(input) {
  return { data: { distance: (input.bytes[0] << 8) + input.bytes[1], battery: input.bytes[2] } };
}`;
const brokenCodec = codec.replace('input.bytes[2]', 'input.battery.level');

const examples = `uplinkDecoder:
  fileName: tonne.js
  examples:
    - description: halb voll
      input: { fPort: 2, bytes: [0x03, 0xE8, 77] }
      output: { data: { distance: 1000, battery: 77 } }
`;

const uplink = (device, number, bytes) => ({
  deduplicationId: `${device}-${number}`,
  time: new Date().toISOString(),
  deviceInfo: { deviceName: device, devEui: device },
  fCnt: number,
  fPort: 2,
  data: Buffer.from(bytes).toString('base64'),
});

let host;
let port;
let gateway;
before(async () => {
  host = await startHost();
  port = await ownBroker(host);
});
after(async () => {
  await gateway?.leave();
  await host?.stop();
});

const asFile = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

test('A new source is checked, gets its account, and says how it fares', async () => {
  await withPeople([signedIn(host, 'admin')], async ({ page }) => {
    await page.getByRole('link', { name: 'Sensorik' }).click();
    await page.getByText('Noch keine Geräte').waitFor();
    await accessible(page);
    await page.getByRole('tab', { name: 'Quellen' }).click();
    await page.getByRole('button', { name: 'Quelle anlegen' }).click();
    await page.getByLabel('Name', { exact: true }).fill('LoRaWAN der Stadt');
    assert.equal(await page.getByLabel('Kennung').inputValue(), 'lorawan-der-stadt');
    await page.getByLabel('Wer schreibt die Meldungen?').selectOption('chirpStack');
    assert.equal(await page.getByLabel('Themen').inputValue(), 'application/+/device/+/event/up');

    await page.getByLabel('Woher kommen die Meldungen?').selectOption('foreign');
    await page.getByLabel('Adresse').fill('mqtt://127.0.0.1:9');
    await page.getByRole('button', { name: 'Verbindung prüfen' }).click();
    await page.getByText('antwortet kein Broker. Bitte prüfen Sie Adresse und Port.').waitFor();
    await accessible(page);
    await picture(page, 'sensorik-quelle');
    await page.getByLabel('Woher kommen die Meldungen?').selectOption('own');
    await page.getByRole('button', { name: 'Verbindung prüfen' }).click();
    await page.getByText('Der eigene Broker lauscht auf 127.0.0.1').waitFor();
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByRole('row', { name: /LoRaWAN der Stadt.*verbunden/ }).waitFor();

    await page.getByRole('button', { name: 'Konto anlegen …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name des Kontos').fill('gateway-rathaus');
    await dialog.getByRole('button', { name: 'Konto anlegen', exact: true }).click();
    const password = await page.getByRole('dialog').locator('code').innerText();
    await accessible(page);
    await page.getByRole('button', { name: /notiert/i }).click();
    gateway = await deviceAt(port, 'gateway-rathaus', password);
    await gateway.send('application/1/device/aa01/event/up', uplink('aa01', 1, [3, 232, 77]));
    await page.getByRole('listitem').filter({ hasText: 'gateway-rathaus' }).getByText('verbunden', { exact: true }).waitFor();
    await accessible(page);
    await picture(page, 'sensorik-quellen');
  });
});

test('A codec comes with its examples and says in which line it fails; a type is made from a message', async () => {
  await withPeople([signedIn(host, 'admin')], async ({ page, go, expects }) => {
    await go('/sensorik/codecs/neu');
    await page.getByLabel('Codec hochladen …').setInputFiles(asFile('tonne.js', brokenCodec));
    await page.getByLabel('Beispiele hochladen …').setInputFiles(asFile('tonne-codec.yaml', examples));
    await page.getByRole('group', { name: /halb voll/ }).waitFor();
    await page.getByRole('button', { name: 'Beispiele ausführen' }).click();
    await page.getByText('Der Codec meldet in Zeile 2').waitFor();
    await accessible(page);
    await picture(page, 'sensorik-codec');
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByRole('link', { name: 'tonne' }).waitFor();

    await go('/sensorik/typen/neu');
    await page.getByLabel('Name', { exact: true }).fill('Tonne');
    await page.getByLabel('Meldung (JSON)').fill('{"distance": 1000, "battery": 77, "rssi": -90}');
    await page.getByRole('button', { name: 'Auslesen' }).click();
    await page.getByRole('button', { name: /Als Feld aufnehmen.*distance/ }).click();
    await page.getByRole('button', { name: /Als Feld aufnehmen.*battery/ }).click();
    const [distance, battery] = [page.getByRole('group', { name: /^Feld 1/ }), page.getByRole('group', { name: /^Feld 2/ })];
    await distance.getByLabel('Was sagt der Wert?').selectOption('distance');
    await page.getByRole('group', { name: /^Feld 1/ }).getByLabel('Bezeichnung').fill('Füllstand');
    await battery.getByLabel('Bezeichnung').fill('Batterie');
    await page.getByLabel('Abstand, wenn leer').fill('1800');
    await page.getByLabel('Abstand, wenn voll').fill('200');
    await page.getByRole('button', { name: 'Auslesen' }).click();
    await page.getByRole('row', { name: 'Füllstand 50 %' }).waitFor();
    await page.getByText('Wird nicht aufbewahrt').waitFor();
    await accessible(page);
    await picture(page, 'sensorik-typ');
    await page.getByLabel('Meldung (JSON)').fill('{"distance": 1000, "wifi": {"mac": "00:11:22:33:44:55"}}');
    await page.getByRole('button', { name: 'Auslesen' }).click();
    await page.getByText(/Personenbezogenes \(MAC-Adresse\)/).waitFor();
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByRole('row', { name: /Tonne Füllstand \(%\), Batterie 0/ }).waitFor();
  });
});

test('A message of an unknown device becomes a device; after the codec is mended it is read again', async () => {
  await withPeople([signedIn(host, 'admin')], async ({ page, go }) => {
    await go('/sensorik/unlesbar');
    await page.getByRole('row', { name: /Das Gerät „aa01“ ist nicht angelegt/ }).getByRole('button').click();
    await page.getByText('"deduplicationId": "aa01-1"').waitFor();
    await accessible(page);
    await page.getByRole('button', { name: 'Gerät anlegen …' }).click();
    const device = page.getByRole('dialog');
    await device.getByLabel('Bezeichnung').fill('T-1 Rathaus');
    await device.getByLabel('Codec').selectOption('tonne');
    await device.getByLabel('Geografische Breite').fill('48,68');
    await device.getByLabel('Geografische Länge').fill('10,15');
    await device.getByLabel('Angaben für Vorgänge').fill('behaelter: T-1');
    await accessible(page);
    await device.getByRole('button', { name: 'Speichern' }).click();
    await page.getByText('„T-1 Rathaus“ ist gespeichert.').waitFor();
    await page.getByRole('button', { name: '1 Meldung noch einmal lesen' }).click();
    await page.getByRole('row', { name: /Der Codec meldet in Zeile 2/ }).waitFor();
    await picture(page, 'sensorik-unlesbar');

    await go('/sensorik/codecs/tonne');
    await page.getByLabel('JavaScript').fill(codec);
    await page.getByRole('button', { name: 'Beispiele ausführen' }).click();
    await page.getByText('1 Beispiel ausgeführt, ohne Abweichung.').waitFor();
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByRole('link', { name: 'tonne' }).waitFor();
    await go('/sensorik/unlesbar');
    await page.getByRole('button', { name: '1 Meldung noch einmal lesen' }).click();
    await page.getByText('Alles ist lesbar').waitFor();

    await gateway.send('application/1/device/aa01/event/up', 'kein JSON');
    await page.getByRole('row', { name: /kein gültiges JSON/ }).getByRole('button').click();
    await page.getByRole('button', { name: 'Verwerfen …' }).click();
    await page.getByLabel('Grund', { exact: true }).last().fill('Probe des Herstellers');
    await page.getByRole('dialog').getByRole('button', { name: 'Verwerfen …' }).click();
    await page.getByText('Alles ist lesbar').waitFor();
    await page.getByLabel('Verworfene zeigen').check();
    await page.getByText('Verworfen von admin: Probe des Herstellers').waitFor();
    await accessible(page);
  });
});

test('A rule is made as a sentence, tried dry, and starts a case; the device shows both', async () => {
  await withPeople([signedIn(host, 'admin')], async ({ page, go }) => {
    await go('/sensorik/regeln/neu');
    await page.getByLabel('Name', { exact: true }).fill('Tonne voll');
    await page.getByLabel('Grenze', { exact: true }).fill('45');
    await page.getByLabel('Anzahl der Messungen, die zutreffen').fill('1');
    await page.getByLabel('Anzahl der betrachteten Messungen').fill('1');
    await page.getByLabel('Grenze für das Ende').fill('40');
    await page.getByLabel('Was dann geschieht').selectOption('behaelter-voll');
    await page.getByLabel('Was danach geschieht').selectOption('behaelter-geleert');
    await page.getByText('Wartungszeiten, Wiederholung, Zuordnung').click();
    await page.getByLabel('Welche Angabe des Geräts ordnet den Vorgang zu?').fill('behaelter');
    await page
      .getByText('wenn Füllstand mindestens 45 %, dann starte Behälterleerung, bis unter 40 %.')
      .waitFor();
    await page.getByRole('button', { name: 'Probelauf' }).click();
    await page.getByText(/1 Messungen von 1 Geräten/).waitFor();
    await page.getByRole('row', { name: /T-1 Rathaus beginnt \(50 %\)/ }).waitFor();
    await accessible(page);
    await picture(page, 'sensorik-regel');
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByRole('row', { name: /Tonne voll wenn Füllstand mindestens 45 %/ }).waitFor();

    await gateway.send('application/1/device/aa01/event/up', uplink('aa01', 2, [2, 88, 76]));
    await eventually(
      () => callAs(host, 'disposition', 'GET', '/api/inbox?process=behaelterleerung'),
      ({ rows }) => rows.some((task) => task.title === 'Leerung einplanen: T-1 Rathaus'),
    );
    await go('/sensorik/regeln/tonne-voll');
    await page.getByLabel('Grenze', { exact: true }).fill('60');
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByRole('link', { name: 'Tonne voll' }).click();
    const versions = page.getByRole('region', { name: 'Fassungen' });
    await versions.getByText('Fassung 2').waitFor();
    await versions.getByText('wenn Füllstand mindestens 45 %, dann starte Behälterleerung, bis unter 40 %.').waitFor();

    await go('/sensorik/geraete/aa01');
    await page.getByRole('img', { name: 'Verlauf: Füllstand' }).waitFor();
    await page.getByText('Werte als Tabelle').click();
    await page.getByRole('cell', { name: '75 %' }).first().waitFor();
    await page.getByRole('region', { name: 'Laufende Vorgänge' }).getByRole('link', { name: /^BL-/ }).waitFor();
    await page.getByText(/trifft zu seit/).waitFor();
    await accessible(page);
    await picture(page, 'sensorik-geraet');
    await page.getByRole('button', { name: 'Gerät tauschen …' }).click();
    await page.getByLabel('Kennung des neuen Geräts').fill('aa02');
    await page.getByRole('button', { name: 'Gerät tauschen', exact: true }).click();
    await page.getByText('Vorher an diesem Ort').waitFor();
    await gateway.send('application/1/device/aa02/event/up', uplink('aa02', 1, [6, 164, 99]));
    await eventually(
      () => callAs(host, 'disposition', 'GET', '/api/inbox?process=behaelterleerung'),
      ({ rows }) => rows.length === 0,
    );
    await page.getByText('Kein laufender Vorgang.').waitFor();
  });
});

test('Sensorik is read on a phone; who does not run it sees devices and map only', async () => {
  await withPeople([signedIn(host, 'disposition', phone)], async ({ page, go }) => {
    await go('/sensorik');
    await page.getByRole('link', { name: 'T-1 Rathaus' }).first().waitFor();
    await accessible(page);
    await picture(page, 'sensorik-telefon');
    assert.deepEqual(await page.getByRole('tab').allInnerTexts(), ['Geräte', 'Karte']);
    await page.getByRole('tab', { name: 'Karte' }).click();
    await page.getByTitle(/^T-1 Rathaus/).waitFor({ state: 'attached' });
    await accessible(page);
    await go('/sensorik/geraete/aa02');
    await page.getByRole('img', { name: 'Verlauf: Füllstand' }).waitFor();
    await accessible(page);
    await picture(page, 'sensorik-geraet-telefon');
  });
  await withPeople([signedIn(host, 'admin', phone)], async ({ page, go }) => {
    for (const part of ['quellen', 'typen/tonne', 'codecs/tonne', 'regeln/tonne-voll', 'unlesbar']) {
      await go(`/sensorik/${part}`);
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      await accessible(page);
      await picture(page, `sensorik-${part.replace('/', '-')}-telefon`);
    }
  });
});

test('Betrieb shows the plugins and changes their settings; a secret is written and never shown', async () => {
  await withPeople([signedIn(host, 'admin')], async ({ page, go, expects }) => {
    await go('/betrieb');
    await page.getByRole('tab', { name: 'Erweiterungen' }).click();
    const plugin = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Sensorik' }) });
    await plugin.getByText(/Version 1\.0\.0 · passt zu Sdk \[0\.1,0\.2\) · Lizenz EUPL-1\.2/).waitFor();
    await plugin.getByText('läuft', { exact: true }).waitFor();
    await accessible(page);
    await picture(page, 'erweiterungen');
    await plugin.getByRole('button', { name: /Einstellungen/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/Voll ab/).fill('300');
    expects(/^422 PUT \/api\/plugins\/mqtt\/settings/);
    await dialog.getByRole('button', { name: 'Speichern' }).click();
    await dialog.getByText('Bitte prüfen Sie die markierten Angaben.').waitFor();
    await accessible(page);
    await dialog.getByLabel(/Voll ab/).fill('75,5');
    await dialog.getByRole('button', { name: 'Speichern' }).click();
    await page.getByText('Die Einstellungen von „Sensorik“ gelten jetzt.').waitFor();
    const { values } = await callAs(host, 'admin', 'GET', '/api/plugins/mqtt/settings');
    assert.equal(values.fullFrom, 75.5);
  });
});
