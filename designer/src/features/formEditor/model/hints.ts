import type { ConditionField } from '../../../ui/condition';
import { childPlaces, type FormNode, isNode, type Json, nodeAt, type Place, rowsOf, standing } from './document';
import { kindOf } from './kinds';
import { scopeOf } from './names';
import { fieldsFor } from './summary';
import { textIn } from './texts';

/** What a person who fills in the form would stumble over, although the server can check it. */
export interface Hint {
  place: Place;
  kind: 'noTitle' | 'sameName' | 'noChoices' | 'nothingInside' | 'unknownField' | 'imageless';
  name: string;
}

const conditions = ['visibleIf', 'requiredIf', 'enableIf', 'expression'];
const needTitle = (type: string) => !['html', 'image', 'panel', 'expression'].includes(type);

export function hintsOf(form: FormNode, known: ConditionField[]): Hint[] {
  const rows = rowsOf(form);
  const seen = new Set<string>();
  const hints: Hint[] = [];
  for (const { place, node, role } of rows) {
    const add = (kind: Hint['kind'], name = '') => hints.push({ place, kind, name });
    if (role === 'form') continue;
    const kind = kindOf(node, place, nodeAt(form, standing(place).owner));
    const type = String(kind?.mark.type ?? node.type);
    const name = typeof node.name === 'string' ? node.name : '';
    if (role !== 'page') {
      if (needTitle(type) && textIn(node.title, 'de').trim() === '') add('noTitle');
      const key = `${scopeOf(form, place)} ${name}`;
      if (name !== '' && seen.has(key)) add('sameName', name);
      seen.add(key);
      if (Array.isArray(node.choices) ? node.choices.length === 0 : needsChoices(type)) add('noChoices');
      if (type === 'image' && node.imageLink === '') add('imageless');
    }
    const holds = role === 'page' || ['panel', 'paneldynamic', 'matrixdynamic', 'multipletext'].includes(type);
    if (holds && childPlaces(node, place).length === 0) add('nothingInside');
    const names = askedBy(node);
    const fields = new Set(names.length === 0 ? [] : fieldsFor(form, place, known).map((field) => field.name));
    for (const asked of names) if (asked !== name && !isKnown(asked, fields)) add('unknownField', asked);
  }
  return hints;
}

const needsChoices = (type: string) => ['radiogroup', 'dropdown', 'checkbox', 'tagbox', 'ranking'].includes(type);

function isKnown(asked: string, fields: ReadonlySet<string>): boolean {
  return [...fields].some((field) => asked === field || asked.startsWith(`${field}.`) || asked.startsWith(`${field}[`));
}

/** The names in braces that the conditions and checks of a field ask for. */
function askedBy(node: FormNode): string[] {
  const checks = Array.isArray(node.validators)
    ? node.validators.filter(isNode).map(({ expression }) => expression)
    : [];
  const texts: (Json | undefined)[] = [...conditions.map((property) => node[property]), ...checks];
  const names = texts.flatMap((text) =>
    typeof text === 'string' ? [...text.matchAll(/\{([^{}]+)\}/g)].map((match) => (match[1] ?? '').trim()) : [],
  );
  return [...new Set(names)];
}
