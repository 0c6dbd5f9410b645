import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../ui/Icon';
import { clockTime } from '../../../ui/time';
import type { DraftSession } from './DraftSession';

/** How it stands with saving what has been changed here. */
export function SaveLine({ session }: { session: DraftSession }) {
  const { t } = useTranslation();
  const { state } = useSyncExternalStore(session.subscribe, session.current);
  const text =
    state.kind === 'saved'
      ? t('modeller.save.saved', { time: clockTime(new Date(state.at)) })
      : t(`modeller.save.${state.kind}`);
  return (
    <span className="save-line small muted" role="status">
      <Icon name={state.kind === 'offline' || state.kind === 'failed' ? 'cloudOff' : 'cloudDone'} size={16} />
      {text}
    </span>
  );
}
