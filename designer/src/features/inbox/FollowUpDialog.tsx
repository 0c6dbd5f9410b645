import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { useNow } from '../../ui/now';
import { problemText } from '../../ui/states';
import { showToast } from '../../ui/toast';
import { FollowUpChoice, type FollowUpValue, followUpMoment } from './FollowUpChoice';
import { useTaskCommand } from './queries';

/** Puts a task aside until a day; it leaves the open list until then. */
export function FollowUpDialog({ task, onClose }: { task: TaskDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const command = useTaskCommand(task.key);
  const [value, setValue] = useState<FollowUpValue>({ kind: 'tomorrow', date: '' });
  const [reason, setReason] = useState('');
  const at = followUpMoment(value, [task], useNow());
  const submit = () => {
    if (at === null) return;
    const body = { at: at.toISOString(), reason: reason.trim() === '' ? undefined : reason.trim() };
    command.mutate(
      { command: 'follow-up', body },
      {
        onSuccess: () => {
          showToast(t('followUp.done'));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog title={t('followUp.title')} onClose={onClose} onSubmit={submit}>
      {command.isError && <Message kind="danger">{problemText(command.error, t)}</Message>}
      <FollowUpChoice value={value} onChange={setValue} beforeDue={false} />
      <TextField
        label={t('followUp.reason')}
        hint={t('followUp.reasonHint')}
        optional
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <footer>
        <Button kind="main" type="submit" icon="alarm" blocked={at === null ? t('followUp.dateMissing') : null}>
          {t('followUp.submit')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </footer>
    </Dialog>
  );
}
