import type { CaseReplay, ReplayChange, ReplayedStatus } from '../../api/schema';
import type { Paint } from '../diagram';

export interface Standing {
  painted: Map<string, Paint>;
  flows: Set<string>;
}

/** How the diagram looks after the step with this index: the differences of all steps up to it, added up. */
export function standingAfter(replay: CaseReplay, index: number): Standing {
  const painted = new Map<string, ReplayedStatus>();
  const flows = new Set<string>();
  let definition: string | null = null;
  for (const step of replay.steps.slice(0, index + 1)) {
    if (step.definitionKey !== definition) {
      painted.clear();
      flows.clear();
    }
    definition = step.definitionKey;
    for (const { elementId, status } of step.elements)
      if (status === null) painted.delete(elementId);
      else painted.set(elementId, status);
    for (const flow of step.flows) flows.add(flow);
  }
  return { painted, flows };
}

export interface DataLine {
  key: string;
  name: string;
  elementName: string | null;
  before: unknown;
  after: unknown;
  changed: boolean;
  gone: boolean;
}

const id = (change: ReplayChange) => `${change.scopeKey} ${change.name}`;

/** All values after the step with this index; those it changed come first, with what they were before. */
export function dataAfter(replay: CaseReplay, index: number): DataLine[] {
  const known = new Map<string, ReplayChange>();
  for (const step of replay.steps.slice(0, index))
    for (const change of step.changed)
      if (change.gone) known.delete(id(change));
      else known.set(id(change), change);
  const now = replay.steps[index]?.changed ?? [];
  const changed = now.map((change) => ({ ...change, key: id(change), changed: true }));
  const ids = new Set(changed.map((line) => line.key));
  const same = [...known.entries()]
    .filter(([key]) => !ids.has(key))
    .map(([key, change]) => ({ ...change, key, before: change.after, changed: false }));
  return [...changed, ...same];
}
