import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person, TaskDetail } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { PersonPicker } from '../../ui/PersonPicker';
import { problemText } from '../../ui/states';
import { showToast } from '../../ui/toast';
import { useTaskCommand } from './queries';

type Kind = 'assign' | 'delegate';

/** Gives a task to somebody else: for good, or to have it back with an answer. */
export function PassDialog({ task, onClose }: { task: TaskDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const name = useId();
  const command = useTaskCommand(task.key);
  const kinds = (['assign', 'delegate'] as const).filter((kind) => task.actions[kind].allowed);
  const [kind, setKind] = useState<Kind>(kinds[0] ?? 'assign');
  const [person, setPerson] = useState<Person | null>(null);
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const submit = () => {
    setChecked(true);
    if (person === null) return;
    const to = person.userName;
    command.mutate(
      kind === 'assign'
        ? { command: 'assign', body: { to } }
        : { command: 'delegate', body: { to, reason: reason.trim() === '' ? null : reason.trim() } },
      {
        onSuccess: () => {
          showToast(t('pass.done', { name: person.name }));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog title={t('pass.title')} size="wide" onClose={onClose} onSubmit={submit}>
      {command.isError && <Message kind="danger">{problemText(command.error, t)}</Message>}
      {kinds.length > 1 && (
        <fieldset className="choice-cards">
          <legend className="hidden-visually">{t('pass.how')}</legend>
          {kinds.map((option) => (
            <label key={option} className="choice-card">
              <input type="radio" name={name} checked={kind === option} onChange={() => setKind(option)} />
              <span>
                {t(`pass.kind.${option}`)}
                <small>{t(`pass.kindHint.${option}`)}</small>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <PersonPicker
        label={t('pass.who')}
        taskKey={task.key}
        value={person}
        onChange={setPerson}
        error={checked && person === null ? t('pass.whoMissing') : null}
      />
      {kind === 'delegate' && (
        <TextField
          label={t('pass.reason')}
          optional
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
      <footer>
        <Button kind="main" type="submit">
          {t('pass.submit')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </footer>
    </Dialog>
  );
}
