import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TaskItem } from '../../api/schema';
import { Icon } from '../../ui/Icon';
import { Due } from '../../ui/Moment';
import { fourEyesShort, priorityIcon, priorityText, responsibilityText } from './responsibility';

interface Props {
  row: TaskItem;
  me: string;
  to: string;
  current: boolean;
  marked: boolean;
  /** The one row that Tab reaches. */
  entry: boolean;
  onMark: (key: string, range: boolean) => void;
  /** Enter goes into the task; a click only opens it beside the list. */
  onEnter: (key: string) => void;
}

export const rowId = (key: string): string => `aufgabe-${key}`;

/** One task of the list in three lines. The case number is never cut. */
export const TaskRowItem = memo(function TaskRowItem({ row, me, to, current, marked, entry, onMark, onEnter }: Props) {
  const { t } = useTranslation();
  const priority = priorityText(row.priority, t);
  return (
    <li className={['task-row', current ? 'current' : '', row.unread ? 'unread' : ''].join(' ')}>
      <input
        type="checkbox"
        className="checkbox"
        tabIndex={-1}
        checked={marked}
        aria-label={t('inbox.mark', { title: row.title })}
        onClick={(event) => onMark(row.key, event.shiftKey)}
        onChange={() => undefined}
      />
      <Link
        id={rowId(row.key)}
        className="task-link"
        to={to}
        tabIndex={entry ? 0 : -1}
        aria-current={current ? 'true' : undefined}
        data-region-start={entry || undefined}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          onEnter(row.key);
        }}
      >
        <span className="task-line">
          <span className="task-title">{row.title}</span>
          {row.unread && <span className="hidden-visually">, {t('inbox.unread')}</span>}
          {priority !== null && (
            <span className={row.priority > 50 ? 'task-priority high' : 'task-priority'}>
              <Icon name={priorityIcon(row.priority)} size={16} />
              {priority}
            </span>
          )}
        </span>
        <span className="task-line">
          <span className="task-case">
            <span>{row.caseNumber}</span>
            <span className="task-process"> · {row.processName}</span>
          </span>
          {row.completedAt !== null ? <Due at={row.completedAt} done /> : row.dueAt !== null && <Due at={row.dueAt} />}
        </span>
        <span className="task-line third">
          <span className="task-who">{responsibilityText(row, me, t)}</span>
          {row.fourEyes !== null && (
            <span className="task-eyes">
              <Icon name="lock" size={16} />
              {fourEyesShort(row.fourEyes, t)}
            </span>
          )}
        </span>
      </Link>
    </li>
  );
});
