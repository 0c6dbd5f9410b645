import type { SandboxState, ScenarioRun } from '../api';
import type { Modeler } from './types';

/** Paints a case of the sandbox: what is active, waits, is done or stuck, and the ways taken. */
export function paintCase(modeler: Modeler, state: SandboxState): () => void {
  const marks: [string, string][] = [
    ...state.elements.map(({ elementId, status }): [string, string] => [elementId, `paint-${status}`]),
    ...state.flowsTaken.map((flow): [string, string] => [flow, 'paint-taken']),
  ];
  return mark(modeler, marks);
}

/** Paints what the scenarios went through, and what none did. */
export function paintCoverage(modeler: Modeler, { coverage, uncovered }: ScenarioRun): () => void {
  const marks: [string, string][] = [
    ...coverage.elements.map(({ elementId }): [string, string] => [elementId, 'paint-completed']),
    ...coverage.flows.map((flow): [string, string] => [flow, 'paint-taken']),
    ...uncovered.map((id): [string, string] => [id, 'paint-waiting']),
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
