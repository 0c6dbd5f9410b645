import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { keyboard, mouse } from '../hands.mjs';
import { callAs, startHost } from '../host.mjs';
import { accessible, picture, signedIn, withPeople } from '../people.mjs';

let host;
before(async () => {
  host = await startHost();
});
after(() => host?.stop());

const line = (page, name) => page.getByRole('treeitem', { name }).first();
const element = (page, id) => page.locator(`.canvas-place [data-element-id="${id}"]`).first();
const properties = (page) => page.getByRole('complementary', { name: 'Eigenschaften' });

/** Draws by the outline: steps are inserted behind its lines. */
const byOutline = {
  async open(page, name) {
    await keyboard.press(line(page, name));
    await properties(page).getByRole('textbox').first().waitFor();
  },
  async addAfter(page, after, kind, name) {
    await keyboard.press(line(page, after));
    await line(page, after).focus();
    await keyboard.press(page.getByRole('button', { name: 'Danach einfügen' }));
    await keyboard.press(page.getByRole('menuitem', { name: kind, exact: true }));
    await page.getByRole('textbox', { name: /Neuer Name/ }).waitFor();
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await line(page, new RegExp(`^${name}`)).waitFor();
  },
  async openWay(page, to) {
    await keyboard.press(line(page, new RegExp(`→ ${to}`)));
    await page.getByRole('group', { name: /Wann geht es hier weiter/ }).first().waitFor();
  },
};

/** Where a drawn element is on the screen. */
async function middleOf(page, id) {
  const box = await element(page, id).locator('.djs-visual').first().boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The middle of the way that leaves a step. */
async function wayBehind(page, id) {
  const from = await middleOf(page, id);
  return page.locator('.canvas-place .djs-connection .djs-visual > path').evaluateAll((paths, { x, y }) => {
    const at = (path, length) => path.getPointAtLength(length).matrixTransform(path.getScreenCTM());
    const distance = (path) => Math.hypot(at(path, 0).x - x, at(path, 0).y - y);
    const nearest = paths.toSorted((one, other) => distance(one) - distance(other))[0];
    const middle = at(nearest, nearest.getTotalLength() / 2);
    return { x: middle.x, y: middle.y };
  }, from);
}

const idOf = (page, name) => line(page, name).getAttribute('data-id');
const drawnIds = (page) =>
  page.locator('.canvas-place .djs-shape').evaluateAll((found) => found.map((one) => one.dataset.elementId));

/** Clicks a drawn step; a second click on a chosen one would let it go. */
async function pick(page, id) {
  if (/\bselected\b/.test((await element(page, id).getAttribute('class')) ?? '')) return;
  const { x, y } = await middleOf(page, id);
  await page.mouse.click(x, y);
}

/** Draws on the canvas: steps come from the palette, or from the pad beside a step. */
const byCanvas = {
  async open(page, name) {
    await pick(page, await idOf(page, name));
    await properties(page).getByRole('textbox').first().waitFor();
  },
  async addAfter(page, after, kind, name) {
    const from = await idOf(page, after);
    const known = new Set(await drawnIds(page));
    if (kind === 'Ende' || /\?/.test(await line(page, after).innerText())) await this.append(page, from, kind);
    else await this.insert(page, from, kind);
    const added = (await drawnIds(page)).find((id) => !known.has(id) && !id.endsWith('_label'));
    assert.ok(added, `Expected a new step after ${after}.`);
    await page.keyboard.press('Escape');
    await pick(page, added);
    await mouse.write(properties(page).getByRole('textbox').first(), name);
    await page.keyboard.press('Tab');
    await line(page, new RegExp(`^${name.replace('?', '\\?')}`)).waitFor();
  },
  /** Takes a step from the palette and lays it on the way behind another one. */
  async insert(page, from, kind) {
    const { x, y } = await wayBehind(page, from);
    await page.locator('.palette').getByRole('button', { name: kind }).click();
    await page.mouse.move(x - 6, y - 6);
    await page.mouse.move(x, y, { steps: 4 });
    await page.mouse.click(x, y);
  },
  /** Appends a step by the pad beside another one. */
  async append(page, from, kind) {
    await pick(page, from);
    const entry = kind === 'Ende' ? 'append.end-event' : 'append.append-task';
    await page.locator(`.djs-context-pad.open [data-action="${entry}"]`).click();
  },
  async openWay(page, to) {
    await page.getByRole('treeitem', { name: new RegExp(`→ ${to}`) }).click();
    await page.getByRole('group', { name: /Wann geht es hier weiter/ }).first().waitFor();
  },
};

/** Makes a form for the chosen step in the forms editor, field by field, and goes back to the drawing. */
async function newForm(page, { press, write }, title, fields) {
  await press(page.getByRole('button', { name: 'Neues Formular …' }));
  await write(page.getByRole('dialog').getByRole('textbox', { name: 'Titel' }), title);
  await page.keyboard.press('Enter');
  await page.getByRole('tree', { name: 'Felder des Formulars' }).waitFor();
  for (const [name, kind, choices = []] of fields) {
    await press(page.getByRole('toolbar', { name: 'Felder hinzufügen' }).getByRole('button', { name: kind, exact: true }));
    await page.getByRole('textbox', { name: 'Beschriftung' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type(name);
    const entries = page.getByRole('group', { name: 'Was steht zur Auswahl?' }).getByRole('textbox');
    for (const [at, choice] of choices.entries()) await write(entries.nth(at), choice);
    await page.getByRole('treeitem', { name }).first().waitFor();
  }
  await press(page.getByRole('button', { name: 'Fertig' }));
  await page.getByRole('button', { name: 'Formular bearbeiten' }).waitFor();
}

async function assign(page, { choose, tick }, group) {
  await choose(page.getByRole('combobox', { name: 'Zuständig' }), 'groups');
  await tick(page.getByRole('group', { name: 'Wer erledigt das?' }).getByRole('checkbox', { name: group }));
}

/** A start with a form, a task with a form, a deadline and a reminder, a decision, a second task, two ends. */
async function draw(page, hand, canvas, name) {
  const { press, choose, write, tick } = hand;
  await press(page.getByRole('button', { name: 'Neuer Prozess …' }));
  await write(page.getByRole('dialog').getByRole('textbox', { name: 'Name' }), name);
  await press(page.getByRole('dialog').getByRole('button', { name: 'Anlegen' }));
  await page.getByRole('tree', { name: 'Gliederung' }).waitFor();
  await accessible(page);

  const start = /Vorgang beginnt/;
  await canvas.open(page, start);
  await newForm(page, hand, `${name}: Angaben`, [
    ['Name des Hundes', 'Kurzer Text'],
    ['Rasse', 'Kurzer Text'],
  ]);

  await canvas.addAfter(page, start, 'Aufgabe', 'Anmeldung prüfen');
  await canvas.open(page, /^Anmeldung prüfen/);
  await assign(page, hand, 'Change-Agents');
  await newForm(page, hand, `${name}: Prüfung`, [['Entscheidung', 'Auswahl', ['annehmen', 'ablehnen']]]);
  await choose(page.getByRole('group', { name: 'Bis wann?' }).getByRole('combobox', { name: 'Frist' }), 'workingDays');
  await press(page.getByRole('button', { name: 'Stufe hinzufügen' }));
  await accessible(page);
  await press(page.getByRole('dialog').getByRole('button', { name: 'Hinzufügen', exact: true }));

  await canvas.addAfter(page, /^Anmeldung prüfen/, 'Verzweigung', 'Entscheidung?');
  await canvas.addAfter(page, /^Entscheidung\?/, 'Aufgabe', 'Bescheid schreiben');
  await canvas.open(page, /^Bescheid schreiben/);
  await assign(page, hand, 'Change-Agents');
  await canvas.addAfter(page, /^Bescheid schreiben/, 'Ende', 'Angemeldet');

  await canvas.openWay(page, 'Bescheid schreiben');
  await choose(page.getByRole('combobox', { name: 'Feld' }), 'entscheidung');
  await choose(page.getByRole('combobox', { name: 'Wert' }), 'annehmen');
  await canvas.openWay(page, 'Vorgang erledigt');
  await tick(page.getByRole('checkbox', { name: 'Wenn sonst keiner passt' }));
  await page.getByText(/Entwurf gespeichert/).waitFor();
  await page.getByText('Zuletzt geprüft:').waitFor();
  await accessible(page);
}

/** Clicks through a case in the sandbox, keeps it as a scenario and runs that. */
async function tryOut(page, { press, write }) {
  await press(page.getByRole('button', { name: 'Durchspielen', exact: true }));
  await press(page.getByRole('button', { name: 'Durchspielen …' }));
  const dialog = page.getByRole('dialog');
  await write(dialog.getByRole('textbox', { name: /Name des Hundes/ }), 'Bello');
  await write(dialog.getByRole('textbox', { name: 'Rasse' }), 'Dackel');
  await press(dialog.getByRole('button', { name: 'Weiter' }));
  await press(page.getByRole('button', { name: /Erledigen ….*Anmeldung prüfen/ }));
  await dialog.getByRole('radio', { name: 'annehmen' }).press('Space');
  await press(dialog.getByRole('button', { name: 'Weiter' }));
  await press(page.getByRole('button', { name: /Erledigen ….*Bescheid schreiben/ }));
  await accessible(page);
  await press(dialog.getByRole('button', { name: 'Weiter' }));
  await page.getByText('Der Vorgang ist beendet').waitFor();
  await accessible(page);
  await press(page.getByRole('button', { name: 'Als Szenario behalten …' }));
  await write(dialog.getByRole('textbox'), 'Ein Hund wird angemeldet');
  await press(dialog.getByRole('button', { name: 'Behalten' }));
  await press(page.getByRole('tab', { name: 'Szenarien' }));
  await press(page.getByRole('button', { name: 'Alle Szenarien laufen lassen' }));
  await page.getByText('stimmt', { exact: true }).waitFor();
}

async function publish(page, { press, write }, comment, version) {
  await page.getByText(/Entwurf gespeichert/).waitFor();
  await press(page.getByRole('button', { name: 'Veröffentlichen …' }));
  await write(page.getByRole('textbox', { name: 'Was hat sich geändert?' }), comment);
  await accessible(page);
  await press(page.getByRole('dialog').getByRole('button', { name: 'Veröffentlichen' }));
  await page.getByText(`Version ${version} ist veröffentlicht`, { exact: false }).waitFor();
}

/** A colleague registers a dog; the case's key. */
async function register({ page, go }, { press, write }, name) {
  await go('/prozesse');
  await press(page.getByRole('link', { name: new RegExp(name) }).last());
  await write(page.getByRole('textbox', { name: /Name des Hundes/ }), 'Bello');
  await write(page.getByRole('textbox', { name: 'Rasse' }), 'Dackel');
  await press(page.getByRole('button', { name: /einreichen|Beginnen|beginnen/i }));
  await page.waitForURL(/\/vorgaenge\//);
  return new URL(page.url()).pathname.split('/').at(-1);
}

async function migrate(page, { press, write }, name) {
  await press(page.getByRole('dialog').getByRole('link', { name: `Laufende Vorgänge umstellen: ${name}` }));
  await page.getByText('1 von 1 Vorgängen lässt sich umstellen.').waitFor();
  await press(page.getByRole('button', { name: '1 Vorgang umstellen …' }));
  await write(page.getByRole('dialog').getByLabel('Warum wird umgestellt?'), 'Der Steuerbescheid gehört dazu.');
  await press(page.getByRole('dialog').getByRole('button', { name: 'Umstellen' }));
  await page.getByText('1 von 1 Vorgängen auf Version 2 umgestellt.').waitFor();
  await accessible(page);
}

/** Works off the open task of the case in the inbox. */
async function workOff({ page, go }, { press }, title, answer) {
  await go('/posteingang');
  await press(page.getByRole('option', { name: new RegExp(title) }).or(page.getByRole('link', { name: new RegExp(title) })).first());
  await page.getByRole('heading', { name: title }).first().waitFor();
  if (answer !== undefined) await page.getByRole('radio', { name: answer }).press('Space');
  await press(page.getByRole('button', { name: 'Erledigen', exact: true }));
}

for (const [hand, canvas, name] of [
  [keyboard, byOutline, 'Hund anmelden'],
  [mouse, byCanvas, 'Welpen anmelden'],
]) {
  const pictured = hand === mouse ? picture : async () => {};
  test(`Somebody new draws, tries, publishes, changes and migrates a procedure: ${hand.name} alone`, async () => {
    await withPeople([signedIn(host, 'admin'), signedIn(host, 'agent')], async ({ page, go, expects }, agent) => {
      // After a publication the page asks whether there is a draft already.
      expects(/^404 GET \/api\/procedures\/[^/]+\/draft$/);
      await go('/prozesse');
      await draw(page, hand, canvas, name);
      await hand.press(page.getByRole('button', { name: 'Mehr …' }));
      await hand.press(page.getByRole('menuitem', { name: 'Neu anordnen' }));
      await page.getByText(/neu angeordnet/i).first().waitFor();
      await canvas.open(page, /^Anmeldung prüfen/);
      await pictured(page, 'modellieren-zeichnung');
      await tryOut(page, hand);
      await pictured(page, 'modellieren-szenarien');
      await publish(page, hand, 'Erste Fassung', 1);

      const key = await register(agent, hand, name);
      const { tasks } = await callAs(host, 'agent', 'GET', `/api/cases/${key}`);
      assert.equal(tasks[0].title, 'Anmeldung prüfen');
      assert.ok(tasks[0].dueAt, 'Expected the task to have its deadline.');

      await hand.press(page.getByRole('dialog').getByRole('button', { name: 'Schließen' }).last());
      await page.getByText('Version 1 veröffentlicht').waitFor({ state: 'attached' });
      await canvas.addAfter(page, /^Bescheid schreiben/, 'Aufgabe', 'Steuer festsetzen');
      await canvas.open(page, /^Steuer festsetzen/);
      await assign(page, hand, 'Change-Agents');
      await publish(page, hand, 'Die Steuer wird gleich festgesetzt.', 2);
      await migrate(page, hand, name);

      const moved = await callAs(host, 'agent', 'GET', `/api/cases/${key}`);
      assert.deepEqual([moved.version, moved.currentSteps], [2, ['Anmeldung prüfen']]);
      await workOff(agent, hand, 'Anmeldung prüfen', 'annehmen');
      await workOff(agent, hand, 'Bescheid schreiben');
      await workOff(agent, hand, 'Steuer festsetzen');
      // What was completed can be taken back for some seconds; then the case ends.
      await agent.page.waitForFunction(
        (address) => fetch(address).then((answer) => answer.json()).then(({ state }) => state === 'completed'),
        `/api/cases/${key}`,
      );
    });
  });
}
