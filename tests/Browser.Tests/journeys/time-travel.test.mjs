import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startHost } from '../host.mjs';
import { chain, completeTask, deploy, startCase } from '../models.mjs';
import { accessible, picture, signedIn, withPeople } from '../people.mjs';

let host;
let key;
before(async () => {
  host = await startHost();
  const tasks = [
    { id: 'Pruefen', name: 'Antrag prüfen' },
    { id: 'Bescheiden', name: 'Bescheid schreiben' },
  ];
  await deploy(host, 'antrag', chain('antrag', 'Antrag', tasks));
  key = await startCase(host, 'agent', 'antrag', { betrag: 10 });
  await completeTask(host, 'agent', key, { betrag: 12, ergebnis: 'angenommen' });
});
after(() => host?.stop());

async function travel(page, go) {
  await go(`/vorgaenge/${key}`);
  const slider = page.getByRole('slider', { name: 'Zeitreise' });
  await slider.waitFor();
  await page.locator('.djs-element.paint-active').first().waitFor();
  return slider;
}

test('A case is walked through step by step with the keyboard alone, with its data before and after', async () => {
  await withPeople([signedIn(host, 'agent')], async ({ page, go }) => {
    const slider = await travel(page, go);
    await page.getByText('Schritt 2 von 2').waitFor();
    await slider.focus();
    await page.keyboard.press('Home');
    await page.getByText(/Sie sehen den Stand vom/).waitFor();
    assert.match(await slider.getAttribute('aria-valuetext'), /Schritt 1 von 2, heute, .*Vorgang begonnen/);
    assert.equal(await page.locator('[data-element-id="Pruefen"].paint-active').count(), 1);
    const row = page.getByRole('row', { name: /betrag/ });
    assert.deepEqual(await row.getByRole('cell').allInnerTexts(), ['keine Angabe', '10']);
    await accessible(page);
    await picture(page, 'zeitreise');

    await page.keyboard.press('ArrowRight');
    assert.deepEqual(await row.getByRole('cell').allInnerTexts(), ['10', '12']);
    await page.getByText('„Antrag prüfen“ erledigt').first().waitFor();
    assert.equal(await page.locator('[data-element-id="Pruefen"].paint-completed').count(), 1);
    assert.equal(await page.locator('[data-element-id="Bescheiden"].paint-active').count(), 1);
    await page.getByRole('button', { name: 'Voriges Ereignis' }).click();
    await page.getByRole('button', { name: 'Zum heutigen Stand' }).click();
    await page.getByText('Schritt 2 von 2').waitFor();
  });
});

test('Time travel fits a phone', async () => {
  await withPeople([signedIn(host, 'agent', { width: 390, height: 844 })], async ({ page, go }) => {
    await travel(page, go);
    await page.getByRole('button', { name: 'Voriges Ereignis' }).click();
    await page.getByText(/Sie sehen den Stand vom/).waitFor();
    await accessible(page);
    await picture(page, 'zeitreise-telefon');
  });
});
