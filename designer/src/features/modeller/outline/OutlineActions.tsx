import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { SelectField } from '../../../ui/Field';
import { Menu } from '../../../ui/Menu';
import { addLane, addReminderTimer, addStepAfter, type StepKindId, stepKinds } from '../canvas/steps';
import { isAny, type Drawn } from '../canvas/types';
import { useBench } from '../workbench';
import type { OutlineItem } from './outline';

interface Props {
  item: OutlineItem;
  onRename: () => void;
  onRemove: () => void;
  onAdded: (element: Drawn) => void;
}

/** What can be done with the selected line without the drawing. */
export function OutlineActions({ item, onRename, onRemove, onAdded }: Props) {
  const { t } = useTranslation();
  const { modeler } = useBench();
  const [connecting, setConnecting] = useState(false);
  const { element } = item;
  const isFlow = item.kind !== 'group';
  const kinds = Object.keys(stepKinds).filter((id) => id !== 'start') as StepKindId[];
  const add = kinds.map((id) => ({
    id,
    label: t(`modeller.step.${id}`),
    onSelect: () => onAdded(addStepAfter(modeler, element, stepKinds[id])),
  }));
  const isTask = isAny(element, 'bpmn:Activity');
  return (
    <div className="outline-actions" role="toolbar" aria-label={t('modeller.outline.actions')}>
      <Menu
        label={t('modeller.outline.addAfter')}
        items={
          isFlow
            ? [
                ...add,
                ...(isTask
                  ? [
                      {
                        id: 'deadline',
                        label: t('modeller.outline.timer'),
                        onSelect: () => onAdded(addReminderTimer(modeler, element)),
                      },
                    ]
                  : []),
                { id: 'lane', label: t('modeller.palette.lane'), onSelect: () => onAdded(addLane(modeler)) },
              ]
            : [{ id: 'lane', label: t('modeller.palette.lane'), onSelect: () => onAdded(addLane(modeler)) }]
        }
        trigger={(wiring) => <IconButton {...wiring} icon="add" compact label={t('modeller.outline.addAfter')} />}
      />
      <IconButton icon="edit" compact label={t('modeller.outline.rename')} onClick={onRename} />
      {item.kind === 'step' && !isAny(element, 'bpmn:EndEvent') && (
        <IconButton icon="connect" compact label={t('modeller.outline.connect')} onClick={() => setConnecting(true)} />
      )}
      <IconButton icon="trash" compact label={t('modeller.outline.remove')} onClick={onRemove} />
      {connecting && <ConnectDialog from={element} onClose={() => setConnecting(false)} />}
    </div>
  );
}

/** Leads a way from one step to another, chosen from a list. */
function ConnectDialog({ from, onClose }: { from: Drawn; onClose: () => void }) {
  const { t } = useTranslation();
  const { modeler } = useBench();
  const targets = modeler
    .get('elementRegistry')
    .filter(
      (other) =>
        other !== from &&
        other.type !== 'label' &&
        isAny(other, 'bpmn:FlowNode') &&
        modeler.get('rules').allowed('connection.create', { source: from, target: other }) !== false,
    );
  const [target, setTarget] = useState(targets[0]?.id ?? '');
  const connect = () => {
    const to = modeler.get('elementRegistry').get(target);
    if (to !== undefined) modeler.get('modeling').connect(from, to);
    onClose();
  };
  return (
    <Dialog
      title={t('modeller.outline.connectTitle', { name: from.businessObject.name ?? '' })}
      onClose={onClose}
      onSubmit={connect}
    >
      <SelectField
        label={t('modeller.outline.connectTo')}
        value={target}
        onChange={(event) => setTarget(event.target.value)}
      >
        {targets.map((other) => (
          <option key={other.id} value={other.id}>
            {other.businessObject.name ?? other.id}
          </option>
        ))}
      </SelectField>
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit">
          {t('modeller.outline.connectDo')}
        </Button>
      </footer>
    </Dialog>
  );
}
