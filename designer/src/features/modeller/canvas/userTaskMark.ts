import { extension } from '../model/extensions';
import { type CanvasEvent, type Drawn, isAny, type Parts } from './types';

/** Marks a new task for people as the dialect does (`zeebe:userTask`), however it came about. */
class UserTaskMark {
  static readonly $inject = ['eventBus', 'modeling', 'bpmnFactory'];

  constructor(eventBus: Parts['eventBus'], modeling: Parts['modeling'], bpmnFactory: Parts['bpmnFactory']) {
    eventBus.on('commandStack.shape.create.postExecuted', ({ context }: CanvasEvent) => {
      const shape = context.shape as Drawn;
      const moddle = shape.businessObject;
      if (shape.type === 'label' || !isAny(moddle, 'bpmn:UserTask')) return;
      if (extension(moddle, 'zeebe:UserTask') !== undefined) return;
      const known = moddle.get<ReturnType<typeof bpmnFactory.create> | undefined>('extensionElements');
      const mark = bpmnFactory.create('zeebe:UserTask');
      const values = [mark, ...(known?.get<object[]>('values') ?? [])];
      const extensionElements = bpmnFactory.create('bpmn:ExtensionElements', { values });
      mark.$parent = extensionElements;
      extensionElements.$parent = moddle;
      modeling.updateProperties(shape, { extensionElements });
    });
  }
}

export const userTaskMarkModule = { __init__: ['userTaskMark'], userTaskMark: ['type', UserTaskMark] };
