import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checksFor, newCheck, patternFault, patterns } from './model/checks';
import { compareForms } from './model/compare';
import {
  addPage,
  type FormNode,
  formatForm,
  insertAt,
  moveBy,
  moveInto,
  moveOut,
  moveTo,
  nodeAt,
  parseForm,
  placeForNew,
  removeAt,
  rowsOf,
  setProperties,
} from './model/document';
import { formatExpression, parseExpression } from './model/expression';
import { hintsOf } from './model/hints';
import { begin, step } from './model/history';
import { conversion, kindOf, kinds, newField, unknownProperties } from './model/kinds';
import { copyOf, nameFor, rename, withFreeNames } from './model/names';
import { newForm } from './model/newForm';
import { fieldsFor, readForm } from './model/summary';
import { isTranslated, missingIn, textChange, textIn, textsOf, withChoiceText, withText } from './model/texts';

const workflows = join(import.meta.dirname, '../../../../workflows');
const forms = readdirSync(workflows, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.form.json'))
  .map((path) => ({ path, text: readFileSync(join(workflows, path), 'utf8') }));

const opened = (text: string): FormNode => {
  const form = parseForm(text);
  if (form === null) throw new Error('Expected a form.');
  return form;
};
const dog = (): FormNode => ({
  title: 'Hund anmelden',
  pages: [
    {
      name: 'halter',
      title: 'Halter',
      elements: [
        { type: 'text', name: 'name', title: 'Name' },
        { type: 'panel', name: 'anschrift', elements: [{ type: 'text', name: 'ort', title: 'Ort' }] },
        { type: 'boolean', name: 'weitere', title: 'Weitere Hunde?' },
      ],
    },
    {
      name: 'hunde',
      title: 'Hunde',
      visibleIf: '{weitere} = true',
      elements: [
        {
          type: 'paneldynamic',
          name: 'tiere',
          title: 'Hunde',
          keyName: 'chip',
          templateTitle: '{panel.chip}',
          templateElements: [
            { type: 'text', name: 'chip', title: 'Chip' },
            { type: 'dropdown', name: 'art', title: 'Art', choices: ['Hund'], visibleIf: '{panel.chip} notempty' },
          ],
        },
      ],
    },
  ],
});
const namesIn = (form: FormNode) =>
  rowsOf(form).map(({ node, level }) => `${'  '.repeat(level - 1)}${String(node.name ?? '')}`);

test('every form of the procedures survives opening and saving byte for byte but for formatting', () => {
  expect(forms.length).toBeGreaterThan(5);
  for (const { path, text } of forms) {
    const saved = formatForm(opened(text));
    expect([path, JSON.stringify(JSON.parse(saved))]).toEqual([path, JSON.stringify(JSON.parse(text))]);
    expect([path, saved.replace(/\s+/g, '')]).toEqual([path, text.replace(/\s+/g, '')]);
  }
});

test('a change somewhere leaves everything else as it was written, also what the editor does not know', () => {
  for (const { path, text } of forms) {
    const form = opened(text);
    for (const { place, node } of rowsOf(form)) {
      const changed = setProperties(form, place, { title: 'Anders' });
      const back = setProperties(changed, place, { title: node.title });
      expect([path, place, JSON.parse(formatForm(back))]).toEqual([path, place, JSON.parse(text)]);
    }
  }
});

test('every field of the procedures is of a kind the editor knows, and what it does not know of it is named', () => {
  const unknown = forms.flatMap(({ text }) => {
    const form = opened(text);
    return rowsOf(form)
      .filter(({ role }) => role !== 'form' && role !== 'page')
      .flatMap(({ place, node }) => {
        const kind = kindOf(node, place, null);
        return kind === null ? [`${String(node.type)}?`] : unknownProperties(node, kind.id);
      });
  });
  expect(new Set(unknown)).toEqual(new Set(['storeDataAsText']));
  expect(unknownProperties({ type: 'text', name: 'a', maskType: 'pattern', width: '50%' }, 'text')).toEqual([
    'maskType',
    'width',
  ]);
});

test('the lines of a form are its pages, sections and fields from top to bottom', () => {
  expect(namesIn(dog())).toEqual([
    '',
    '  halter',
    '    name',
    '    anschrift',
    '      ort',
    '    weitere',
    '  hunde',
    '    tiere',
    '      chip',
    '      art',
  ]);
});

test('a field moves past its neighbours, onto other pages, and into and out of sections', () => {
  const form = dog();
  const down = moveBy(form, '/pages/0/elements/0', 1);
  expect([down.place, nodeAt(down.form, down.place)?.name]).toEqual(['/pages/0/elements/1', 'name']);
  const across = moveBy(form, '/pages/0/elements/2', 1);
  expect([across.place, nodeAt(across.form, across.place)?.name]).toEqual(['/pages/1/elements/0', 'weitere']);
  const back = moveBy(across.form, across.place, -1);
  expect(back.form).toEqual(form);
  const inside = moveInto(form, '/pages/0/elements/2');
  expect([inside.place, nodeAt(inside.form, inside.place)?.name]).toEqual([
    '/pages/0/elements/1/elements/1',
    'weitere',
  ]);
  expect(moveOut(inside.form, inside.place).form).toEqual(form);
  const upAndOut = moveBy(form, '/pages/0/elements/1/elements/0', -1);
  expect([upAndOut.place, nodeAt(upAndOut.form, upAndOut.place)?.name]).toEqual(['/pages/0/elements/1', 'ort']);
  const page = moveBy(form, '/pages/1', -1);
  expect([page.place, nodeAt(page.form, page.place)?.name]).toEqual(['/pages/0', 'hunde']);
  expect(moveBy(form, '/pages/0', -1).form).toBe(form);
});

test('a field dropped somewhere lands there, and never inside itself', () => {
  const form = dog();
  const moved = moveTo(form, '/pages/0/elements/0', '/pages/0/elements/1', 1);
  expect(moved.place).toBe('/pages/0/elements/0/elements/1');
  expect(nodeAt(moved.form, moved.place)?.name).toBe('name');
  expect(moveTo(form, '/pages/0/elements/1', '/pages/0/elements/1', 0).form).toBe(form);
  expect(moveTo(form, '/pages/0', '/pages/1', 0).form).toBe(form);
});

test('what is deleted is shown by its neighbour, and undo brings it back', () => {
  let history = begin(dog());
  history = step(history, { kind: 'change', change: removeAt(history.now.form, '/pages/0/elements/1'), key: null });
  expect(history.now.place).toBe('/pages/0/elements/1');
  expect(namesIn(history.now.form)).not.toContain('    anschrift');
  history = step(history, { kind: 'undo' });
  expect(history.now.form).toEqual(dog());
  expect(step(history, { kind: 'redo' }).now.place).toBe('/pages/0/elements/1');
});

test('letters of one text are undone together', () => {
  let history = begin(dog());
  for (const title of ['N', 'Na', 'Name der Person']) {
    const change = { form: setProperties(history.now.form, '/pages/0/elements/0', { title }), place: '' };
    history = step(history, { kind: 'change', change, key: 'title' });
  }
  expect(step(history, { kind: 'undo' }).now.form).toEqual(dog());
});

test('a form without pages gets its fields onto the first one when a second is added', () => {
  const form = { title: 'A', elements: [{ type: 'text', name: 'a' }], locale: 'de' };
  const { form: paged, place } = addPage(form, '');
  expect(Object.keys(paged)).toEqual(['title', 'pages', 'locale']);
  expect(place).toBe('/pages/1');
  expect(nodeAt(paged, '/pages/0/elements/0')?.name).toBe('a');
});

test('something new goes inside what holds fields, else behind what is chosen', () => {
  const form = dog();
  expect(placeForNew(form, '')).toMatchObject({ owner: '/pages/1' });
  expect(placeForNew(form, '/pages/0')).toMatchObject({ owner: '/pages/0' });
  expect(placeForNew(form, '/pages/1/elements/0')).toMatchObject({ owner: '/pages/1/elements/0' });
  expect(placeForNew(form, '/pages/0/elements/0')).toEqual({ owner: '/pages/0', index: 1 });
  const inGroup = insertAt(form, '/pages/1/elements/0', 9, newField('text', 'rasse'));
  expect(inGroup.place).toBe('/pages/1/elements/0/templateElements/2');
});

test('a copy has names of its own, inside sections too', () => {
  const copy = copyOf(dog(), '/pages/0');
  expect(copy?.name).toBe('halter2');
  expect(JSON.stringify(copy)).toContain('"ort2"');
  const group = copyOf(dog(), '/pages/1/elements/0');
  expect([group?.name, JSON.stringify(group).includes('"chip"')]).toEqual(['tiere2', true]);
});

test('a field pasted into another form takes a name that is free there', () => {
  const field = { type: 'panel', name: 'a', elements: [{ type: 'text', name: 'b' }] };
  expect(withFreeNames(field, false, new Set(['b', 'b2']))).toEqual({
    type: 'panel',
    name: 'a',
    elements: [{ type: 'text', name: 'b3' }],
  });
});

test('another name is taken over by the conditions and texts that use it', () => {
  const form = rename(dog(), '/pages/0/elements/2', 'mehr');
  expect(nodeAt(form, '/pages/1')?.visibleIf).toBe('{mehr} = true');
  const inGroup = rename(dog(), '/pages/1/elements/0/templateElements/0', 'chipnummer');
  const group = nodeAt(inGroup, '/pages/1/elements/0');
  expect([group?.keyName, group?.templateTitle]).toEqual(['chipnummer', '{panel.chipnummer}']);
  expect(nodeAt(inGroup, '/pages/1/elements/0/templateElements/1')?.visibleIf).toBe('{panel.chipnummer} notempty');
});

test('a title becomes a name that expressions can use without quotes', () => {
  const taken = new Set(['entscheidung']);
  expect(['Höhe der Steuer', 'Entscheidung', '2. Name'].map((title) => nameFor(title, taken))).toEqual([
    'hoeheDerSteuer',
    'entscheidung2',
    'feld2Name',
  ]);
});

test('what the palette makes is recognised as what it was', () => {
  for (const { id } of kinds) {
    const field = newField(id, 'a');
    expect(kindOf(field, '/elements/0', null)?.id).toBe(id === 'iban' ? 'text' : id);
  }
});

test('a field that becomes another kind keeps what makes sense there', () => {
  const [radio, list, text, number] = ['radiogroup', 'checkbox', 'text', 'number'].map((id) =>
    kinds.find((kind) => kind.id === id),
  );
  if (radio === undefined || list === undefined || text === undefined || number === undefined)
    throw new Error('Expected kinds.');
  const choice = { elements: [{ type: 'radiogroup', name: 'a', choices: ['x'], isRequired: true, colSpan: 2 }] };
  const node = nodeAt(choice, '/elements/0') ?? {};
  const changed = setProperties(choice, '/elements/0', conversion(node, '/elements/0', radio, list));
  expect(nodeAt(changed, '/elements/0')).toEqual({
    type: 'checkbox',
    name: 'a',
    choices: ['x'],
    isRequired: true,
    colSpan: 2,
  });
  const bounded = { elements: [{ type: 'text', inputType: 'number', name: 'a', min: 1, step: 2 }] };
  const plain = setProperties(
    bounded,
    '/elements/0',
    conversion(nodeAt(bounded, '/elements/0') ?? {}, '/elements/0', number, text),
  );
  expect(nodeAt(plain, '/elements/0')).toEqual({ type: 'text', name: 'a' });
});

test('a condition that can be chosen is read from its text and written as the same text', () => {
  const types = new Map([
    ['anzahl', 'number'],
    ['weitere', 'boolean'],
  ] as const);
  const typeOf = (name: string) => types.get(name as 'anzahl') ?? 'text';
  const texts = [
    "{art} = 'Hund' and {anzahl} > 2",
    "{weitere} = true or {ort} <> 'A and B'",
    "{liste} contains 'a'",
    "{name} = 'O\\'Neill'",
    '{panel.chip} notempty',
    "{plz} = '01234'",
  ];
  for (const text of texts) {
    const condition = parseExpression(text);
    expect(condition === null ? null : formatExpression(condition, typeOf)).toBe(text);
  }
  for (const text of ["iif({a} = 1, 'x', 'y') = 'x'", '{a} > 1 and {b} > 2 or {c} empty', '{a} + 1 > 2'])
    expect(parseExpression(text)).toBeNull();
});

test('a condition can ask for fields beside it, for those of the form, and for what the case knows', () => {
  const known = [{ name: 'betrag', title: 'Betrag', type: 'number' as const, choices: [] }];
  const names = fieldsFor(dog(), '/pages/1/elements/0/templateElements/1', known).map(({ name }) => name);
  expect(names).toEqual(['panel.chip', 'name', 'ort', 'weitere', 'tiere', 'betrag']);
});

test('a text is plain as long as there is German only, and German stays the first', () => {
  expect(withText('Name', 'en', 'Name of the dog')).toEqual({ de: 'Name', en: 'Name of the dog' });
  expect(withText({ de: 'Name', en: 'Name' }, 'en', '')).toBe('Name');
  expect(withText({ default: 'Alt', en: 'Old' }, 'de', 'Neu')).toEqual({ de: 'Neu', en: 'Old' });
  expect(withText({ de: 'Name', fr: 'Nom' }, 'en', 'Name')).toEqual({ de: 'Name', en: 'Name', fr: 'Nom' });
  expect(withText('Name', 'de', '')).toBeUndefined();
  expect(withChoiceText('ja', 'en', 'yes')).toEqual({ value: 'ja', text: { de: 'ja', en: 'yes' } });
  expect(withChoiceText({ value: 1, text: 'eins', visibleIf: '{a} empty' }, 'de', 'Eins')).toEqual({
    value: 1,
    text: 'Eins',
    visibleIf: '{a} empty',
  });
});

test('every text is found for translation, with what is missing', () => {
  const form = dog();
  const texts = textsOf(form);
  expect(texts.map(({ value }) => textIn(value, 'de'))).toContain('{panel.chip}');
  expect(isTranslated(texts)).toBe(false);
  const first = texts[0];
  if (first === undefined) throw new Error('Expected texts.');
  const translated = setProperties(form, first.place, textChange(form, first, 'en', 'Register a dog'));
  expect(isTranslated(textsOf(translated))).toBe(true);
  expect(missingIn(textsOf(translated), 'en')).toHaveLength(texts.length - 1);
});

test('patterns of the list accept what they should and refuse the rest', () => {
  const fits = (name: keyof typeof patterns, text: string) => {
    const { regex, ...rest } = patterns[name];
    return new RegExp(regex, 'caseInsensitive' in rest ? 'i' : '').test(text);
  };
  expect(['02761 8300', '+49 (2761) 83-0'].map((text) => fits('phone', text))).toEqual([true, true]);
  expect(fits('phone', 'Zimmer 12')).toBe(false);
  expect(
    ['DE89 3704 0044 0532 0130 00', 'DE89370400440532013000', 'AT611904300234573201'].map((text) => fits('iban', text)),
  ).toEqual([true, true, true]);
  expect(['DE8937040044053201300', '89370400440532013000'].map((text) => fits('iban', text))).toEqual([false, false]);
  expect([fits('plate', 'OE-AB 123'), fits('postcode', '5746'), fits('address', 'example.org')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(patternFault('[0-9')).not.toBeNull();
  for (const { id } of kinds) for (const check of checksFor(id)) expect(newCheck(check).type).toBe(check);
});

test('what somebody who fills in the form would stumble over is named at its place', () => {
  const form: FormNode = {
    elements: [
      { type: 'text', name: 'a', title: 'A' },
      { type: 'text', name: 'a', title: 'Noch einmal', visibleIf: "{gibtesnicht} = 'x'" },
      { type: 'radiogroup', name: 'b', title: '', choices: [] },
      { type: 'paneldynamic', name: 'c', title: 'C', templateElements: [] },
    ],
  };
  expect(hintsOf(form, []).map(({ place, kind, name }) => `${place} ${kind} ${name}`)).toEqual([
    '/elements/1 sameName a',
    '/elements/1 unknownField gibtesnicht',
    '/elements/2 noTitle ',
    '/elements/2 noChoices ',
    '/elements/3 nothingInside ',
  ]);
  expect(hintsOf(dog(), [])).toEqual([]);
});

test('a comparison says in words what came, went and changed', () => {
  const before = dog();
  let after = setProperties(before, '/pages/0/elements/0', { title: 'Name der Person', isRequired: true });
  after = removeAt(after, '/pages/1/elements/0/templateElements/1').form;
  after = insertAt(after, '/pages/0', 9, newField('file', 'nachweis')).form;
  after = moveTo(after, '/pages/0/elements/2', '/pages/1', 0).form;
  const found = compareForms(before, after).map(({ kind, id, details }) => [
    kind,
    id,
    details.map(({ property, before: old, after: now }) => `${property}: ${old} > ${now}`),
  ]);
  expect(found).toEqual([
    ['changed', 'name', ['title: Name > Name der Person', 'isRequired:  > true']],
    ['added', 'nachweis', []],
    ['changed', 'weitere', ['inside: Halter > Hunde']],
    ['removed', 'tiere›art', []],
  ]);
  expect(compareForms(before, dog())).toEqual([]);
});

test('a new form asks nothing yet and is one the editor opens', () => {
  expect(readForm('forms/a.form.json', newForm('Anmeldung'))).toEqual({ id: 'a', title: 'Anmeldung', fields: [] });
});

test('the fields of a form are known with their titles, types and choices', () => {
  const form = {
    title: 'Prüfen',
    pages: [
      {
        elements: [
          { type: 'panel', name: 'p', elements: [{ type: 'text', inputType: 'number', name: 'betrag' }] },
          { type: 'radiogroup', name: 'e', title: 'Entscheidung', choices: ['ja', { value: 'nein', text: 'Nein' }] },
          { type: 'html', name: 'text' },
          { type: 'paneldynamic', name: 'hunde', templateElements: [{ type: 'text', name: 'rasse' }] },
        ],
      },
    ],
  };
  const read = readForm('forms/pruefen.form.json', JSON.stringify(form));
  expect(read?.id).toBe('pruefen');
  expect(read?.fields.map(({ name, title, type }) => [name, title, type])).toEqual([
    ['betrag', 'betrag', 'number'],
    ['e', 'Entscheidung', 'text'],
    ['hunde', 'hunde', 'list'],
  ]);
  expect(read?.fields[1]?.choices).toEqual([
    { value: 'ja', text: 'ja' },
    { value: 'nein', text: 'Nein' },
  ]);
});
