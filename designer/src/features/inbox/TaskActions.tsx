import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useMe } from '../../api/session';
import type { Permission, TaskDetail } from '../../api/schema';
import { Button, IconButton } from '../../ui/Button';
import { Menu, type MenuItem } from '../../ui/Menu';
import { useOffline } from '../../ui/offline';
import type { TaskCommand } from './queries';

interface Props {
  task: TaskDetail;
  /** Somebody asked for this to come back to them. */
  delegated: boolean;
  onComplete: () => void;
  onFollowUp: () => void;
  onPass: () => void;
  onCommand: (command: TaskCommand) => void;
}

/** What can be done with the task. What is not possible stays and says why. */
export function TaskActions({ task, delegated, onComplete, onFollowUp, onPass, onCommand }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const offline = useOffline();
  const navigate = useNavigate();
  const why = (permission: Permission) => {
    if (offline) return t('task.blockedOffline');
    return permission.allowed ? null : (permission.reason ?? t('task.notAllowed'));
  };
  const { actions } = task;
  const pass = actions.assign.allowed ? actions.assign : actions.delegate;
  const keys = me.preferences.singleKeyShortcuts;
  const more: MenuItem[] = [
    {
      id: 'claim',
      label: t('task.action.claim'),
      onSelect: () => onCommand({ command: 'claim' }),
      blocked: why(actions.claim),
    },
    {
      id: 'unclaim',
      label: t('task.action.unclaim'),
      onSelect: () => onCommand({ command: 'unclaim' }),
      blocked: why(actions.unclaim),
    },
    { id: 'followUp', label: t('task.action.followUp'), onSelect: onFollowUp, blocked: why(actions.followUp) },
    { id: 'pass', label: t('task.action.pass'), onSelect: onPass, blocked: why(pass) },
    { id: 'case', label: t('task.action.openCase'), onSelect: () => void navigate(`/vorgaenge/${task.caseKey}`) },
  ];
  if (task.followUpAt !== null) {
    more.splice(3, 0, {
      id: 'back',
      label: t('task.action.endFollowUp'),
      onSelect: () => onCommand({ command: 'follow-up', body: { at: null } }),
      blocked: why(actions.followUp),
    });
  }
  const finish = delegated ? actions.resolve : actions.complete;
  return (
    <footer className="task-actions">
      <Button kind="main" icon="check" {...(keys ? { shortcut: 'E' } : {})} blocked={why(finish)} onClick={onComplete}>
        {t(delegated ? 'task.action.resolve' : 'task.action.complete')}
      </Button>
      {actions.claim.allowed && (
        <Button className="wide-only" icon="badge" onClick={() => onCommand({ command: 'claim' })}>
          {t('task.action.claim')}
        </Button>
      )}
      <Button
        className="wide-only"
        {...(keys ? { shortcut: 'Z' } : {})}
        blocked={why(actions.followUp)}
        onClick={onFollowUp}
      >
        {t('task.action.followUp')}
      </Button>
      <Button className="wide-only" {...(keys ? { shortcut: 'W' } : {})} blocked={why(pass)} onClick={onPass}>
        {t('task.action.pass')}
      </Button>
      <span className="spacer" />
      <Menu
        up
        label={t('task.more')}
        items={more}
        trigger={(wiring) => (
          <>
            <IconButton className="wide-only" icon="more" label={t('task.more')} {...wiring} />
            <Button className="phone-only" {...wiring}>
              {t('task.moreWord')}
            </Button>
          </>
        )}
      />
    </footer>
  );
}
