import { type FormNode, isNode, type Json, type Place, rowsOf } from './document';

/** The languages of the web application; German is what everything falls back to. */
export type Language = 'de' | 'en';

/** A text as it is written in one language; empty where there is none. */
export function textIn(value: Json | undefined, language: Language): string {
  if (typeof value === 'string') return language === 'de' ? value : '';
  if (!isNode(value)) return '';
  const said = value[language] ?? (language === 'de' ? value.default : undefined);
  return typeof said === 'string' ? said : '';
}

/** The same text with one language changed: plain as long as there is German only. Undefined where nothing is left. */
export function withText(value: Json | undefined, language: Language, text: string): Json | undefined {
  const both = { de: textIn(value, 'de'), en: textIn(value, 'en'), [language]: text };
  const others = Object.entries(isNode(value) ? value : {}).filter(([key]) => !['de', 'en', 'default'].includes(key));
  if (both.en === '' && others.length === 0) return both.de === '' ? undefined : both.de;
  const said: [string, Json][] = [
    ...(both.de === '' ? [] : [['de', both.de] as [string, Json]]),
    ...(both.en === '' ? [] : [['en', both.en] as [string, Json]]),
    ...others,
  ];
  return Object.fromEntries(said);
}

/** The texts of pages and fields that people read. */
export const textProperties = [
  'title',
  'description',
  'requiredErrorText',
  'placeholder',
  'html',
  'altText',
  'labelTrue',
  'labelFalse',
  'otherText',
  'noneText',
  'minRateDescription',
  'maxRateDescription',
  'templateTitle',
  'addPanelText',
  'removePanelText',
  'noEntriesText',
  'addRowText',
  'removeRowText',
  'keyDuplicationError',
] as const;

/** The lists of a field whose entries have a text each. */
const choiceLists = ['choices', 'rows', 'columns', 'rateValues'] as const;

/** One text of a form: whose it is, what it is for, and how to reach it. */
export interface FormText {
  place: Place;
  /** A property such as `title`; for entries of a list that list, with `index`; for a check's message `validators`. */
  property: string;
  index: number | null;
  value: Json | undefined;
}

/** Every text of the form that somebody reads, in its order. */
export function textsOf(form: FormNode): FormText[] {
  return rowsOf(form).flatMap(({ place, node, role }) => [
    ...textProperties
      .filter((property) => textIn(node[property], 'de') !== '' || textIn(node[property], 'en') !== '')
      .map((property) => ({ place, property, index: null, value: node[property] })),
    ...(role === 'form' || role === 'page' ? [] : choiceLists.flatMap((list) => entriesOf(place, node, list))),
    ...entriesOf(place, node, 'validators'),
  ]);
}

function entriesOf(place: Place, node: FormNode, property: string): FormText[] {
  const entries = node[property];
  if (!Array.isArray(entries) || (property === 'columns' && node.type === 'matrixdynamic')) return [];
  return entries.flatMap((entry, index) => {
    const value = property === 'validators' ? (isNode(entry) ? entry.text : undefined) : choiceText(entry);
    return textIn(value, 'de') === '' || isNumber(value) ? [] : [{ place, property, index, value }];
  });
}

/** A number needs no translation. */
const isNumber = (value: Json | undefined) => typeof value === 'string' && /^[\d.,\s]+$/.test(value);

/** What people read of a choice, which may be its value alone. */
export function choiceText(entry: Json): Json | undefined {
  if (!isNode(entry)) return typeof entry === 'number' ? String(entry) : (entry ?? undefined);
  return entry.text ?? (typeof entry.value === 'string' ? entry.value : String(entry.value ?? ''));
}

/** A choice that reads otherwise; its value stays. */
export function withChoiceText(entry: Json, language: Language, text: string): Json {
  const value = isNode(entry) ? (entry.value ?? null) : entry;
  const said = withText(choiceText(entry), language, text);
  const rest = isNode(entry) ? entry : {};
  if (!isNode(entry) && said === value) return entry;
  return { ...rest, value, ...(said === undefined ? {} : { text: said }) };
}

/** A form with one of its texts changed, as the property of its page or field. */
export function textChange(node: FormNode, { property, index }: FormText, language: Language, text: string): FormNode {
  const old = node[property];
  if (index === null) {
    const changed = withText(old, language, text);
    return changed === undefined ? {} : { [property]: changed };
  }
  const entries = Array.isArray(old) ? old : [];
  return {
    [property]: entries.map((entry, at) => {
      if (at !== index) return entry;
      if (property !== 'validators') return withChoiceText(entry, language, text);
      return isNode(entry) ? { ...entry, text: withText(entry.text, language, text) ?? '' } : entry;
    }),
  };
}

/** Whether anything of the form is said in English; the messages of ready-made checks always are. */
export const isTranslated = (texts: FormText[]) =>
  texts.some(({ property, value }) => property !== 'validators' && textIn(value, 'en') !== '');

export const missingIn = (texts: FormText[], language: Language) =>
  texts.filter(({ value }) => textIn(value, language) === '');
