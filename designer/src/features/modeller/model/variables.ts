import type { Choice, ValueType } from '../../../ui/condition';
import type { FormSummary } from '../../formEditor';
import { isAny, type Drawn } from '../canvas/types';
import { attribute, pairs } from './extensions';

/** A variable of the case that is known at some point, and where it comes from. */
export interface Variable {
  name: string;
  title: string;
  type: ValueType;
  choices: Choice[];
  from: string;
}

/** What is known when the procedure arrives at the element: everything steps before it fill in. */
export function variablesAt(element: Drawn, forms: FormSummary[]): Variable[] {
  const found = new Map<string, Variable>([[caseNumber.name, caseNumber]]);
  for (const step of before(element)) for (const variable of filledBy(step, forms)) found.set(variable.name, variable);
  return [...found.values()];
}

const caseNumber: Variable = { name: 'aktenzeichen', title: 'aktenzeichen', type: 'text', choices: [], from: '' };

/** What a step adds to what is known. */
export function filledBy(step: Drawn, forms: FormSummary[]): Variable[] {
  const moddle = step.businessObject;
  const from = moddle.name ?? moddle.id;
  const form = forms.find(({ id }) => id === attribute(moddle, 'zeebe:FormDefinition', 'formId'));
  const fields = (form?.fields ?? []).map((field) => ({ ...field, from }));
  const named = (name: string): Variable[] =>
    name === '' ? [] : [{ name, title: name, type: 'unknown', choices: [], from }];
  const results = [
    ...named(attribute(moddle, 'zeebe:Script', 'resultVariable')),
    ...named(attribute(moddle, 'zeebe:CalledDecision', 'resultVariable')),
  ];
  const outputs = pairs(moddle, 'outputs');
  if (outputs.length === 0) return [...fields, ...results];
  return outputs.flatMap(({ name, value }) => {
    const same = fields.find((field) => value.replace(/^=\s*/, '') === field.name);
    return same === undefined ? named(name) : [{ ...same, name }];
  });
}

/** The steps that can have happened before, the nearest last; those a sub-process stands in as well. */
function before(element: Drawn): Drawn[] {
  const seen = new Set<Drawn>();
  const open = [element];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    const sources = current.source === undefined ? [] : [current.source];
    const flows = current.incoming.filter((flow) => isAny(flow, 'bpmn:SequenceFlow'));
    const around = current.parent !== undefined && isAny(current.parent, 'bpmn:SubProcess') ? [current.parent] : [];
    const host = current.host === undefined ? [] : [current.host];
    for (const next of [...sources, ...flows.flatMap(({ source }) => source ?? []), ...around, ...host]) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return [...seen].toReversed();
}
