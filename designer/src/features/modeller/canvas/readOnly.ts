import type { Parts } from './types';

const first = 5000;

/** Refuses every change on the canvas; looking around stays possible. */
class ReadOnly {
  static readonly $inject = ['eventBus'];

  constructor(eventBus: Parts['eventBus']) {
    const changes = ['shape', 'elements', 'connection', 'lane', 'element'];
    const actions = [
      'create',
      'move',
      'delete',
      'resize',
      'replace',
      'reconnect',
      'updateWaypoints',
      'copy',
      'paste',
      'align',
    ];
    const rules = changes.flatMap((what) => actions.map((action) => `commandStack.${what}.${action}.canExecute`));
    eventBus.on(rules, first, () => false);
    eventBus.on(['element.dblclick', 'contextPad.open', 'popupMenu.open', 'create.init'], first, () => false);
  }
}

export const readOnlyModule = { __init__: ['readOnly'], readOnly: ['type', ReadOnly] };
