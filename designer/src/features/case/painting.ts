import type { CaseDetail, ElementVisit } from '../../api/types';
import type { Paint } from '../diagram';

/** Later entries win when an element was entered several times. */
const strength: Record<Paint, number> = { completed: 0, waiting: 1, active: 2, incident: 3 };

type Told = Pick<CaseDetail, 'visits' | 'incidents' | 'flows'>;

function stateAt(visit: ElementVisit, at: number): Paint | null {
  if (new Date(visit.startedAt).getTime() > at) return null;
  const ended = visit.endedAt !== null && new Date(visit.endedAt).getTime() <= at;
  if (ended) return visit.state === 'terminated' ? null : 'completed';
  if (visit.state === 'waiting' || visit.state === 'active') return visit.state;
  return 'active';
}

/** How every element of the diagram is to be painted as of that moment. */
export function elementPaint(told: Told, at: number): Map<string, Paint> {
  const painted = new Map<string, Paint>();
  const put = (element: string, paint: Paint) => {
    const known = painted.get(element);
    if (known === undefined || strength[paint] > strength[known]) painted.set(element, paint);
  };
  for (const visit of told.visits) {
    const paint = stateAt(visit, at);
    if (paint !== null) put(visit.elementId, paint);
  }
  for (const incident of told.incidents) {
    const open =
      new Date(incident.createdAt).getTime() <= at &&
      (incident.resolvedAt === null || new Date(incident.resolvedAt).getTime() > at);
    if (open) put(incident.elementId, 'incident');
  }
  return painted;
}

/** Ids of the flows that were taken by then. */
export function takenFlows(told: Told, at: number): Set<string> {
  return new Set(told.flows.filter((flow) => new Date(flow.at).getTime() <= at).map((flow) => flow.flowId));
}

export interface Moment {
  at: number;
  /** Name of the step that began or ended, as far as it has one. */
  step: string | null;
}

/** The moments at which something changed in the diagram, in order, each once. */
export function moments(told: Told): Moment[] {
  const found = new Map<number, string | null>();
  const note = (time: string, step: string | null) => {
    const at = new Date(time).getTime();
    found.set(at, step ?? found.get(at) ?? null);
  };
  for (const visit of told.visits) {
    note(visit.startedAt, visit.elementName);
    if (visit.endedAt !== null) note(visit.endedAt, visit.elementName);
  }
  for (const incident of told.incidents) note(incident.createdAt, null);
  return [...found].map(([at, step]) => ({ at, step })).toSorted((one, other) => one.at - other.at);
}
