import type { IconName } from '../../../ui/icons';
import { type FormNode, type Json, type Place, roleOf } from './document';
import { patterns } from './checks';

/** What a palette offers: a field as it is made, and how it is recognised again. */
export interface Kind {
  id: string;
  icon: IconName;
  group: KindGroup;
  /** What makes it this kind. */
  mark: FormNode;
  /** What it begins with besides. */
  begin?: FormNode;
}

export const kindGroups = ['text', 'number', 'choice', 'more', 'structure', 'shown'] as const;
export type KindGroup = (typeof kindGroups)[number];

const begun = ['Antwort 1', 'Antwort 2'];

export const kinds: Kind[] = [
  { id: 'text', icon: 'shortText', group: 'text', mark: { type: 'text' } },
  { id: 'comment', icon: 'text', group: 'text', mark: { type: 'comment' } },
  { id: 'email', icon: 'mail', group: 'text', mark: { type: 'text', inputType: 'email' } },
  {
    id: 'tel',
    icon: 'phone',
    group: 'text',
    mark: { type: 'text', inputType: 'tel' },
    begin: { validators: [patterns.phone] },
  },
  {
    id: 'url',
    icon: 'link',
    group: 'text',
    mark: { type: 'text', inputType: 'url' },
    begin: { validators: [patterns.address] },
  },
  { id: 'iban', icon: 'bank', group: 'text', mark: { type: 'text' }, begin: { validators: [patterns.iban] } },
  { id: 'number', icon: 'number', group: 'number', mark: { type: 'text', inputType: 'number' } },
  {
    id: 'range',
    icon: 'slider',
    group: 'number',
    mark: { type: 'text', inputType: 'range' },
    begin: { min: 0, max: 10 },
  },
  { id: 'date', icon: 'calendar', group: 'number', mark: { type: 'text', inputType: 'date' } },
  { id: 'datetime', icon: 'calendarClock', group: 'number', mark: { type: 'text', inputType: 'datetime-local' } },
  { id: 'time', icon: 'clock', group: 'number', mark: { type: 'text', inputType: 'time' } },
  { id: 'month', icon: 'month', group: 'number', mark: { type: 'text', inputType: 'month' } },
  { id: 'boolean', icon: 'toggle', group: 'choice', mark: { type: 'boolean' } },
  { id: 'radiogroup', icon: 'radio', group: 'choice', mark: { type: 'radiogroup' }, begin: { choices: begun } },
  { id: 'dropdown', icon: 'dropdown', group: 'choice', mark: { type: 'dropdown' }, begin: { choices: begun } },
  { id: 'checkbox', icon: 'checkbox', group: 'choice', mark: { type: 'checkbox' }, begin: { choices: begun } },
  { id: 'tagbox', icon: 'checklist', group: 'choice', mark: { type: 'tagbox' }, begin: { choices: begun } },
  { id: 'rating', icon: 'rating', group: 'more', mark: { type: 'rating' }, begin: { rateMin: 1, rateMax: 5 } },
  { id: 'ranking', icon: 'ranking', group: 'more', mark: { type: 'ranking' }, begin: { choices: begun } },
  {
    id: 'matrix',
    icon: 'grid',
    group: 'more',
    mark: { type: 'matrix' },
    begin: { columns: ['Ja', 'Nein'], rows: ['Zeile 1', 'Zeile 2'] },
  },
  { id: 'file', icon: 'attach', group: 'more', mark: { type: 'file' } },
  { id: 'panel', icon: 'section', group: 'structure', mark: { type: 'panel' }, begin: { elements: [] } },
  {
    id: 'paneldynamic',
    icon: 'repeat',
    group: 'structure',
    mark: { type: 'paneldynamic' },
    begin: { panelCount: 1, minPanelCount: 1, templateElements: [] },
  },
  {
    id: 'matrixdynamic',
    icon: 'rule',
    group: 'structure',
    mark: { type: 'matrixdynamic' },
    begin: { columns: [{ name: 'spalte1', title: 'Spalte 1', cellType: 'text' }], rowCount: 1 },
  },
  {
    id: 'multipletext',
    icon: 'list',
    group: 'structure',
    mark: { type: 'multipletext' },
    begin: { items: [{ name: 'text1', title: 'Text 1' }] },
  },
  { id: 'html', icon: 'document', group: 'shown', mark: { type: 'html' }, begin: { html: '<p>Hinweis</p>' } },
  { id: 'image', icon: 'image', group: 'shown', mark: { type: 'image' }, begin: { imageLink: '', altText: '' } },
  { id: 'expression', icon: 'calculate', group: 'shown', mark: { type: 'expression' }, begin: { expression: '' } },
];

const byId = new Map(kinds.map((kind) => [kind.id, kind]));

/** The kind of a field; null for one that is beyond the subset. Texts that only differ by a check are short texts. */
export function kindOf(node: FormNode, place: Place, owner: FormNode | null): Kind | null {
  const role = roleOf(place);
  const type =
    role === 'item' ? 'text' : role === 'column' ? (node.cellType ?? owner?.cellType ?? 'dropdown') : node.type;
  const inputType = type === 'text' ? (node.inputType ?? 'text') : undefined;
  return (
    kinds.find(
      ({ id, mark }) =>
        id !== 'iban' && mark.type === type && (mark.type !== 'text' || (mark.inputType ?? 'text') === inputType),
    ) ?? null
  );
}

/** A field as the palette makes it. */
export function newField(id: string, name: string): FormNode {
  const kind = byId.get(id) ?? byId.get('text');
  const { type = 'text', ...marks } = kind?.mark ?? {};
  return structuredClone({ type, name, title: '', ...marks, ...kind?.begin });
}

/** Kinds that a field can become without losing what makes sense there. */
const families = [
  ['text', 'comment', 'email', 'tel', 'url', 'number', 'range', 'date', 'datetime', 'time', 'month'],
  ['radiogroup', 'dropdown', 'checkbox', 'tagbox', 'ranking'],
];
const columnFamily = [
  'text',
  'comment',
  'number',
  'date',
  'boolean',
  'radiogroup',
  'dropdown',
  'checkbox',
  'tagbox',
  'rating',
  'file',
];
const itemFamily = ['text', 'email', 'tel', 'url', 'number', 'date', 'time', 'month'];

export function familyOf(kind: Kind, place: Place): string[] {
  const role = roleOf(place);
  if (role === 'column') return columnFamily;
  if (role === 'item') return itemFamily;
  return families.find((family) => family.includes(kind.id)) ?? [kind.id];
}

/** What changes when a field becomes another kind; what the new kind does not have goes, what nobody knows stays. */
export function conversion(node: FormNode, place: Place, from: Kind, to: Kind): Record<string, Json | undefined> {
  const kept = new Set(knownProperties(to.id));
  const dropped = knownProperties(from.id).filter((property) => !kept.has(property));
  const changes: Record<string, Json | undefined> = Object.fromEntries(
    dropped.map((property) => [property, undefined]),
  );
  const { type, inputType } = to.mark;
  changes.inputType = inputType;
  if (roleOf(place) === 'column') changes.cellType = type;
  else if (roleOf(place) === 'field') changes.type = type;
  if (boundsDiffer(from, to)) Object.assign(changes, { min: undefined, max: undefined });
  for (const [property, value] of Object.entries(to.begin ?? {})) {
    if (node[property] === undefined && property !== 'validators') changes[property] = structuredClone(value);
  }
  return changes;
}

function boundsDiffer(from: Kind, to: Kind): boolean {
  const measure = ({ id }: Kind) => (id === 'range' ? 'number' : id);
  return measure(from) !== measure(to);
}

const words = (text: string) => text.split(' ');
const every = words('type name title description visible visibleIf startWithNewLine');
const asked = [...every, ...words('isRequired requiredErrorText requiredIf readOnly enableIf valueName validators')];
const texts = [...asked, ...words('inputType maxLength placeholder')];
const chosen = [...asked, ...words('choices showOtherItem otherText showNoneItem noneText')];
const severalChosen = [...chosen, ...words('minSelectedChoices maxSelectedChoices')];
const bounded = [...asked, ...words('inputType min max placeholder')];
const page = words(
  'name title description elements questions visible visibleIf readOnly enableIf isRequired requiredIf requiredErrorText',
);

const ownProperties: Record<string, string[]> = {
  form: words('title description locale showQuestionNumbers pages elements questions'),
  page,
  text: [...texts, 'dataList'],
  comment: [...texts, ...words('rows autoGrow')],
  email: texts,
  tel: texts,
  url: texts,
  number: [...bounded, 'step'],
  range: [...bounded, 'step'],
  date: bounded,
  datetime: bounded,
  time: bounded,
  month: bounded,
  boolean: [...asked, ...words('labelTrue labelFalse')],
  radiogroup: chosen,
  dropdown: [...chosen, 'placeholder'],
  checkbox: severalChosen,
  tagbox: [...severalChosen, 'placeholder'],
  rating: [...asked, ...words('rateMin rateMax rateStep minRateDescription maxRateDescription')],
  ranking: [...asked, 'choices'],
  matrix: [...asked, ...words('columns rows eachRowRequired')],
  file: [...asked, ...words('acceptedTypes allowMultiple maxFiles maxSize')],
  panel: [...page, ...words('type state startWithNewLine')],
  paneldynamic: [
    ...asked,
    ...words('templateElements templateTitle panelCount minPanelCount maxPanelCount addPanelText removePanelText'),
    ...words('noEntriesText keyName keyDuplicationError allowAddPanel allowRemovePanel'),
  ],
  matrixdynamic: [
    ...asked,
    ...words('columns rowCount minRowCount maxRowCount addRowText removeRowText keyName keyDuplicationError'),
    ...words('allowAddRows allowRemoveRows'),
  ],
  multipletext: [...asked, 'items'],
  html: [...every, 'html'],
  image: [...every, ...words('imageLink altText')],
  expression: [...every, 'expression'],
};

/** The properties of SurveyJS that this editor has questions for. */
export function knownProperties(kind: string): string[] {
  return [...(ownProperties[kind] ?? asked), 'cellType'];
}

/** What stands in the JSON and is kept as it is, because no question asks for it. */
export function unknownProperties(node: FormNode, kind: string): string[] {
  const known = new Set(knownProperties(kind));
  return Object.keys(node).filter((property) => !known.has(property));
}
