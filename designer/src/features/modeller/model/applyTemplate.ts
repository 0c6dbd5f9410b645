import { together } from '../canvas/batch';
import { shapeOf } from '../canvas/steps';
import { type Drawn, eventDefinition, type Modeler } from '../canvas/types';
import type { ModelWriter } from './ModelWriter';
import type { ElementTemplate } from './templates';

/** Makes a step what a plug-in's description says, as one step of undo. */
export function applyTemplate(writer: ModelWriter, element: Drawn, template: ElementTemplate): void {
  const moddle = element.businessObject;
  writer.together(() => {
    writer.update(element, {
      'zeebe:modelerTemplate': template.id,
      ...(template.version === undefined ? {} : { 'zeebe:modelerTemplateVersion': template.version }),
    });
    for (const { binding, value } of template.properties) {
      const text = String(value ?? '');
      if (binding.type === 'zeebe:taskDefinition' || binding.type === 'zeebe:taskDefinition:type')
        writer.setExtension(element, moddle, 'zeebe:TaskDefinition', { [binding.property ?? 'type']: text });
      const definition = eventDefinition(moddle);
      if (binding.type === 'bpmn:Message#property' && binding.name === 'name' && definition !== undefined)
        writer.refer(element, definition, 'messageRef', 'bpmn:Message', 'name', text);
    }
  });
}

/** A step for the palette to place: it carries the activity's name. */
export function shapeFrom(modeler: Modeler, template: ElementTemplate): Drawn {
  const type = template.elementType?.value ?? 'bpmn:ServiceTask';
  const eventDefinitionType = template.elementType?.eventDefinition;
  const shape = shapeOf(modeler, {
    id: template.id,
    type,
    ...(eventDefinitionType === undefined ? {} : { eventDefinitionType }),
  });
  shape.businessObject.set('name', template.name);
  return shape;
}

/** Lets somebody place the step by mouse, and applies the template where it came to lie. */
export function placeTemplate(modeler: Modeler, writer: ModelWriter, template: ElementTemplate, event: Event): void {
  const shape = shapeFrom(modeler, template);
  const eventBus = modeler.get('eventBus');
  const placed = () => {
    if (modeler.get('elementRegistry').get(shape.id) === undefined) return;
    together(modeler, () => applyTemplate(writer, shape, template));
  };
  const ended = () => {
    eventBus.off('create.end', placed);
    eventBus.off('create.cleanup', ended);
  };
  // After the step itself was made.
  eventBus.on('create.end', 100, placed);
  eventBus.on('create.cleanup', ended);
  modeler.get('create').start(event, shape);
}
