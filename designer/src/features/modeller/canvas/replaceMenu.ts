import type { Parts } from './types';

/** Markers that are drawn but change nothing in how a case runs. */
const withoutEffect = new Set(['toggle-participant-multiplicity', 'toggle-is-collection']);

type Entries = Record<string, unknown>;

interface PopupMenu {
  registerProvider(id: string, priority: number, provider: object): void;
}

/** Takes out of the menu „Art ändern“ what the engine would not act on. */
class ReplaceMenu {
  static readonly $inject = ['popupMenu', 'eventBus'];

  constructor(popupMenu: PopupMenu & Parts['popupMenu']) {
    popupMenu.registerProvider('bpmn-replace', 500, this);
  }

  getPopupMenuEntries() {
    return (entries: Entries) => entries;
  }

  getPopupMenuHeaderEntries() {
    return (entries: Entries) => Object.fromEntries(Object.entries(entries).filter(([id]) => !withoutEffect.has(id)));
  }
}

export const replaceMenuModule = { __init__: ['replaceMenu'], replaceMenu: ['type', ReplaceMenu] };
