import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../api/schema';
import { Message } from '../../ui/Message';
import { useNow } from '../../ui/now';
import { personText } from '../../ui/people';
import { clockTime, momentWords } from '../../ui/time';

interface Props {
  task: TaskDetail;
  me: string;
}

/** Why the form cannot be filled in now: somebody else is at it, or four eyes forbid it, or it is finished. */
export function TaskNotices({ task, me }: Props) {
  const { t } = useTranslation();
  const now = useNow();
  if (task.state !== 'open') {
    const at = task.completedAt === null ? '' : momentWords(new Date(task.completedAt), now, t);
    return (
      <Message kind="success">
        {t(task.state === 'completed' ? 'task.wasCompleted' : 'task.wasCanceled', { at })}
      </Message>
    );
  }
  const notices = [];
  if (task.delegation?.state === 'pending') {
    notices.push(
      <Message key="delegated" kind="info">
        {t('task.delegatedBy', { name: personText(task.delegation.owner) })}
      </Message>,
    );
  }
  if (task.assignee !== null && task.assignee.userName !== me && task.deputyFor === null) {
    const since = task.assignedAt === null ? '' : clockTime(new Date(task.assignedAt));
    notices.push(
      <Message key="other" kind="info">
        <b>{t('task.takenBy', { name: personText(task.assignee), time: since })}</b> {t('task.takenByHint')}
      </Message>,
    );
  }
  if (task.fourEyes?.kind === 'excluded') {
    notices.push(
      <Message key="eyes" icon="lock">
        <b>{t('task.fourEyesTitle')}</b> {t('task.fourEyesWhy', { task: task.fourEyes.taskName })}
      </Message>,
    );
  }
  if (!task.actions.complete.allowed && task.actions.complete.reason !== null && notices.length === 0) {
    notices.push(
      <Message key="reason" icon="lock">
        {task.actions.complete.reason}
      </Message>,
    );
  }
  return notices;
}
