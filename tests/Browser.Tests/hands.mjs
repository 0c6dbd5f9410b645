/** The two ways a person works: the same story is told with either. */

/** Without a mouse: controls are reached, then pressed. */
export const keyboard = {
  name: 'keyboard',
  async press(control, key = 'Enter') {
    await control.focus();
    await control.press(key);
  },
  async tick(box) {
    await box.focus();
    await box.press('Space');
  },
  async choose(list, value) {
    await list.focus();
    await list.selectOption(value);
  },
  async write(field, text) {
    await field.focus();
    await field.press('Control+A');
    await field.pressSequentially(text);
  },
};

/** With the mouse: controls are clicked; only texts are typed. */
export const mouse = {
  name: 'mouse',
  press: (control) => control.click(),
  tick: (box) => box.check({ force: true }),
  async choose(list, value) {
    await list.click();
    await list.selectOption(value);
  },
  async write(field, text) {
    await field.click({ clickCount: 3 });
    await field.pressSequentially(text);
  },
};
