import { isAny, type CanvasEvent, type Drawn, type Parts } from './types';

/** Where an arrow key leads from the selected element: along its connections, or to its neighbour on the same flow. */
export function walk(from: Drawn, key: string): Drawn | undefined {
  if (from.source !== undefined && from.target !== undefined) {
    return key === 'ArrowRight' ? from.target : key === 'ArrowLeft' ? from.source : sibling(from, key);
  }
  const next = from.outgoing.filter((flow) => isAny(flow, 'bpmn:SequenceFlow', 'bpmn:MessageFlow'));
  const before = from.incoming.filter((flow) => isAny(flow, 'bpmn:SequenceFlow', 'bpmn:MessageFlow'));
  switch (key) {
    case 'ArrowRight':
      return next.length > 1 ? next[0] : next[0]?.target;
    case 'ArrowLeft':
      return from.host ?? before[0]?.source;
    case 'ArrowDown':
      return from.attachers?.[0] ?? nearest(from, 1);
    case 'ArrowUp':
      return nearest(from, -1);
    default:
      return undefined;
  }
}

function sibling(flow: Drawn, key: string): Drawn | undefined {
  const all = flow.source?.outgoing ?? [];
  return all[all.indexOf(flow) + (key === 'ArrowDown' ? 1 : -1)];
}

/** The nearest element above or below, within the same container. */
function nearest(from: Drawn, direction: 1 | -1): Drawn | undefined {
  const beside = (from.parent?.children ?? []).filter(
    (other) =>
      other !== from && other.waypoints === undefined && other.type !== 'label' && direction * (other.y - from.y) > 0,
  );
  const distance = (other: Drawn) => Math.abs(other.x - from.x) + 2 * Math.abs(other.y - from.y);
  return beside.toSorted((one, other) => distance(one) - distance(other))[0];
}

/** Arrow keys walk along the connections, Shift and an arrow moves the step, Enter opens its properties. */
class OfficeKeyboard {
  static readonly $inject = ['keyboard', 'selection', 'canvas', 'eventBus', 'elementRegistry'];

  constructor(
    keyboard: Parts['keyboard'],
    selection: Parts['selection'],
    canvas: Parts['canvas'],
    eventBus: Parts['eventBus'],
    elementRegistry: Parts['elementRegistry'],
  ) {
    keyboard.addListener(2000, ({ keyEvent }: CanvasEvent) => {
      if (keyEvent.ctrlKey || keyEvent.metaKey || keyEvent.altKey || keyEvent.shiftKey) return undefined;
      const selected = selection.get()[0];
      if (keyEvent.key === 'Enter' && selected !== undefined) {
        eventBus.fire('kommune.openProperties', { element: selected });
        return true;
      }
      if (!keyEvent.key.startsWith('Arrow')) return undefined;
      const start = elementRegistry.filter((element) => isAny(element, 'bpmn:StartEvent'))[0];
      const target = selected === undefined ? start : walk(selected, keyEvent.key);
      if (target !== undefined) {
        selection.select(target);
        canvas.scrollToElement(target, 80);
      }
      return true;
    });
  }
}

export const keyboardModule = { __init__: ['officeKeyboard'], officeKeyboard: ['type', OfficeKeyboard] };
