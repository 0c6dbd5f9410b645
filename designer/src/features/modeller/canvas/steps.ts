import { together } from './batch';
import { type Drawn, isAny, type Modeler } from './types';

/** A kind of step that can be added, as bpmn-js describes it. */
export interface StepKind {
  id: string;
  type: string;
  eventDefinitionType?: string;
  isExpanded?: boolean;
}

/** What palette and outline offer; other kinds are reached by „Art ändern“. */
export const stepKinds = {
  start: { id: 'start', type: 'bpmn:StartEvent' },
  wait: { id: 'wait', type: 'bpmn:IntermediateCatchEvent', eventDefinitionType: 'bpmn:TimerEventDefinition' },
  end: { id: 'end', type: 'bpmn:EndEvent' },
  task: { id: 'task', type: 'bpmn:UserTask' },
  automation: { id: 'automation', type: 'bpmn:ServiceTask' },
  rule: { id: 'rule', type: 'bpmn:BusinessRuleTask' },
  message: { id: 'message', type: 'bpmn:SendTask' },
  fork: { id: 'fork', type: 'bpmn:ExclusiveGateway' },
  subprocess: { id: 'subprocess', type: 'bpmn:SubProcess', isExpanded: true },
} as const satisfies Record<string, StepKind>;

export type StepKindId = keyof typeof stepKinds;

const gap = 50;

export function shapeOf(modeler: Modeler, { type, eventDefinitionType, isExpanded }: StepKind): Drawn {
  return modeler.get('elementFactory').createShape({ type, eventDefinitionType, isExpanded });
}

/** Adds a step behind another, into its way where it has exactly one, and selects it. */
export function addStepAfter(modeler: Modeler, after: Drawn, kind: StepKind): Drawn {
  return insertAfter(modeler, after, shapeOf(modeler, kind));
}

/** The same with a step that is there already, such as one with a name. */
export function insertAfter(modeler: Modeler, after: Drawn, shape: Drawn): Drawn {
  return together(modeler, () => {
    const added = place(modeler, after, shape);
    if (isAny(added, 'bpmn:SubProcess')) addInnerStart(modeler, added);
    modeler.get('selection').select(added);
    return added;
  });
}

function place(modeler: Modeler, after: Drawn, shape: Drawn): Drawn {
  const into = wayInto(after, shape);
  if (into !== undefined) return insert(modeler, into, shape);
  return modeler.get('autoPlace').append(after, shape);
}

/** The way that the new step goes into; none when it becomes a way of its own. */
function wayInto(after: Drawn, shape: Drawn): Drawn | undefined {
  if (after.source !== undefined) return after;
  if (isAny(after, 'bpmn:EndEvent')) return after.incoming[0];
  const ways = after.outgoing.filter((flow) => isAny(flow, 'bpmn:SequenceFlow'));
  if (isAny(shape, 'bpmn:EndEvent', 'bpmn:StartEvent') || isAny(after, 'bpmn:Gateway')) return undefined;
  return ways.length === 1 ? ways[0] : undefined;
}

function insert(modeler: Modeler, way: Drawn, shape: Drawn): Drawn {
  const { source, target } = way;
  if (source === undefined || target === undefined) throw new Error('Expected a way between two steps.');
  const right = source.x + source.width;
  const missing = shape.width + 2 * gap - (target.x - right);
  if (target.x > source.x && missing > 0) shift(modeler, right + 1, missing);
  const first = way.waypoints?.[0];
  const second = way.waypoints?.[1];
  const isLevel = first !== undefined && second !== undefined && Math.abs(first.y - second.y) < 1 && second.x > first.x;
  const position = isLevel ? { x: right + gap + shape.width / 2, y: first.y } : middle(way);
  const modeling = modeler.get('modeling');
  const parent = source.host?.parent ?? source.parent ?? modeler.get('canvas').getRootElement();
  const added = modeling.createShape(shape, position, parent);
  modeling.reconnectEnd(way, added, { x: added.x, y: added.y + added.height / 2 });
  modeling.connect(added, target);
  return added;
}

/** Moves everything right of a line aside, as the space tool does. */
function shift(modeler: Modeler, from: number, by: number): void {
  const spaceTool = modeler.get('spaceTool');
  const delta = { x: Math.ceil(by / 10) * 10, y: 0 };
  const all = modeler.get('elementRegistry').filter((element) => element.parent !== undefined);
  const { movingShapes, resizingShapes } = spaceTool.calculateAdjustments(all, 'x', delta.x, from);
  spaceTool.makeSpace(movingShapes, resizingShapes, delta, 'e', from);
}

function middle(way: Drawn): { x: number; y: number } {
  const points = way.waypoints ?? [];
  const segments = points.slice(1).map((end, at) => ({ start: points[at] ?? end, end }));
  const length = ({ start, end }: (typeof segments)[number]) => Math.abs(end.x - start.x) + Math.abs(end.y - start.y);
  const longest = segments.toSorted((one, other) => length(other) - length(one))[0];
  if (longest === undefined) return { x: way.x, y: way.y };
  return { x: (longest.start.x + longest.end.x) / 2, y: (longest.start.y + longest.end.y) / 2 };
}

export function addInnerStart(modeler: Modeler, subProcess: Drawn): void {
  const start = shapeOf(modeler, stepKinds.start);
  modeler
    .get('modeling')
    .createShape(start, { x: subProcess.x + 58, y: subProcess.y + subProcess.height / 2 }, subProcess);
}

/** A timer at the lower edge of a task that lets the task go on. */
export function addReminderTimer(modeler: Modeler, task: Drawn): Drawn {
  const timer = modeler.get('elementFactory').createShape({
    type: 'bpmn:BoundaryEvent',
    eventDefinitionType: 'bpmn:TimerEventDefinition',
    cancelActivity: false,
  });
  const taken = task.attachers?.length ?? 0;
  const position = { x: task.x + 25 + ((taken * 40) % Math.max(task.width - 20, 40)), y: task.y + task.height };
  return modeler.get('modeling').createShape(timer, position, task, { attach: true });
}

const margin = 60;
const bandWidth = 30;

/** A lane: the first one puts a frame around all that is there, further ones come below. */
export function addLane(modeler: Modeler): Drawn {
  const root = modeler.get('canvas').getRootElement();
  const selected = modeler.get('selection').get()[0];
  const pools = (root.children ?? []).filter((child) => isAny(child, 'bpmn:Participant'));
  const near = selected !== undefined && isAny(selected, 'bpmn:Lane', 'bpmn:Participant') ? selected : pools[0];
  return together(modeler, () => {
    const pool = near ?? frameAll(modeler, root);
    const lane = modeler.get('modeling').addLane(pool, 'bottom');
    modeler.get('selection').select(lane);
    return lane;
  });
}

function frameAll(modeler: Modeler, root: Drawn): Drawn {
  const shapes = (root.children ?? []).filter((child) => child.waypoints === undefined);
  const left = Math.min(...shapes.map(({ x }) => x)) - margin - bandWidth;
  const top = Math.min(...shapes.map(({ y }) => y)) - margin;
  const right = Math.max(...shapes.map(({ x, width }) => x + width)) + margin;
  const bottom = Math.max(...shapes.map(({ y, height }) => y + height)) + margin;
  const pool = modeler.get('elementFactory').createParticipantShape();
  Object.assign(pool, { width: Math.max(right - left, 600), height: Math.max(bottom - top, 250) });
  return modeler
    .get('modeling')
    .createShape(pool, { x: left + pool.width / 2, y: (top + bottom) / 2 }, modeler.get('canvas').getRootElement());
}

/** Brings an element into view, in whatever plane it is drawn, and selects it. */
export function reveal(modeler: Modeler, id: string): void {
  const element = modeler.get('elementRegistry').get(id);
  if (element === undefined) return;
  const canvas = modeler.get('canvas');
  const plane = canvas.findRoot(element);
  if (plane !== undefined && plane !== canvas.getRootElement()) canvas.setRootElement(plane);
  modeler.get('selection').select(element);
  canvas.scrollToElement(element, 80);
}
