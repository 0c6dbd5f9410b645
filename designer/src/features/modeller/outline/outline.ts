import { isAny, type Drawn } from '../canvas/types';

/** A line of the outline: a lane or pool, a step, or a way out of a branching. */
export interface OutlineItem {
  id: string;
  element: Drawn;
  kind: 'group' | 'step' | 'way';
  /** Of a way: where it leads. */
  leadsTo: string | null;
  children: OutlineItem[];
}

/** The drawing as a tree: lanes, in them the steps in the order they can happen, below a branching its ways. */
export function outlineOf(root: Drawn): OutlineItem[] {
  const children = root.children ?? [];
  const pools = children.filter((child) => isAny(child, 'bpmn:Participant'));
  if (pools.length === 0) return contentOf(root);
  return pools.map((pool) => group(pool, contentOf(pool)));
}

function contentOf(container: Drawn): OutlineItem[] {
  const lanes = (container.children ?? []).filter((child) => isAny(child, 'bpmn:Lane'));
  const steps = inOrder((container.children ?? []).filter(isStep));
  if (lanes.length === 0) return steps.map(step);
  const inLane = (lane: Drawn) => steps.filter((candidate) => lies(candidate, lane));
  const outside = steps.filter((candidate) => !lanes.some((lane) => lies(candidate, lane)));
  return [...lanes.toSorted((a, b) => a.y - b.y).map((lane) => laneGroup(lane, inLane(lane))), ...outside.map(step)];
}

function laneGroup(lane: Drawn, steps: Drawn[]): OutlineItem {
  const inner = (lane.children ?? []).filter((child) => isAny(child, 'bpmn:Lane'));
  if (inner.length === 0) return group(lane, steps.map(step));
  return group(
    lane,
    inner.map((child) =>
      laneGroup(
        child,
        steps.filter((candidate) => lies(candidate, child)),
      ),
    ),
  );
}

function group(element: Drawn, children: OutlineItem[]): OutlineItem {
  return { id: element.id, element, kind: 'group', leadsTo: null, children };
}

function step(element: Drawn): OutlineItem {
  const ways = element.outgoing.filter((flow) => isAny(flow, 'bpmn:SequenceFlow'));
  const inner = isAny(element, 'bpmn:SubProcess') ? contentOf(element) : [];
  const shown = ways.length > 1 ? ways.map(way) : [];
  return { id: element.id, element, kind: 'step', leadsTo: null, children: [...inner, ...shown] };
}

function way(element: Drawn): OutlineItem {
  return { id: element.id, element, kind: 'way', leadsTo: element.target?.businessObject.name ?? '', children: [] };
}

function isStep(element: Drawn): boolean {
  return element.type !== 'label' && isAny(element, 'bpmn:FlowNode');
}

function lies(element: Drawn, lane: Drawn): boolean {
  const [x, y] = [element.x + element.width / 2, element.y + element.height / 2];
  return x >= lane.x && x <= lane.x + lane.width && y >= lane.y && y <= lane.y + lane.height;
}

/** Steps in the order they can happen: from the starts along the ways; what cannot be reached comes last. */
function inOrder(steps: Drawn[]): Drawn[] {
  const rank = new Map<Drawn, number>();
  const place = (element: Drawn) => {
    if (rank.has(element) || !steps.includes(element)) return;
    rank.set(element, rank.size);
    for (const boundary of element.attachers ?? []) place(boundary);
    for (const flow of element.outgoing) if (flow.target !== undefined) place(flow.target);
  };
  const byPosition = steps.toSorted((a, b) => a.x - b.x || a.y - b.y);
  for (const start of byPosition.filter((element) => isAny(element, 'bpmn:StartEvent'))) place(start);
  for (const element of byPosition) if (element.host === undefined) place(element);
  for (const element of byPosition) place(element);
  return steps.toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
}

/** All lines in the order they are read, down to closed ones. */
export function visibleItems(items: OutlineItem[], closed: ReadonlySet<string>, level = 1): [OutlineItem, number][] {
  return items.flatMap((item): [OutlineItem, number][] => [
    [item, level],
    ...(closed.has(item.id) ? [] : visibleItems(item.children, closed, level + 1)),
  ]);
}
