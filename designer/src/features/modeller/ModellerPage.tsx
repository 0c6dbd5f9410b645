import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { ApiError } from '../../api/client';
import { Loaded } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { type Draft, type ProcedureDetail, procedures } from './api';
import { DraftSession } from './draft/DraftSession';
import { Workbench } from './Workbench';
import { formParameter } from './workbench';
import './modeller.css';

/** The open draft, or a new one of the newest version. */
async function readDraft(id: string): Promise<Draft> {
  try {
    return await procedures.draft(id);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return procedures.openDraft(id, null, false);
    throw error;
  }
}

/** Modelling one procedure. */
export function ModellerPage() {
  const { t } = useTranslation();
  const id = useParams().processId ?? '';
  const query = useQuery({
    queryKey: ['procedure-open', id],
    queryFn: async () => ({ procedure: await procedures.read(id), draft: await readDraft(id) }),
    staleTime: Infinity,
    gcTime: 0,
  });
  const title = useSearchParams()[0].has(formParameter) ? 'formEditor.pageTitle' : 'modeller.title';
  useTitle(query.data === undefined ? null : t(title, { name: query.data.procedure.name }), t('modeller.short'));
  return (
    <Loaded query={query} text={t('modeller.loading')}>
      {({ procedure, draft }) => <Opened key={`${id}-${draft.changedAt}`} procedure={procedure} draft={draft} />}
    </Loaded>
  );
}

function Opened({ procedure, draft }: { procedure: ProcedureDetail; draft: Draft }) {
  const [session] = useState(() => new DraftSession(procedure.id, draft));
  useEffect(() => () => session.close(), [session]);
  return <Workbench procedure={procedure} session={session} basedOn={draft.basedOn} />;
}
