import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../api/schema';
import { Icon } from '../../../ui/Icon';
import { personText } from '../../../ui/people';
import type { ProcedureDetail } from '../api';
import { ConflictNotice } from './ConflictNotice';
import type { DraftSession } from './DraftSession';

interface Props {
  procedure: ProcedureDetail;
  session: DraftSession;
  others: Person[];
}

/** What concerns the draft as a whole: who else works on it, why it cannot be changed, and whose state holds. */
export function DraftNotices({ procedure, session, others }: Props) {
  const { t } = useTranslation();
  const { state } = useSyncExternalStore(session.subscribe, session.current);
  const { edit } = procedure.rights;
  return (
    <>
      {others.length > 0 && (
        <p className="modeller-presence small" role="status">
          <Icon name="group" size={16} />
          {t('modeller.others', { people: others.map(personText).join(', '), count: others.length })}
        </p>
      )}
      {!edit.allowed && <p className="modeller-notice">{edit.reason}</p>}
      <p className="modeller-notice modeller-narrow">{t('modeller.narrow')}</p>
      {state.kind === 'conflict' && <ConflictNotice session={session} state={state} />}
    </>
  );
}
