/** Presses a control as the keyboard does: reached, then a key. */
export async function press(control, key = 'Enter') {
  await control.focus();
  await control.press(key);
}

/** Types into a field in place of what is there. */
export async function write(page, field, text) {
  await field.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** Chooses in a list. */
export async function choose(list, value) {
  await list.focus();
  await list.selectOption(value);
}

/** Adds a field of a kind behind what is chosen in the forms editor, and gives it its title and choices. */
export async function addField(page, kind, title, choices = []) {
  await press(page.getByRole('toolbar', { name: 'Felder hinzufügen' }).getByRole('button', { name: kind, exact: true }));
  const label = page.getByRole('textbox', { name: 'Beschriftung' });
  await label.and(page.locator(':focus')).waitFor();
  await page.keyboard.type(title);
  const entries = page.getByRole('group', { name: 'Was steht zur Auswahl?' }).getByRole('textbox');
  for (const [at, choice] of choices.entries()) {
    if (at >= 2) await press(entries.nth(at - 1));
    await write(page, entries.nth(at), choice);
  }
  await fieldLine(page, title).waitFor();
}

/** The line of a page or field in the list of the forms editor. */
export const fieldLine = (page, title) =>
  page.getByRole('tree', { name: 'Felder des Formulars' }).getByRole('treeitem', { name: title }).first();

/** Makes a form for the step that is chosen, field by field, and goes back to the drawing. */
export async function makeForm(page, title, fields) {
  await press(page.getByRole('button', { name: 'Neues Formular …' }));
  await write(page, page.getByRole('dialog').getByRole('textbox', { name: 'Titel' }), title);
  await page.keyboard.press('Enter');
  await page.getByRole('tree', { name: 'Felder des Formulars' }).waitFor();
  for (const [name, kind, choices] of fields) await addField(page, kind, name, choices);
  await press(page.getByRole('button', { name: 'Fertig' }));
  await page.getByRole('button', { name: 'Formular bearbeiten' }).waitFor();
}
