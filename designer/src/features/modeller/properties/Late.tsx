import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { Button, IconButton } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { SelectField, TextField } from '../../../ui/Field';
import { Icon } from '../../../ui/Icon';
import { addReminderTimer, reveal } from '../canvas/steps';
import { eventDefinition, type Drawn } from '../canvas/types';
import { formatPeriod, parsePeriod, type Period } from '../model/period';
import { useBench } from '../workbench';
import { Question } from './Fields';
import { PeriodFields } from './PeriodFields';

interface Stage {
  timer: Drawn;
  period: Period | null;
  text: string;
  step: Drawn | undefined;
}

/** Was geschieht, wenn es zu spät ist? Each stage is a timer at the task that lets it go on. */
export function LateQuestion({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { modeler } = useBench();
  const [adding, setAdding] = useState(false);
  const stages = stagesOf(element);
  const remove = ({ timer, step }: Stage) => {
    const end = step?.outgoing[0]?.target;
    const only = step?.incoming.length === 1 ? [step, ...(end?.incoming.length === 1 ? [end] : [])] : [];
    modeler.get('modeling').removeElements([timer, ...only]);
  };
  return (
    <Question title={t('modeller.late.title')}>
      {stages.length === 0 && <p className="small muted">{t('modeller.late.nothing')}</p>}
      <ul className="stages">
        {stages.map((stage) => (
          <li key={stage.timer.id}>
            <b>
              {stage.period === null
                ? stage.text
                : t('modeller.late.after', {
                    period: t(`modeller.period.${stage.period.unit}Count`, { count: stage.period.count }),
                  })}
            </b>
            <button
              type="button"
              className="link-button"
              onClick={() => reveal(modeler, (stage.step ?? stage.timer).id)}
            >
              {stage.step?.businessObject.name ?? t('modeller.late.noStep')}
            </button>
            <IconButton icon="trash" compact label={t('modeller.late.remove')} onClick={() => remove(stage)} />
          </li>
        ))}
      </ul>
      <button type="button" className="link-button with-icon" onClick={() => setAdding(true)}>
        <Icon name="add" size={16} />
        {t('modeller.late.add')}
      </button>
      {adding && <AddStage element={element} onClose={() => setAdding(false)} />}
    </Question>
  );
}

function stagesOf(element: Drawn): Stage[] {
  return (element.attachers ?? []).flatMap((timer) => {
    const definition = eventDefinition(timer.businessObject);
    const isTimer = definition?.$type === 'bpmn:TimerEventDefinition';
    if (!isTimer || timer.businessObject.get('cancelActivity') !== false) return [];
    const text = definition.get<{ body?: string } | undefined>('timeDuration')?.body ?? timer.businessObject.name ?? '';
    return [{ timer, period: parsePeriod(text), text, step: timer.outgoing[0]?.target }];
  });
}

/** A further stage: after a time, a task for a group or a notice to a person. */
function AddStage({ element, onClose }: { element: Drawn; onClose: () => void }) {
  const { t } = useTranslation();
  const { groups, session, procedure, modeler, writer } = useBench();
  const [period, setPeriod] = useState<Period>({ count: 3, unit: 'days' });
  const [what, setWhat] = useState<'task' | 'notice'>('task');
  const [group, setGroup] = useState(groups[0]?.id ?? '');
  const [person, setPerson] = useState('');
  const name = element.businessObject.name ?? '';
  const add = () => {
    const title = t(what === 'task' ? 'modeller.late.taskName' : 'modeller.late.noticeName', { name });
    const textName = `${procedure.id}-erinnerung`;
    writer.together(() => {
      const timer = addReminderTimer(modeler, element);
      const definition = eventDefinition(timer.businessObject);
      if (definition !== undefined) writer.setExpression(timer, definition, 'timeDuration', formatPeriod(period));
      const type = what === 'task' ? 'bpmn:UserTask' : 'bpmn:ServiceTask';
      const step = modeler.get('autoPlace').append(timer, modeler.get('elementFactory').createShape({ type }));
      writer.update(step, { name: title });
      const moddle = step.businessObject;
      if (what === 'task') {
        writer.setExtension(step, moddle, 'zeebe:AssignmentDefinition', { candidateGroups: group });
      } else {
        writer.setExtension(step, moddle, 'zeebe:TaskDefinition', { type: 'kommune:notice' });
        writer.setPairs(step, moddle, 'headers', [{ name: 'text', value: textName }]);
        if (person !== '')
          writer.setPairs(step, moddle, 'inputs', [{ name: 'an', value: `=${JSON.stringify(person)}` }]);
      }
      modeler.get('autoPlace').append(step, modeler.get('elementFactory').createShape({ type: 'bpmn:EndEvent' }));
      modeler.get('selection').select(element);
    });
    const textPath = `texts/${textName}.liquid`;
    if (what === 'notice' && session.text(textPath) === undefined)
      session.change(textPath, t('modeller.late.noticeText', { name: procedure.name, fall: '{{ fall.nummer }}' }));
    onClose();
  };
  return (
    <Dialog title={t('modeller.late.addTitle', { name })} onClose={onClose} onSubmit={add}>
      <PeriodFields period={period} onChange={setPeriod} />
      <SelectField
        label={t('modeller.late.what')}
        value={what}
        onChange={(event) => setWhat(event.target.value as 'task' | 'notice')}
      >
        <option value="task">{t('modeller.late.task')}</option>
        <option value="notice">{t('modeller.late.notice')}</option>
      </SelectField>
      {what === 'task' ? (
        <SelectField label={t('modeller.late.group')} value={group} onChange={(event) => setGroup(event.target.value)}>
          {groups.map(({ id, name: groupName }) => (
            <option key={id} value={id}>
              {groupName}
            </option>
          ))}
        </SelectField>
      ) : (
        <TextField
          label={t('modeller.late.person')}
          hint={t('modeller.late.personHint')}
          optional
          value={person}
          onChange={(event) => setPerson(event.target.value)}
        />
      )}
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit">
          {t('modeller.late.addDo')}
        </Button>
      </footer>
    </Dialog>
  );
}
