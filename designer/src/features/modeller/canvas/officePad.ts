import type { Drawn, Parts } from './types';

type Entry = { className: string; title: string; group: string; html?: string; action: Record<string, unknown> };
type Entries = Record<string, Entry>;

/** Appending a task means work for a person here; a plain task would do nothing. */
class OfficePad {
  static readonly $inject = ['contextPad', 'elementFactory', 'autoPlace', 'create', 'appendPreview'];
  private readonly elementFactory: Parts['elementFactory'];
  private readonly autoPlace: Parts['autoPlace'];
  private readonly create: Parts['create'];

  constructor(
    contextPad: Parts['contextPad'],
    elementFactory: Parts['elementFactory'],
    autoPlace: Parts['autoPlace'],
    create: Parts['create'],
  ) {
    this.elementFactory = elementFactory;
    this.autoPlace = autoPlace;
    this.create = create;
    contextPad.registerProvider(500, this);
  }

  getContextPadEntries() {
    return (entries: Entries): Entries => {
      const append = entries['append.append-task'];
      if (append === undefined) return entries;
      const task = () => this.elementFactory.createShape({ type: 'bpmn:UserTask' });
      const changed: Entry = {
        ...append,
        className: 'bpmn-icon-user-task',
        action: {
          click: (_event: Event, element: Drawn) => this.autoPlace.append(element, task()),
          dragstart: (event: Event, element: Drawn) => this.create.start(event, task(), { source: element }),
        },
      };
      return { ...entries, 'append.append-task': changed };
    };
  }
}

export const officePadModule = { __init__: ['officePad'], officePad: ['type', OfficePad] };
