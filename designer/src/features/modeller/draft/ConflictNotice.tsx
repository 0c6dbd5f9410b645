import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button';
import { Message } from '../../../ui/Message';
import { personText } from '../../../ui/people';
import { clockTime } from '../../../ui/time';
import { procedures } from '../api';
import type { DraftSession, SaveState } from './DraftSession';

interface Props {
  session: DraftSession;
  state: Extract<SaveState, { kind: 'conflict' }>;
}

/** Somebody else saved first: take theirs, or put one's own on top. Nothing happens by itself. */
export function ConflictNotice({ session, state }: Props) {
  const { t } = useTranslation();
  const settle = useMutation({
    mutationFn: async (keepMine: boolean) => session.settle(await procedures.draft(session.id), keepMine),
  });
  return (
    <Message kind="warning">
      <p>
        {t('modeller.conflict.text', {
          who: state.by === null ? t('modeller.conflict.somebody') : personText(state.by),
          time: state.at === null ? '' : clockTime(new Date(state.at)),
        })}
      </p>
      <p className="row-line">
        <Button small disabled={settle.isPending} onClick={() => settle.mutate(false)}>
          {t('modeller.conflict.theirs')}
        </Button>
        <Button small disabled={settle.isPending} onClick={() => settle.mutate(true)}>
          {t('modeller.conflict.mine')}
        </Button>
      </p>
    </Message>
  );
}
