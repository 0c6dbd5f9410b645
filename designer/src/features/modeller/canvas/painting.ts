import type { SandboxState, ScenarioRun } from '../api';
import type { Modeler } from './types';

/** Paints a case of the sandbox: what is active, waits, is done or stuck, and the ways taken. */
export function paintCase(modeler: Modeler, state: SandboxState): () => void {
  const marks: [string, string][] = [
    ...state.elements.map(({ elementId, status }): [string, string] => [elementId, `paint-${status}`]),
    ...state.flowsTaken.map(({ flowId }): [string, string] => [flowId, 'paint-taken']),
  ];
  return mark(modeler, marks);
}

/** Paints what the scenarios went through, and what none did. */
export function paintCoverage(modeler: Modeler, { coverage }: ScenarioRun): () => void {
  const marks: [string, string][] = [
    ...coverage.elements.map(({ elementId, count }): [string, string] => [
      elementId,
      count > 0 ? 'paint-completed' : 'paint-waiting',
    ]),
    ...coverage.flows.flatMap(({ flowId, count }): [string, string][] => (count > 0 ? [[flowId, 'paint-taken']] : [])),
  ];
  return mark(modeler, marks);
}

function mark(modeler: Modeler, wanted: [string, string][]): () => void {
  const canvas = modeler.get('canvas');
  const registry = modeler.get('elementRegistry');
  const marks = wanted.filter(([id]) => registry.get(id) !== undefined);
  for (const [id, marker] of marks) canvas.addMarker(id, marker);
  return () => {
    for (const [id, marker] of marks) if (registry.get(id) !== undefined) canvas.removeMarker(id, marker);
  };
}
