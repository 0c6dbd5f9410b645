import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/Icon';
import type { IconName } from '../../ui/icons';
import { addLane, addStepAfter, insertAfter, shapeOf, type StepKindId, stepKinds } from './canvas/steps';
import { isAny, type Drawn, type Modeler } from './canvas/types';
import { applyTemplate, placeTemplate, shapeFrom } from './model/applyTemplate';
import { type ElementTemplate, elementTemplates, newest } from './model/templates';
import { useBench } from './workbench';

const entries: { id: StepKindId; icon: IconName }[] = [
  { id: 'start', icon: 'start' },
  { id: 'wait', icon: 'clock' },
  { id: 'end', icon: 'stop' },
  { id: 'task', icon: 'account' },
  { id: 'automation', icon: 'gear' },
  { id: 'rule', icon: 'rule' },
  { id: 'message', icon: 'mail' },
  { id: 'fork', icon: 'fork' },
  { id: 'subprocess', icon: 'process' },
];

/** What the plug-ins add: their activities and events by name, help and icon. */
function Additions() {
  const { t } = useTranslation();
  const { modeler, writer, openProperties } = useBench();
  const query = useQuery({ queryKey: ['element-templates'], queryFn: elementTemplates, staleTime: 60_000 });
  const templates = newest(query.data ?? []).toSorted((one, other) => one.name.localeCompare(other.name, 'de'));
  if (templates.length === 0) return null;
  const add = (template: ElementTemplate) => {
    const after = anchor(modeler);
    if (after === undefined) return;
    const added = insertAfter(modeler, after, shapeFrom(modeler, template));
    applyTemplate(writer, added, template);
    openProperties();
  };
  return (
    <details className="palette-additions">
      <summary>{t('modeller.palette.additions', { count: templates.length })}</summary>
      <ul>
        {templates.map((template) => (
          <li key={template.id}>
            <button
              type="button"
              className="palette-addition"
              draggable
              title={template.description}
              onDragStart={(event) => {
                event.preventDefault();
                placeTemplate(modeler, writer, template, event.nativeEvent);
              }}
              onClick={(event) =>
                event.detail === 0 ? add(template) : placeTemplate(modeler, writer, template, event.nativeEvent)
              }
            >
              {template.icon === undefined ? (
                <Icon name={template.elementType?.eventDefinition === undefined ? 'gear' : 'mail'} size={16} />
              ) : (
                <img src={template.icon.contents} alt="" width={16} height={16} />
              )}
              {template.name}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What can be drawn. With the mouse a step is placed, with the keyboard it follows the selected one. */
export function Palette() {
  const { t } = useTranslation();
  const { modeler, openProperties } = useBench();
  const place = (event: Event, id: StepKindId) => {
    const shape = shapeOf(modeler, stepKinds[id]);
    modeler.get('create').start(event, shape);
  };
  const add = (id: StepKindId) => {
    const after = anchor(modeler);
    if (after === undefined) return;
    addStepAfter(modeler, after, stepKinds[id]);
    openProperties();
  };
  return (
    <section className="palette" aria-label={t('modeller.palette.title')} data-region>
      <div className="palette-row">
        <Tool
          icon="cursor"
          label={t('modeller.palette.select')}
          onUse={() => modeler.get('toolManager').setActive(null)}
        />
        <Tool icon="hand" label={t('modeller.palette.hand')} onUse={() => modeler.get('handTool').toggle()} />
        <Tool
          icon="connect"
          label={t('modeller.palette.connect')}
          onUse={(event) => modeler.get('globalConnect').toggle(event)}
        />
      </div>
      <div className="palette-row">
        {entries.map(({ id, icon }) => (
          <button
            key={id}
            type="button"
            className="palette-entry"
            draggable
            title={t('modeller.palette.hint', { what: t(`modeller.step.${id}`) })}
            onDragStart={(event) => {
              event.preventDefault();
              place(event.nativeEvent, id);
            }}
            onClick={(event) => (event.detail === 0 ? add(id) : place(event.nativeEvent, id))}
          >
            <Icon name={icon} />
            {t(`modeller.step.${id}`)}
          </button>
        ))}
        <button
          type="button"
          className="palette-entry"
          title={t('modeller.palette.laneHint')}
          onClick={() => addLane(modeler)}
        >
          <Icon name="lane" />
          {t('modeller.palette.lane')}
        </button>
      </div>
      <Additions />
    </section>
  );
}

function Tool({ icon, label, onUse }: { icon: IconName; label: string; onUse: (event: Event) => void }) {
  return (
    <button type="button" className="palette-entry" onClick={(event) => onUse(event.nativeEvent)}>
      <Icon name={icon} />
      {label}
    </button>
  );
}

/** What a step added by keyboard follows: the selected one, or the last before an end. */
function anchor(modeler: Modeler): Drawn | undefined {
  const selected = modeler.get('selection').get()[0];
  if (selected !== undefined && isAny(selected, 'bpmn:FlowNode', 'bpmn:SequenceFlow')) return selected;
  const steps = modeler.get('elementRegistry').filter((element) => isAny(element, 'bpmn:FlowNode'));
  return steps.find((step) => isAny(step, 'bpmn:EndEvent') && step.incoming.length > 0) ?? steps.at(-1);
}
