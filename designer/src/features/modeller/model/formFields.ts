import type { ValueType } from './condition';

export interface Choice {
  value: string;
  text: string;
}

/** A field that a form fills, and by that a variable of the case. */
export interface FormField {
  name: string;
  title: string;
  type: ValueType;
  choices: Choice[];
}

export interface FormSummary {
  id: string;
  title: string;
  fields: FormField[];
}

interface Node {
  type?: string;
  name?: string;
  title?: unknown;
  inputType?: string;
  choices?: unknown[];
  elements?: Node[];
  pages?: Node[];
}

const nothingAnswered = new Set(['html', 'image', 'panel', 'page']);
const lists = new Set(['checkbox', 'tagbox', 'ranking', 'file', 'matrixdynamic', 'paneldynamic']);

/** What a form asks, read from its JSON; null when it is none. */
export function readForm(path: string, json: string): FormSummary | null {
  const id = /([^/]+)\.form\.json$/.exec(path)?.[1];
  if (id === undefined) return null;
  try {
    const form = JSON.parse(json) as Node;
    return { id, title: textOf(form.title) || id, fields: fieldsOf(form) };
  } catch {
    return { id, title: id, fields: [] };
  }
}

function fieldsOf(node: Node): FormField[] {
  return [...(node.pages ?? []), ...(node.elements ?? [])].flatMap((child) => {
    const inner = child.type === 'paneldynamic' ? [] : fieldsOf(child);
    if (child.name === undefined || child.type === undefined || nothingAnswered.has(child.type)) return inner;
    return [
      { name: child.name, title: textOf(child.title) || child.name, type: typeOf(child), choices: choicesOf(child) },
      ...inner,
    ];
  });
}

function typeOf({ type = 'text', inputType = 'text' }: Node): ValueType {
  if (lists.has(type)) return 'list';
  if (type === 'boolean') return 'boolean';
  if (type === 'rating' || inputType === 'number' || inputType === 'range') return 'number';
  return inputType === 'date' || inputType === 'datetime-local' ? 'date' : 'text';
}

function choicesOf({ choices = [] }: Node): Choice[] {
  return choices.map((choice) => {
    if (typeof choice !== 'object' || choice === null) return { value: String(choice), text: String(choice) };
    const { value, text } = choice as { value?: unknown; text?: unknown };
    return { value: String(value), text: textOf(text) || String(value) };
  });
}

/** A text of a form, which may have translations. */
function textOf(text: unknown): string {
  if (typeof text === 'string') return text;
  if (typeof text !== 'object' || text === null) return '';
  const { de, default: fallback } = text as { de?: unknown; default?: unknown };
  return String(de ?? fallback ?? '');
}
