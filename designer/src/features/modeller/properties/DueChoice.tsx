import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../ui/Field';
import type { Drawn } from '../canvas/types';
import { type Due, formatDue, parseDue } from '../model/due';
import { attribute } from '../model/extensions';
import { CommittedText, Question } from './Fields';
import { PeriodFields } from './PeriodFields';
import { useBench } from '../workbench';

const kinds = ['none', 'workingDays', 'period', 'date', 'expression'] as const;

/** Bis wann? or: Wann wird es wieder vorgelegt? */
export function DueQuestion({ element, field }: { element: Drawn; field: 'dueDate' | 'followUpDate' }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const known = parseDue(attribute(element.businessObject, 'zeebe:TaskSchedule', field));
  const [chosen, setChosen] = useState<Due['kind'] | null>(null);
  const due = chosen === null || chosen === known.kind ? known : start(chosen);
  const write = (next: Due) =>
    writer.setExtension(element, element.businessObject, 'zeebe:TaskSchedule', { [field]: formatDue(next) });
  return (
    <Question title={t(`modeller.due.${field}`)}>
      <SelectField
        label={t('modeller.due.how')}
        value={due.kind}
        onChange={(event) => {
          const kind = event.target.value as Due['kind'];
          setChosen(kind);
          if (kind !== 'date' && kind !== 'expression') write(start(kind));
        }}
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`modeller.due.${kind}`)}
          </option>
        ))}
      </SelectField>
      {due.kind === 'period' && (
        <PeriodFields period={due.period} onChange={(period) => write({ kind: 'period', period })} />
      )}
      {due.kind === 'workingDays' && (
        <CommittedText
          label={t('modeller.due.workingDaysCount')}
          hint={t('modeller.due.workingDaysHint')}
          type="number"
          min={1}
          value={String(due.count)}
          onCommit={(text) => write({ kind: 'workingDays', count: Math.max(1, Math.round(Number(text))) })}
        />
      )}
      {due.kind === 'date' && (
        <CommittedText
          label={t('modeller.due.at')}
          type="datetime-local"
          value={localText(due.at)}
          onCommit={(text) => write({ kind: 'date', at: text === '' ? '' : new Date(text).toISOString() })}
        />
      )}
      {due.kind === 'expression' && (
        <CommittedText
          label={t('modeller.due.text')}
          hint={t('modeller.due.textHint')}
          value={due.text}
          onCommit={(text) => write({ kind: 'expression', text })}
        />
      )}
    </Question>
  );
}

function start(kind: Due['kind']): Due {
  switch (kind) {
    case 'none':
      return { kind };
    case 'period':
      return { kind, period: { count: 7, unit: 'days' } };
    case 'workingDays':
      return { kind, count: 3 };
    case 'date':
      return { kind, at: '' };
    case 'expression':
      return { kind, text: '' };
  }
}

/** An instant as the local text that a date and time field shows. */
function localText(instant: string): string {
  if (instant === '') return '';
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
