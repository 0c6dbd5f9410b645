import { identifier } from './identifier';

export const fieldKinds = ['text', 'comment', 'number', 'date', 'boolean', 'choice', 'file'] as const;
export type FieldKind = (typeof fieldKinds)[number];

export interface NewField {
  title: string;
  kind: FieldKind;
  /** Of a choice: what can be chosen, separated by commas. */
  choices: string;
  required: boolean;
}

/** The JSON of a new form of one page, in the subset that the server checks; fields without a title are left out. */
export function newForm(title: string, fields: NewField[]): string {
  const taken = new Set<string>();
  const elements = fields
    .filter((field) => field.title.trim() !== '')
    .map((field) => ({
      ...question(field),
      name: freeName(field.title, taken),
      title: field.title.trim(),
      ...(field.required ? { isRequired: true } : {}),
    }));
  return `${JSON.stringify({ title, pages: [{ name: 'seite1', elements }] }, null, 2)}\n`;
}

function question({ kind, choices }: NewField): object {
  switch (kind) {
    case 'number':
    case 'date':
      return { type: 'text', inputType: kind };
    case 'choice':
      return { type: 'radiogroup', choices: choices.split(',').flatMap((choice) => choice.trim() || []) };
    default:
      return { type: kind };
  }
}

/** A name that expressions can use without quotes: `Höhe der Steuer` becomes `hoeheDerSteuer`. */
function freeName(title: string, taken: Set<string>): string {
  const words = identifier(title).split('-');
  const joined = words.map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
  const base = /^[a-z]/.test(joined) ? joined : `feld${joined}`;
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}${number}`;
  taken.add(name);
  return name;
}
