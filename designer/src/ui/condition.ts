export const comparisons = ['=', '!=', '<', '<=', '>', '>=', 'contains', 'empty', 'notEmpty', 'true', 'false'] as const;
export type Comparison = (typeof comparisons)[number];

export interface Test {
  field: string;
  comparison: Comparison;
  /** As people type it; empty where the comparison needs none. */
  value: string;
}

/** Tests that must all hold, or of which one must. */
export interface Condition {
  join: 'and' | 'or';
  tests: Test[];
}

/** Types of what a field holds, as far as forms and mappings tell. */
export type ValueType = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'unknown';

export interface Choice {
  value: string;
  text: string;
}

/** A field that a condition can ask for. */
export interface ConditionField {
  name: string;
  title: string;
  type: ValueType;
  choices: Choice[];
}

/** The parts of a text around a separator that stands outside of quotes. */
export function splitOutsideTexts(text: string, separator: string, quote: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === quote && text[at - 1] !== '\\') inText = !inText;
    if (!inText && text.startsWith(separator, at)) {
      parts.push(text.slice(start, at));
      start = at + separator.length;
    }
  }
  return [...parts, text.slice(start)];
}

/** A value as a literal of an expression: a number where the field's type asks for it or it looks like one, else null. */
export function numberIn(value: string, type: ValueType): string | null {
  const number = value
    .trim()
    .replace(/\.(?=\d{3}\b)/g, '')
    .replace(',', '.');
  const isNumber = /^-?\d+(\.\d+)?$/.test(number);
  return isNumber && (type === 'number' || (type === 'unknown' && !/^0\d/.test(value))) ? number : null;
}
