// Makes forms of the documented subset at random, fills them in as a person would with survey-core, and prints one line of JSON
// for each: the form, the answers, and what the browser thinks of them. Usage: node browser.mjs <seed> <count>
import { createRequire } from 'node:module';

const designer = new URL('../../../designer/package.json', import.meta.url);
const { Model } = createRequire(designer)('survey-core');

const [seed, count] = process.argv.slice(2).map(Number);
const values = ['a', 'b', 'c', 'd'];
const texts = ['x', 'Hund', '12', '3.5', 'a1b2', 'Straße 7', 'ab', 'Äpfel', 'ab@example.org', 'ab@', 'c'];
const dates = ['2026-01-31', '2026-02-28', '2026-09-15', '2027-12-01'];
const moments = ['2026-01-31T08:00', '2026-09-15T23:59'];
const months = ['2026-01', '2026-09'];
const times = ['08:00', '17:30'];
// What a person can choose where a form takes PDF and pictures.
const files = [
  { name: 'Antrag.pdf', type: 'application/pdf', content: 'data:application/pdf;base64,QUJD' },
  { name: 'Foto.PNG', type: 'image/png', content: 'data:image/png;base64,QUJD' },
];

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function randomOf(start) {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Dice {
  constructor(start) {
    this.random = randomOf(start);
  }

  chance(share) {
    return this.random() < share;
  }

  below(limit) {
    return Math.floor(this.random() * limit);
  }

  one(list) {
    return list[this.below(list.length)];
  }

  some(list) {
    return list.filter(() => this.chance(0.5));
  }
}

// ---- forms ---------------------------------------------------------------------------------------------------------

const plainTypes = [
  'text', 'comment', 'boolean', 'radiogroup', 'dropdown', 'checkbox', 'tagbox', 'rating', 'ranking', 'matrix', 'file',
];
const shownTypes = ['html', 'image', 'expression'];
const groupTypes = ['paneldynamic', 'matrixdynamic', 'multipletext'];

function formOf(dice) {
  const names = [];
  const pages = Array.from({ length: 1 + dice.below(3) }, (_, page) => ({
    name: `seite${page}`,
    ...conditions(dice, names, '', ['visibleIf', 'enableIf'], 0.15),
    elements: elements(dice, names, 1 + dice.below(4), 0),
  }));
  return dice.chance(0.3) ? { elements: pages.flatMap((page) => page.elements) } : { pages };
}

function elements(dice, names, number, depth) {
  return Array.from({ length: number }, () => {
    if (depth < 2 && dice.chance(0.15)) {
      return {
        type: 'panel',
        name: `abschnitt${names.length}${depth}${dice.below(1000)}`,
        ...conditions(dice, names, '', ['visibleIf', 'enableIf', 'requiredIf'], 0.25),
        ...flags(dice),
        elements: elements(dice, names, 1 + dice.below(3), depth + 1),
      };
    }
    const name = `f${names.length}`;
    if (dice.chance(0.06)) return shown(dice, dice.one(shownTypes), `${name}gezeigt`, names);
    const type = dice.chance(0.2) ? dice.one(groupTypes) : dice.one(plainTypes);
    const asked = question(dice, type, name, names, '');
    names.push({ name, kind: kindOf(asked) });
    return asked;
  });
}

/** What is only shown takes no answer, whatever it says. */
function shown(dice, type, name, names) {
  const content = {
    html: { html: text(dice, 'Bitte lesen') },
    image: { imageLink: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=', altText: text(dice, 'Ein Punkt') },
    expression: { expression: expression(dice, names, '', 1) },
  }[type];
  return { type, name, ...content, ...conditions(dice, names, '', ['visibleIf'], 0.2) };
}

/** A text as forms have them: in German alone, or with English beside it. */
const text = (dice, german) => (dice.chance(0.3) ? { de: german, en: `${german} (en)` } : german);

function flags(dice) {
  const chosen = {};
  if (dice.chance(0.5)) chosen.title = text(dice, 'Frage');
  if (dice.chance(0.2)) chosen.requiredErrorText = text(dice, 'Das fehlt noch.');
  if (dice.chance(0.4)) chosen.isRequired = true;
  if (dice.chance(0.05)) chosen.readOnly = true;
  if (dice.chance(0.05)) chosen.visible = false;
  return chosen;
}

function conditions(dice, names, local, kinds, share) {
  return Object.fromEntries(
    kinds.filter(() => dice.chance(share)).map((kind) => [kind, expression(dice, names, local, 0)]),
  );
}

/** A comparison that makes sense for the kind of question it asks. */
const comparisons = {
  number: (dice, name) =>
    dice.one([
      `{${name}} ${dice.one(['=', '<>', '<', '<=', '>', '>='])} ${dice.below(6)}`,
      `{${name}} ${dice.one(['+', '-', '*', '/', '%'])} 2 ${dice.one(['>', '<', '='])} ${dice.below(6)}`,
    ]),
  text: (dice, name) =>
    dice.one([
      `{${name}} ${dice.one(['=', '<>', 'contains', 'notcontains'])} ${dice.one(["'a'", "'ab'", "'Hund'", "'12'"])}`,
      `{${name}} ${dice.one(['anyof', 'noneof'])} ['ab', 'Hund']`,
    ]),
  choice: (dice, name) =>
    dice.one([
      `{${name}} ${dice.one(['=', '<>'])} ${dice.one(["'a'", "'b'"])}`,
      `{${name}} ${dice.one(['anyof', 'noneof'])} ['a', 'b']`,
    ]),
  choices: (dice, name) =>
    dice.one([
      `{${name}} ${dice.one(['contains', 'notcontains'])} ${dice.one(["'a'", "'b'"])}`,
      `{${name}} ${dice.one(['anyof', 'allof', 'noneof', '=', '<>'])} ['b', 'a']`,
    ]),
  boolean: (dice, name) => `{${name}} ${dice.one(['=', '<>'])} ${dice.one(['true', 'false'])}`,
  date: (dice, name) => `{${name}} ${dice.one(['=', '<', '<=', '>', '>='])} '2026-02-28'`,
  nested: (dice, name) => `{${name}} ${dice.one(['empty', 'notempty'])}`,
};

function kindOf({ type, inputType, valueTrue }) {
  if (type === 'text') {
    if (inputType === 'number' || inputType === 'range') return 'number';
    return inputType === 'date' ? 'date' : 'text';
  }
  if (type === 'boolean') return valueTrue === undefined ? 'boolean' : 'text';
  const kinds = { comment: 'text', rating: 'number', radiogroup: 'choice', dropdown: 'choice', checkbox: 'choices', tagbox: 'choices' };
  return kinds[type] ?? 'nested';
}

function expression(dice, names, local, depth) {
  if (depth < 2 && dice.chance(0.3)) {
    const inner = () => expression(dice, names, local, depth + 1);
    return dice.one([
      () => `(${inner()}) and (${inner()})`,
      () => `(${inner()}) or (${inner()})`,
      () => `!(${inner()})`,
      () => `iif(${inner()}, 1, 0) = 1`,
    ])();
  }
  // In groups and tables the first of two questions is a text.
  if (local !== '' && dice.chance(0.5)) return comparisons.text(dice, `${local}.k0`);
  const { name, kind } = dice.one(names.length === 0 ? [{ name: 'gibtesnicht', kind: 'text' }] : names);
  return dice.chance(0.2) ? comparisons.nested(dice, name) : comparisons[kind](dice, name);
}

function question(dice, type, name, names, local) {
  return {
    type,
    name,
    ...flags(dice),
    ...conditions(dice, names, local, ['visibleIf', 'requiredIf', 'enableIf'], 0.15),
    ...details[type](dice, names, local),
  };
}

const choices = (dice, names, local) => ({
  choices: values.map((value) =>
    dice.chance(0.1) ? { value, text: text(dice, value), visibleIf: expression(dice, names, local, 1) } : value,
  ),
});
const several = (dice) => ({
  ...(dice.chance(0.2) ? { minSelectedChoices: 2 } : {}),
  ...(dice.chance(0.2) ? { maxSelectedChoices: 3 } : {}),
  ...(dice.chance(0.2) ? { validators: [{ type: 'answercount', minCount: 1 + dice.below(2), maxCount: 3 }] } : {}),
});

function textValidators(dice, names, local) {
  if (dice.chance(0.5)) return {};
  return {
    validators: [
      dice.one([
        () => ({ type: 'text', minLength: 2, maxLength: 5, text: text(dice, 'Zwei bis fünf Zeichen.') }),
        () => ({ type: 'text', minLength: 2, allowDigits: false }),
        () => ({ type: 'regex', regex: '^[a-z0-9]+$', caseInsensitive: dice.chance(0.5) }),
        () => ({ type: 'email' }),
        () => ({ type: 'expression', expression: expression(dice, names, local, 1) }),
      ])(),
    ],
  };
}

const inputTypes = ['text', 'tel', 'url', 'number', 'range', 'date', 'datetime-local', 'month', 'time', 'email'];

const details = {
  text(dice, names, local) {
    const inputType = dice.one(inputTypes);
    const bounds = {
      number: { min: 1, max: 5 },
      range: { min: 0, max: 10 },
      date: { min: '2026-02-01', max: '2026-12-31' },
      month: { min: '2026-02', max: '2026-12' },
      time: { min: '08:30', max: '18:00' },
      'datetime-local': { min: '2026-02-01T00:00', max: '2026-12-31T23:00' },
    }[inputType];
    const bounded = bounds !== undefined && dice.chance(0.5) ? bounds : {};
    if (['text', 'tel', 'url'].includes(inputType)) return { inputType, ...textValidators(dice, names, local) };
    if (inputType === 'number' && dice.chance(0.3))
      return { inputType, ...bounded, validators: [{ type: 'numeric', minValue: 2, maxValue: 4 }] };
    return { inputType, ...bounded };
  },
  comment: textValidators,
  file: (dice) => ({
    ...(dice.chance(0.5) ? { allowMultiple: true } : {}),
    ...(dice.chance(0.3) ? { acceptedTypes: dice.one(['.pdf,image/*', 'application/pdf, .PNG']) } : {}),
    ...(dice.chance(0.3) ? { maxSize: 1_000 } : {}),
  }),
  boolean: (dice) => (dice.chance(0.3) ? { valueTrue: 'ja', valueFalse: 'nein' } : {}),
  radiogroup: (dice, ...at) => ({ ...choices(dice, ...at), ...(dice.chance(0.2) ? { showOtherItem: true } : {}) }),
  dropdown: (dice, ...at) => ({ ...choices(dice, ...at), ...(dice.chance(0.2) ? { showOtherItem: true } : {}) }),
  checkbox: (dice, ...at) => ({
    ...choices(dice, ...at),
    ...several(dice),
    ...(dice.chance(0.2) ? { showNoneItem: true } : {}),
  }),
  tagbox: (dice, ...at) => ({ ...choices(dice, ...at), ...several(dice) }),
  rating: (dice) => dice.one([{}, { rateMin: 0, rateMax: 10 }, { rateValues: [1, 3, 5] }, { rateMax: 7 }]),
  ranking: () => ({ choices: values }),
  matrix: (dice) => ({
    columns: ['gut', 'schlecht'],
    rows: ['ort', 'zeit'],
    ...(dice.chance(0.4) ? { eachRowRequired: true } : {}),
  }),
  paneldynamic: (dice, names) => ({
    templateElements: inPanel(dice, children(dice, names, 'panel')),
    ...(dice.chance(0.3) ? { minPanelCount: 1 } : {}),
    ...(dice.chance(0.2) ? { keyName: 'k0' } : {}),
  }),
  matrixdynamic: (dice, names) => ({
    columns: children(dice, names, 'row').map(({ type, ...rest }) => ({ cellType: type, ...rest })),
    rowCount: dice.below(2),
    ...(dice.chance(0.2) ? { keyName: 'k0' } : {}),
  }),
  multipletext: (dice) => ({
    items: ['k0', 'k1'].map((name) => ({
      name,
      ...(dice.chance(0.4) ? { isRequired: true } : {}),
      ...(dice.chance(0.3) ? { inputType: 'number' } : textValidators(dice, [], '')),
    })),
  }),
};

function children(dice, names, local) {
  return [
    { ...question(dice, 'comment', 'k0', names, ''), ...flags(dice) },
    question(dice, dice.one(['text', 'comment', 'boolean', 'dropdown', 'checkbox']), 'k1', names, local),
  ];
}

/** The questions of a group, sometimes in a section of their own. */
function inPanel(dice, asked) {
  if (dice.chance(0.7)) return asked;
  const name = `teil${dice.below(1000)}`;
  return [{ type: 'panel', name, elements: asked, ...(dice.chance(0.2) ? { visibleIf: "{panel.k0} <> 'ab'" } : {}) }];
}

// ---- answers -------------------------------------------------------------------------------------------------------

const selectable = (question) => question.visibleChoices.filter((choice) => choice.isEnabled).map((choice) => choice.value);

function textAnswer(dice, question) {
  switch (question.inputType) {
    case 'number':
    case 'range':
      return dice.below(7);
    case 'date':
      return dice.one(dates);
    case 'datetime-local':
      return dice.one(moments);
    case 'month':
      return dice.one(months);
    case 'time':
      return dice.one(times);
    case 'url':
      return dice.one(['https://example.org/a', 'example.org', 'ab']);
    case 'tel':
      return dice.one(['+49 2761 830', '02761/830', 'ab']);
    case 'email':
      return dice.one(['ab@example.org', 'ab', 'a.b@kreis.example.org']);
    default:
      return dice.one(texts);
  }
}

const fillings = {
  text: (dice, question) => (question.value = textAnswer(dice, question)),
  comment: (dice, question) => (question.value = dice.one(texts)),
  file(dice, question) {
    const chosen = question.allowMultiple ? dice.some(files) : [dice.one(files)];
    if (chosen.length > 0) question.value = copy(chosen);
  },
  boolean: (dice, question) => (question.booleanValue = dice.chance(0.5)),
  radiogroup: one,
  dropdown: one,
  checkbox: many,
  tagbox: many,
  rating: (dice, question) => (question.value = dice.one(question.visibleRateValues).value),
  ranking: (dice, question) => (question.value = dice.chance(0.5) ? values : values.toReversed()),
  matrix(dice, question) {
    question.value = Object.fromEntries(dice.some(['ort', 'zeit']).map((row) => [row, dice.one(['gut', 'schlecht'])]));
  },
  paneldynamic(dice, question) {
    while (question.panelCount < 2 && dice.chance(0.6)) question.addPanel();
    for (const panel of question.panels) for (const inner of panel.questions) fill(dice, inner);
  },
  matrixdynamic(dice, question) {
    while (question.rowCount < 2 && dice.chance(0.6)) question.addRow();
    for (const row of question.visibleRows) for (const cell of row.cells) fill(dice, cell.question);
  },
  multipletext(dice, question) {
    for (const item of question.items) fill(dice, item.editor);
  },
};

function one(dice, question) {
  const offered = selectable(question);
  if (offered.length > 0) question.renderedValue = dice.one(offered);
  if (question.isOtherSelected && dice.chance(0.6)) question.otherValue = 'etwas anderes';
}

function many(dice, question) {
  const offered = dice.some(selectable(question));
  const most = question.maxSelectedChoices || offered.length;
  question.renderedValue = offered.includes('none') ? ['none'] : offered.slice(0, most);
}

/** What a person does with a question: nothing where it cannot be answered, and sometimes nothing at all. */
function fill(dice, question) {
  if (!question.isVisible || !question.isParentVisible || question.isReadOnly || dice.chance(0.3)) return;
  fillings[question.getType()]?.(dice, question);
}

// ---- what the browser thinks ---------------------------------------------------------------------------------------

/** Paths of faulty questions as the server names them: `titel`, `posten[0].menge`, `adresse.ort`. */
function faultsOf(question, path) {
  const faults = question.errors.length > 0 ? [path] : [];
  if (question.getType() === 'paneldynamic')
    question.panels.forEach((panel, row) => {
      for (const inner of panel.questions) faults.push(...faultsOf(inner, `${path}[${row}].${inner.name}`));
    });
  if (question.getType() === 'matrixdynamic')
    question.visibleRows.forEach((line, row) => {
      for (const { question: cell, column } of line.cells) faults.push(...faultsOf(cell, `${path}[${row}].${column.name}`));
    });
  if (question.getType() === 'multipletext')
    for (const item of question.items) faults.push(...faultsOf(item.editor, `${path}.${item.name}`));
  return faults;
}

const copy = (value) => JSON.parse(JSON.stringify(value));

/** What a person has entered, also where the library does not hand it on because it is wrong. */
function answersTo(form, dice) {
  const model = new Model(copy(form));
  for (const question of model.getAllQuestions()) fill(dice, question);
  const entered = model.getAllQuestions().filter((question) => question.isVisible && !question.isEmpty());
  return copy({ ...model.data, ...Object.fromEntries(entered.map((question) => [question.name, question.value])) });
}

/** The questions inside a group, a table or a list of texts; null for any other question. */
function partsOf(question) {
  switch (question.getType()) {
    case 'paneldynamic':
      return question.panels.flatMap((panel) => panel.questions);
    case 'matrixdynamic':
      return question.visibleRows.flatMap((row) => row.cells.map((cell) => cell.question));
    case 'multipletext':
      return question.items.map((item) => item.editor);
    default:
      return null;
  }
}

/** Whether an answer goes to the server: one that is shown and may be written. */
function hasAnswer(question) {
  if (!question.isVisible || question.isReadOnly || shownTypes.includes(question.getType())) return false;
  return partsOf(question)?.some(hasAnswer) ?? !question.isEmpty();
}

function judge(number) {
  const dice = new Dice(seed * 100_003 + number);
  const form = formOf(dice);
  const answers = answersTo(form, dice);
  const model = new Model(copy(form));
  model.data = copy(answers);
  model.validate(true, false);
  const questions = model.getAllQuestions();
  const asked = questions.filter((question) => question.isVisible && question.isParentVisible);
  const panels = model.getAllPanels().filter((panel) => panel.errors.length > 0);
  return {
    number,
    form,
    answers,
    faults: [...asked.flatMap((question) => faultsOf(question, question.name)), ...panels.map((panel) => panel.name)].toSorted(),
    answered: asked.filter(hasAnswer).map((question) => question.name).toSorted(),
  };
}

for (let number = 0; number < count; number++) console.log(JSON.stringify(judge(number)));
