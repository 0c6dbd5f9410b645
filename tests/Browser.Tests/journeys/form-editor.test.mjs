import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addField, choose, fieldLine, press, write } from '../forms.mjs';
import { callAs, startHost } from '../host.mjs';
import { chain } from '../models.mjs';
import { accessible, picture, signedIn, withPeople } from '../people.mjs';

let host;
before(async () => {
  host = await startHost();
});
after(() => host?.stop());

/** A procedure with one task and no form yet, as a draft. */
async function draftOf(name, ...files) {
  const { id } = await callAs(host, 'admin', 'POST', '/api/procedures', { name });
  const { revision } = await callAs(host, 'admin', 'GET', `/api/procedures/${id}/draft`);
  const process = { path: 'process.bpmn', text: chain(id, name, [{ id: 'Pruefen', name: 'Anmeldung prüfen' }]) };
  await callAs(host, 'admin', 'PUT', `/api/procedures/${id}/draft/files`, { revision, changes: [process, ...files] });
  return id;
}

const step = (page, name) => page.getByRole('tree', { name: 'Gliederung' }).getByRole('treeitem', { name }).first();
const properties = (page) => page.getByRole('complementary', { name: 'Eigenschaften' });
const saved = (page) => page.getByText(/Entwurf gespeichert/).and(page.locator(':visible')).first().waitFor();
const said = (page, text) => page.getByRole('status').filter({ hasText: text }).first().waitFor({ state: 'attached' });
/** The file of a form as the server has it, once it satisfies. */
async function formOf(page, id, form) {
  await saved(page);
  const { files } = await callAs(host, 'admin', 'GET', `/api/procedures/${id}/draft`);
  return JSON.parse(files.find(({ path }) => path === `forms/${form}.form.json`).text);
}

test('A form of two pages is made with the keyboard alone, published with its procedure, and filled in as a task', async () => {
  const id = await draftOf('Hund anmelden');
  await withPeople([signedIn(host, 'admin'), signedIn(host, 'agent')], async ({ page, go }, agent) => {
    await go(`/prozesse/${id}/bearbeiten`);
    await press(step(page, /^Anmeldung prüfen/));
    await press(page.getByRole('button', { name: 'Neues Formular …' }));
    await write(page, page.getByRole('dialog').getByRole('textbox', { name: 'Titel' }), 'Hund anmelden');
    await accessible(page);
    await page.keyboard.press('Enter');
    await page.getByRole('tree', { name: 'Felder des Formulars' }).waitFor();

    // The first page: who, and whether there are more dogs.
    await addField(page, 'Kurzer Text', 'Name der Halterin oder des Halters');
    await choose(page.getByRole('combobox', { name: 'Wann ist eine Antwort nötig?' }), 'always');
    await addField(page, 'IBAN', 'Bankverbindung');
    await addField(page, 'Ja oder nein', 'Leben weitere Hunde im Haushalt?');
    await accessible(page);

    // The second one: the dogs, asked for only then.
    await press(page.getByRole('toolbar', { name: 'Felder hinzufügen' }).getByRole('button', { name: 'Seite' }));
    await page.getByRole('textbox', { name: 'Titel der Seite' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Weitere Hunde');
    await choose(page.getByRole('combobox', { name: 'Wann wird gefragt?' }), 'condition');
    const condition = page.getByRole('group', { name: 'Wann wird gefragt?' });
    await choose(condition.getByRole('combobox', { name: 'Feld' }), 'lebenWeitereHundeImHaushalt');
    await addField(page, 'Wiederholbare Gruppe', 'Hunde');
    await addField(page, 'Kurzer Text', 'Rufname');
    await choose(page.getByRole('combobox', { name: 'Wann ist eine Antwort nötig?' }), 'always');
    await addField(page, 'Datei', 'Impfpass');
    await choose(page.getByRole('combobox', { name: 'Welche Dateien?' }), 'pdfAndPictures');
    await write(page, page.getByRole('textbox', { name: 'Größte Datei in MB' }), '2,5');
    await accessible(page);

    // A field moves with Alt and arrows, and what happened is told.
    const passport = fieldLine(page, /^Impfpass/);
    await press(passport, 'Alt+ArrowLeft');
    await said(page, 'Impfpass steht jetzt in Weitere Hunde, Platz 2 von 2.');
    await fieldLine(page, /^Impfpass/).press('Alt+ArrowUp');
    await said(page, 'Platz 1 von 2.');
    await fieldLine(page, /^Impfpass/).press('Alt+ArrowUp');
    await said(page, /Impfpass steht jetzt in Seite 1, Platz 4 von 4/);
    await fieldLine(page, /^Impfpass/).press('Control+z');
    await fieldLine(page, /^Weitere Hunde/).waitFor();

    // What is deleted comes back.
    await press(fieldLine(page, /^Bankverbindung/), 'Delete');
    await fieldLine(page, /^Bankverbindung/).waitFor({ state: 'detached' });
    await press(page.getByRole('region', { name: /Hinweis|Mitteilung/ }).getByRole('button', { name: 'Rückgängig' }));
    await fieldLine(page, /^Bankverbindung/).waitFor();

    // English beside German, what is missing is counted.
    await press(page.getByRole('tab', { name: 'Felder' }), 'ArrowRight');
    await page.getByRole('heading', { name: 'Hund anmelden', level: 2 }).waitFor();
    await accessible(page);
    await press(page.getByRole('tab', { name: 'Vorschau' }), 'ArrowRight');
    await write(page, page.getByRole('textbox', { name: 'Hund anmelden, Titel, Englisch' }), 'Register a dog');
    await write(page, page.getByRole('textbox', { name: /^Bankverbindung, Beschriftung, Englisch/ }), 'Bank account');
    await page.getByText(/Texte sind nicht auf Englisch da/).waitFor();
    await accessible(page);
    await picture(page, 'formular-uebersetzung');
    await press(page.getByRole('tab', { name: 'Übersetzung' }), 'Home');
    await fieldLine(page, /Englisch fehlt/).waitFor();
    await picture(page, 'formular-felder');

    const form = await formOf(page, id, 'hund-anmelden');
    assert.deepEqual(form.title, { de: 'Hund anmelden', en: 'Register a dog' });
    assert.equal(form.pages[1].visibleIf, '{lebenWeitereHundeImHaushalt} = true');
    const [file, group] = form.pages[1].elements;
    assert.deepEqual([file.type, file.acceptedTypes, file.maxSize], ['file', '.pdf,image/*', 2621440]);
    assert.equal(group.templateElements[0].name, 'rufname');

    // Back at the step, and out to the office.
    await press(page.getByRole('button', { name: 'Fertig' }));
    await properties(page).getByRole('button', { name: 'Formular bearbeiten' }).and(page.locator(':focus')).waitFor();
    await page.getByText('Zuletzt geprüft:').waitFor();
    await press(page.getByRole('button', { name: 'Veröffentlichen …' }));
    await write(page, page.getByRole('textbox', { name: 'Was hat sich geändert?' }), 'Erste Fassung');
    await press(page.getByRole('dialog').getByRole('button', { name: 'Veröffentlichen' }));
    await page.getByText(/Version 1 ist veröffentlicht/).waitFor();

    await callAs(host, 'agent', 'POST', `/api/processes/${id}/cases`, { variables: {} });
    await agent.go('/posteingang');
    await agent.page.getByRole('link', { name: /Anmeldung prüfen/ }).first().click();
    await agent.page.getByRole('button', { name: 'Übernehmen' }).click();
    await agent.page.getByRole('textbox', { name: /^Name der Halterin/ }).fill('A. L.');
    await agent.page.getByRole('textbox', { name: /^Bankverbindung/ }).fill('DE12');
    await agent.page.getByText('Ja', { exact: true }).click();
    await agent.page.getByText(/Bitte geben Sie eine IBAN ein/).first().waitFor();
    await agent.page.getByRole('textbox', { name: /^Bankverbindung/ }).fill('DE89 3704 0044 0532 0130 00');
    await agent.page.getByRole('button', { name: 'Weiter: Weitere Hunde' }).click();
    await agent.page.getByRole('textbox', { name: 'Rufname' }).fill('Balu');
    await accessible(agent.page);
    await agent.page.getByRole('button', { name: 'Erledigen' }).click();
    await agent.page.getByRole('button', { name: /Rückgängig/ }).waitFor();
  });
});

test('What the server cannot check, and what nobody could answer, stands at the field', async () => {
  const form = {
    title: 'Altes Formular',
    elements: [
      { type: 'signaturepad', name: 'unterschrift', title: 'Unterschrift', penColor: 'blue' },
      { type: 'text', name: 'plz', title: 'Postleitzahl', validators: [{ type: 'regex', regex: '[0-9' }] },
    ],
  };
  const id = await draftOf('Altes', { path: 'forms/alt.form.json', text: JSON.stringify(form) });
  await withPeople([signedIn(host, 'admin')], async ({ page, go }) => {
    await go(`/prozesse/${id}/bearbeiten`);
    await press(page.getByRole('button', { name: 'Unterschrift' }));
    await page.getByText('Die Art „signaturepad“ (Feld „unterschrift“) wird nicht unterstützt.').and(page.locator(':visible')).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'penColor' }).waitFor();
    await press(fieldLine(page, /^Postleitzahl/), 'Enter');
    await page.getByText(/Das Muster lässt sich ab Zeichen 4 nicht lesen/).and(page.locator(':visible')).waitFor();
    await accessible(page);
    await choose(page.getByRole('combobox', { name: 'Welches Muster?' }), 'postcode');
    await press(fieldLine(page, /^Unterschrift/), 'Delete');
    await page.getByText(/lässt sich ab Zeichen|wird nicht unterstützt/).and(page.locator(':visible')).waitFor({ state: 'detached' });
    const { elements } = await formOf(page, id, 'alt');
    assert.deepEqual(
      elements.map(({ name }) => name),
      ['plz'],
    );
  });
});

test('Forms are renamed, duplicated and deleted, but not while a step needs them; a version says what changed', async () => {
  await withPeople([signedIn(host, 'admin')], async ({ page, go, expects }) => {
    // The page asks whether there is a draft already.
    expects(/^404 GET \/api\/procedures\/idee\/draft$/);
    await go('/prozesse/idee/bearbeiten');
    await press(page.getByRole('tab', { name: 'Gliederung' }), 'ArrowRight');
    const forms = page.getByRole('list', { name: 'Formulare' });
    const more = (title) => forms.getByRole('button', { name: `Mehr zu „${title}“` });
    await press(more('Idee bewerten'));
    await page.getByRole('menuitem', { name: /^Löschen.*Wird gebraucht von „/ }).waitFor();
    await accessible(page);
    await press(page.getByRole('menuitem', { name: 'Verdoppeln' }));
    await fieldLine(page, /^Idee bewerten \(Kopie\)/).waitFor();
    await press(page.getByRole('button', { name: 'Fertig' }));
    await press(more('Idee bewerten (Kopie)'));
    await press(page.getByRole('menuitem', { name: 'Umbenennen …' }));
    await write(page, page.getByRole('dialog').getByRole('textbox', { name: 'Titel' }), 'Idee noch einmal bewerten');
    await page.keyboard.press('Enter');
    await press(more('Idee noch einmal bewerten'));
    await press(page.getByRole('menuitem', { name: 'Löschen' }));
    await more('Idee noch einmal bewerten').waitFor({ state: 'detached' });

    await press(forms.getByRole('button', { name: /^Idee bewerten/ }));
    await press(fieldLine(page, /^Nutzen/), 'Enter');
    await write(page, page.getByRole('textbox', { name: 'Beschriftung' }), 'Wie groß ist der Nutzen?');
    await addField(page, 'Kurzer Text', 'Wer profitiert?');
    await press(page.getByRole('button', { name: 'Fertig' }));
    await saved(page);
    await press(page.getByRole('tab', { name: 'Befunde' }), 'ArrowRight');
    await press(page.getByRole('button', { name: 'Vergleichen' }).first());
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Beschriftung: „Nutzen“ wird „Wie groß ist der Nutzen?“').waitFor();
    await dialog.getByText('Wer profitiert?').first().waitFor();
    await accessible(page);
    await picture(page, 'formular-vergleich');
  });
});

test('Opening every form and looking at each of its fields changes none of them', async () => {
  await withPeople([signedIn(host, 'admin')], async ({ page, go, expects }) => {
    // The page asks whether there is a draft already.
    expects(/^404 GET \/api\/procedures\/[^/]+\/draft$/);
    await go('/prozesse/behaelterleerung/bearbeiten');
    await page.getByRole('tree', { name: 'Gliederung' }).waitFor();
    const before = await callAs(host, 'admin', 'GET', '/api/procedures/behaelterleerung/draft');
    await press(page.getByRole('tab', { name: 'Gliederung' }), 'ArrowRight');
    const forms = page.getByRole('list', { name: 'Formulare' }).getByRole('button', { name: /Feld/ });
    const count = await forms.count();
    assert.ok(count > 3, 'Expected the procedure to have forms.');
    for (let at = 0; at < count; at++) {
      await press(forms.nth(at));
      const lines = page.getByRole('tree', { name: 'Felder des Formulars' }).getByRole('treeitem');
      await lines.first().waitFor();
      for (const line of await lines.all()) await line.click();
      await press(page.getByRole('button', { name: 'Fertig' }));
      await forms.nth(at).and(page.locator(':focus')).waitFor();
    }
    const afterwards = await callAs(host, 'admin', 'GET', '/api/procedures/behaelterleerung/draft');
    assert.equal(afterwards.revision, before.revision);
    assert.deepEqual(afterwards.files, before.files);
  });
});

test('A field is dragged from the palette to its place', async () => {
  const text = JSON.stringify({ title: 'Ziehen', elements: [{ type: 'text', name: 'a', title: 'Erstes' }] });
  const id = await draftOf('Ziehen', { path: 'forms/ziehen.form.json', text });
  await withPeople([signedIn(host, 'admin')], async ({ page, go }) => {
    await go(`/prozesse/${id}/bearbeiten?formular=ziehen`);
    const first = fieldLine(page, /^Erstes/);
    await page.getByRole('button', { name: 'Datum', exact: true }).dragTo(first, { targetPosition: { x: 60, y: 4 } });
    await fieldLine(page, /^Datum/).waitFor();
    await first.dragTo(fieldLine(page, /^Datum/), { targetPosition: { x: 60, y: 4 } });
    await said(page, 'Erstes steht jetzt in Ziehen, Platz 1 von 2.');
    await first.press('Control+c');
    await first.press('Control+v');
    await said(page, 'Erstes ist hinzugefügt: in Ziehen, Platz 2 von 3.');
    const { elements } = await formOf(page, id, 'ziehen');
    assert.deepEqual(
      elements.map(({ name }) => name),
      ['a', 'a2', 'feld'],
    );
  });
});

test('On a phone a form can be read', async () => {
  const text = JSON.stringify({ title: 'Lesen', elements: [{ type: 'text', name: 'a', title: 'Erstes' }] });
  const id = await draftOf('Lesen', { path: 'forms/lesen.form.json', text });
  await withPeople([signedIn(host, 'admin', { width: 390, height: 844 })], async ({ page, go }) => {
    await go(`/prozesse/${id}/bearbeiten`);
    await page.getByRole('tab', { name: 'Formulare' }).click();
    await page.getByRole('button', { name: /^Lesen/ }).click();
    await fieldLine(page, /^Erstes/).waitFor();
    await accessible(page);
    await picture(page, 'formular-telefon');
    await page.getByRole('tab', { name: 'Vorschau' }).click();
    await page.getByRole('textbox', { name: /^Erstes/ }).waitFor();
    await accessible(page);
  });
});
