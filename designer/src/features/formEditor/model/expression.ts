import {
  type Comparison,
  type Condition,
  numberIn,
  splitOutsideTexts,
  type Test,
  type ValueType,
} from '../../../ui/condition';

const name = String.raw`\{([^{}]+)\}`;
const literal = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?`;
const signs: Record<string, Comparison> = {
  '=': '=',
  '==': '=',
  '<>': '!=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  contains: 'contains',
};
const forms: [RegExp, (match: RegExpExecArray) => Test][] = [
  [new RegExp(`^${name}\\s+(empty|notempty)$`, 'u'), (m) => made(m, m[2] === 'empty' ? 'empty' : 'notEmpty', '')],
  [new RegExp(`^${name}\\s*==?\\s*(true|false)$`, 'u'), (m) => made(m, m[2] as Comparison, '')],
  [
    new RegExp(`^${name}\\s*(==|=|<>|!=|<=|>=|<|>|contains)\\s*(${literal})$`, 'u'),
    (m) => made(m, signs[m[2] ?? ''] ?? '=', plain(m[3])),
  ],
];

function made(match: RegExpExecArray, comparison: Comparison, value: string): Test {
  return { field: (match[1] ?? '').trim(), comparison, value };
}

/** A literal as people type it: texts without their quotes. */
function plain(text = ''): string {
  return /^['"]/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
}

/** What the condition of a form says as chosen tests; null when it says more than can be chosen. */
export function parseExpression(text: string): Condition | null {
  const body = text.trim();
  if (body === '') return { join: 'and', tests: [] };
  const join = splitOutsideTexts(body, ' or ', "'").length > 1 ? 'or' : 'and';
  const tests: Test[] = [];
  for (const part of splitOutsideTexts(body, ` ${join} `, "'")) {
    const bare = part.trim().replace(/^\(([^()]*)\)$/, '$1');
    const known = forms.flatMap(([form, read]) => {
      const match = form.exec(bare.trim());
      return match === null ? [] : [read(match)];
    })[0];
    if (known === undefined) return null;
    tests.push(known);
  }
  return { join, tests };
}

/** The condition as SurveyJS writes it: `{art} = 'hund' and {anzahl} > 2`. */
export function formatExpression({ join, tests }: Condition, typeOf: (field: string) => ValueType): string {
  return tests
    .filter(({ field }) => field !== '')
    .map((test) => formatTest(test, typeOf(test.field)))
    .join(` ${join} `);
}

function formatTest({ field, comparison, value }: Test, type: ValueType): string {
  switch (comparison) {
    case 'empty':
      return `{${field}} empty`;
    case 'notEmpty':
      return `{${field}} notempty`;
    case 'true':
    case 'false':
      return `{${field}} = ${comparison}`;
    default:
      return `{${field}} ${comparison === '!=' ? '<>' : comparison} ${numberIn(value, type) ?? quoted(value)}`;
  }
}

function quoted(value: string): string {
  return `'${value.replace(/[\\']/g, String.raw`\$&`)}'`;
}
