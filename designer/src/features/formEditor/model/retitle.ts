import { formatForm, parseForm, setProperties } from './document';
import { withText } from './texts';

/** A form under another title, as text; one that cannot be read stays as it is. */
export function retitled(text: string, title: string): string {
  const form = parseForm(text);
  return form === null ? text : formatForm(setProperties(form, '', { title: withText(form.title, 'de', title) }));
}
