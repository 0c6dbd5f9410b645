import type { Choice, ConditionField, ValueType } from '../../../ui/condition';
import { type FormNode, isNode, type Json, nodeAt, parseForm, type Place, rowsOf, standing } from './document';
import { kindOf } from './kinds';
import { scopeOf } from './names';
import { choiceText, textIn } from './texts';

/** What a form is called, and the fields that it fills: by that, variables of the case. */
export interface FormSummary {
  id: string;
  title: string;
  fields: ConditionField[];
}

const nothingAnswered = new Set(['html', 'image', 'expression', 'panel']);
const lists = new Set(['checkbox', 'tagbox', 'ranking', 'file', 'matrixdynamic', 'paneldynamic']);

/** The id of a form by its file; null for other files. */
export const formId = (path: string) => /^forms\/([^/]+)\.form\.json$/.exec(path)?.[1] ?? null;
export const formPath = (id: string) => `forms/${id}.form.json`;

/** What a form asks, read from its JSON; null when the file is none. */
export function readForm(path: string, json: string): FormSummary | null {
  const id = formId(path);
  if (id === null) return null;
  const form = parseForm(json);
  return form === null
    ? { id, title: id, fields: [] }
    : { id, title: textIn(form.title, 'de') || id, fields: fieldsIn(form, '') };
}

/** The fields whose names stand in a scope: the form's own, or those of a group or table. */
function fieldsIn(form: FormNode, scope: Place): ConditionField[] {
  return rowsOf(form)
    .filter(({ place, role }) => role !== 'form' && role !== 'page' && scopeOf(form, place) === scope)
    .flatMap(({ place, node }) => fieldOf(form, place, node) ?? []);
}

function fieldOf(form: FormNode, place: Place, node: FormNode): ConditionField | null {
  const kind = kindOf(node, place, nodeAt(form, standing(place).owner));
  const type = String(kind?.mark.type ?? node.type);
  if (typeof node.name !== 'string' || nothingAnswered.has(type)) return null;
  return {
    name: node.name,
    title: textIn(node.title, 'de') || node.name,
    type: typeOf(type, kind?.id ?? ''),
    choices: choicesOf(node.choices),
  };
}

function typeOf(type: string, kind: string): ValueType {
  if (lists.has(type)) return 'list';
  if (type === 'boolean') return 'boolean';
  if (type === 'rating' || kind === 'number' || kind === 'range') return 'number';
  return kind === 'date' || kind === 'datetime' ? 'date' : 'text';
}

function choicesOf(choices: Json | undefined): Choice[] {
  if (!Array.isArray(choices)) return [];
  return choices.map((choice) => {
    const value = String(isNode(choice) ? choice.value : choice);
    return { value, text: textIn(choiceText(choice), 'de') || value };
  });
}

/** What a condition at a place can ask for: fields beside it in a group, the form's fields, and what the case knows. */
export function fieldsFor(form: FormNode, place: Place, known: ConditionField[]): ConditionField[] {
  const own = nodeAt(form, place)?.name;
  const scope = scopeOf(form, place);
  const local = { paneldynamic: 'panel', matrixdynamic: 'row' }[String(nodeAt(form, scope)?.type)];
  const beside =
    local === undefined ? [] : fieldsIn(form, scope).map((field) => ({ ...field, name: `${local}.${field.name}` }));
  const fields = fieldsIn(form, '');
  const taken = new Set(fields.map(({ name }) => name));
  return [...beside, ...fields, ...known.filter(({ name }) => !taken.has(name))].filter(
    ({ name }) => name !== own && name !== `${local}.${String(own)}`,
  );
}
