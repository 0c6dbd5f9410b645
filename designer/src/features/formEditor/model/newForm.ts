import { type FormNode, formatForm } from './document';

/** The JSON of a form that asks nothing yet. */
export function newForm(title: string): string {
  const form: FormNode = { title, locale: 'de', showQuestionNumbers: 'off', pages: [{ name: 'seite1', elements: [] }] };
  return formatForm(form);
}
