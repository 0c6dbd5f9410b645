import {
  type Comparison,
  type Condition,
  numberIn,
  splitOutsideTexts,
  type Test,
  type ValueType,
} from '../../../ui/condition';

const path = String.raw`[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*`;
const literal = String.raw`"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|date\("[^"]*"\)`;
const forms: [RegExp, (match: RegExpExecArray) => Test][] = [
  [new RegExp(`^(${path})\\s*(!=|<=|>=|=|<|>)\\s*null$`, 'u'), nullTest],
  [new RegExp(`^(${path})\\s*=\\s*(true|false)$`, 'u'), (m) => test(m, m[2] as Comparison, '')],
  [new RegExp(`^(${path})\\s*(!=|<=|>=|=|<|>)\\s*(${literal})$`, 'u'), (m) => test(m, m[2] as Comparison, plain(m[3]))],
  [new RegExp(`^(?:list )?contains\\((${path}),\\s*(${literal})\\)$`, 'u'), (m) => test(m, 'contains', plain(m[2]))],
];

function nullTest(match: RegExpExecArray): Test {
  return test(match, match[2] === '!=' ? 'notEmpty' : 'empty', '');
}

function test(match: RegExpExecArray, comparison: Comparison, value: string): Test {
  return { field: match[1] ?? '', comparison, value };
}

/** A literal as people type it: texts without quotes, dates as 2026-09-15. */
function plain(text = ''): string {
  const date = /^date\("([^"]*)"\)$/.exec(text)?.[1];
  if (date !== undefined) return date;
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}

/** What a condition's FEEL text says as chosen tests; null when it says more than can be chosen. */
export function parseCondition(text: string): Condition | null {
  const body = text.trim().replace(/^=/, '').trim();
  if (body === '') return { join: 'and', tests: [] };
  const join = splitOutsideTexts(body, ' or ', '"').length > 1 ? 'or' : 'and';
  const tests: Test[] = [];
  for (const part of splitOutsideTexts(body, ` ${join} `, '"')) {
    const known = forms.flatMap(([form, read]) => {
      const match = form.exec(part.trim());
      return match === null ? [] : [read(match)];
    })[0];
    if (known === undefined) return null;
    tests.push(known);
  }
  return { join, tests };
}

/** The FEEL text, with the leading `=`; values are written as the field's type asks, or as what they look like. */
export function formatCondition({ join, tests }: Condition, typeOf: (field: string) => ValueType): string {
  const complete = tests.filter(({ field }) => field !== '');
  return complete.length === 0 ? '' : `=${complete.map((one) => formatTest(one, typeOf(one.field))).join(` ${join} `)}`;
}

function formatTest({ field, comparison, value }: Test, type: ValueType): string {
  switch (comparison) {
    case 'empty':
      return `${field} = null`;
    case 'notEmpty':
      return `${field} != null`;
    case 'true':
    case 'false':
      return `${field} = ${comparison}`;
    case 'contains':
      return `${type === 'list' ? 'list contains' : 'contains'}(${field}, ${JSON.stringify(value)})`;
    default:
      return `${field} ${comparison} ${formatValue(value, type)}`;
  }
}

function formatValue(value: string, type: ValueType): string {
  if (type === 'boolean' && /^(true|false)$/.test(value)) return value;
  return numberIn(value, type) ?? JSON.stringify(value);
}
