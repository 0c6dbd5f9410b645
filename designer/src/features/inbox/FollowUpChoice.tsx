import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskItem } from '../../api/schema';
import { TextField } from '../../ui/Field';
import { useNow } from '../../ui/now';
import { addDays, berlin, dateField, shortDate } from '../../ui/time';

export interface FollowUpValue {
  kind: 'tomorrow' | 'week' | 'beforeDue' | 'date';
  /** `2026-09-17`, for kind `date`. */
  date: string;
}

const morning = '08:00';

/** The moment a task comes back, in the morning of the day; null while the date is missing. */
export function followUpMoment(value: FollowUpValue, rows: Pick<TaskItem, 'dueAt'>[], now: Date): Date | null {
  if (value.kind === 'tomorrow') return berlin(dateField(addDays(now, 1)), morning);
  if (value.kind === 'week') return berlin(dateField(addDays(now, 7)), morning);
  if (value.kind === 'date') return value.date === '' ? null : berlin(value.date, morning);
  const dues = rows.flatMap((row) => (row.dueAt === null ? [] : [new Date(row.dueAt).getTime()]));
  if (dues.length === 0) return null;
  const dayBefore = berlin(dateField(addDays(new Date(Math.min(...dues)), -1)), morning);
  return dayBefore > now ? dayBefore : null;
}

interface Props {
  value: FollowUpValue;
  onChange: (value: FollowUpValue) => void;
  /** Offers the day before the deadline. */
  beforeDue: boolean;
}

/** When a task shall come back: suggestions or a day. */
export function FollowUpChoice({ value, onChange, beforeDue }: Props) {
  const { t } = useTranslation();
  const name = useId();
  const now = useNow();
  const day = (days: number) => t('followUp.at', { date: shortDate(addDays(now, days), now, t), time: morning });
  const cards: { kind: FollowUpValue['kind']; hint: string }[] = [
    { kind: 'tomorrow', hint: day(1) },
    beforeDue ? { kind: 'beforeDue', hint: t('followUp.beforeDueHint') } : { kind: 'week', hint: day(7) },
    { kind: 'date', hint: t('followUp.dateHint') },
  ];
  return (
    <fieldset className="stack-small">
      <legend className="field-label">{t('followUp.until')}</legend>
      <div className="choice-cards">
        {cards.map(({ kind, hint }) => (
          <label key={kind} className="choice-card">
            <input
              type="radio"
              name={name}
              checked={value.kind === kind}
              onChange={() => onChange({ ...value, kind })}
            />
            <span>
              {t(`followUp.kind.${kind}`)}
              <small>{hint}</small>
            </span>
          </label>
        ))}
      </div>
      {value.kind === 'date' && (
        <TextField
          label={t('followUp.date')}
          type="date"
          min={dateField(addDays(now, 1))}
          value={value.date}
          onChange={(event) => onChange({ ...value, date: event.target.value })}
        />
      )}
    </fieldset>
  );
}
