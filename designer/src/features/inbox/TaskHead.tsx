import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMe } from '../../api/session';
import type { TaskDetail } from '../../api/schema';
import { Badge } from '../../ui/Badge';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { useNow } from '../../ui/now';
import { clockTime, comingWords, dueWords, exactTime, shortDate } from '../../ui/time';
import { showToast } from '../../ui/toast';
import type { DraftState } from './draft';
import { fourEyesText, priorityIcon, priorityText, responsibilityText } from './responsibility';

interface Props {
  task: TaskDetail;
  draft: DraftState;
  backTo: string;
}

/** What the task is, whose it is and until when. */
export function TaskHead({ task, draft, backTo }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const now = useNow();
  const priority = priorityText(task.priority, t);
  const copyLink = async () => {
    await navigator.clipboard.writeText(`${window.location.origin}/posteingang/${task.key}`);
    showToast(t('task.linkCopied'));
  };
  return (
    <header className="task-head">
      <div className="task-meta">
        <Link className="back-link" to={backTo}>
          <Icon name="back" /> {t('task.back')}
        </Link>
        <span className="muted">
          {task.processName} · <Link to={`/vorgaenge/${task.caseKey}`}>{task.caseNumber}</Link>
        </span>
        <span className="spacer" />
        <DraftNote draft={draft} />
        <a
          className="icon-button compact wide-only"
          href={`/posteingang/${task.key}`}
          target="_blank"
          rel="noreferrer"
          aria-label={t('task.newTab')}
          title={t('task.newTab')}
        >
          <Icon name="newTab" />
        </a>
        <IconButton
          className="wide-only"
          icon="link"
          compact
          label={t('task.copyLink')}
          onClick={() => void copyLink()}
        />
      </div>
      <h2 id="aufgabe-titel" tabIndex={-1}>
        {task.title}
      </h2>
      <div className="row-line">
        <Badge
          icon={task.assignee?.userName === me.userName ? 'account' : 'group'}
          tone={task.assignee?.userName === me.userName ? 'action' : 'neutral'}
        >
          {responsibilityText(task, me.userName, t)}
        </Badge>
        {task.dueAt !== null && <DueBadge at={task.dueAt} />}
        {task.followUpAt !== null && (
          <Badge icon="alarm">{t('task.followUpAt', { date: shortDate(new Date(task.followUpAt), now, t) })}</Badge>
        )}
        {priority !== null && (
          <Badge icon={priorityIcon(task.priority)}>
            {t('task.priority', { word: priority.toLocaleLowerCase('de') })}
          </Badge>
        )}
        {task.fourEyes !== null && <Badge icon="lock">{fourEyesText(task.fourEyes, t)}</Badge>}
      </div>
    </header>
  );
}

function DueBadge({ at }: { at: string }) {
  const { t } = useTranslation();
  const due = new Date(at);
  const now = useNow();
  const words = dueWords(due, now, t);
  const date = shortDate(due, now, t);
  const near = comingWords(due, now, t);
  const text = words.tone === 'overdue' || near === date ? words.text : `${words.text}, ${date}`;
  return (
    <time dateTime={at} title={exactTime(due, t)}>
      <Badge
        icon={words.tone === 'overdue' ? 'alert' : 'clock'}
        tone={words.tone === 'overdue' ? 'danger' : words.tone === 'soon' ? 'warning' : 'neutral'}
      >
        <span className="capital">{text}</span>
      </Badge>
    </time>
  );
}

function DraftNote({ draft }: { draft: DraftState }) {
  const { t } = useTranslation();
  if (draft.failed)
    return (
      <span className="draft-note danger-text">
        <Icon name="cloudOff" />
        {t('task.draftFailed')}
      </span>
    );
  if (draft.savedAt === null) return null;
  return (
    <span className="draft-note">
      <Icon name="cloudDone" />
      {t('task.draftSaved', { time: clockTime(draft.savedAt) })}
    </span>
  );
}
