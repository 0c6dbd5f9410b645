/** A step of a drawing that shows a form. */
export interface FormUse {
  file: string;
  elementId: string;
  name: string;
}

const tag = /<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#10': '\n' };

/** The steps of all drawings that show a form, whether they are open in the canvas or not. */
export function usesOf(files: { path: string; text: string }[], formId: string): FormUse[] {
  return files.filter(({ path }) => path.endsWith('.bpmn')).flatMap(({ path, text }) => usesIn(path, text, formId));
}

function usesIn(file: string, xml: string, formId: string): FormUse[] {
  const open: { id: string; name: string }[] = [];
  const found: FormUse[] = [];
  for (const [, closes, element = '', attributes = '', isEmpty] of xml.matchAll(tag)) {
    if (closes === '/') {
      open.pop();
      continue;
    }
    if (/(^|:)formDefinition$/.test(element) && attributeOf(attributes, 'formId') === formId) {
      const step = open.findLast(({ id }) => id !== '');
      if (step !== undefined) found.push({ file, elementId: step.id, name: step.name === '' ? step.id : step.name });
    }
    if (isEmpty !== '/') open.push({ id: attributeOf(attributes, 'id'), name: attributeOf(attributes, 'name') });
  }
  return found;
}

function attributeOf(attributes: string, name: string): string {
  const value = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return (value?.[1] ?? value?.[2] ?? '').replace(/&(#?\w+);/g, (whole, entity: string) => entities[entity] ?? whole);
}
