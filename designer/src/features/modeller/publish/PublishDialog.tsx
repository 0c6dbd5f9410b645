import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { TextArea } from '../../../ui/Field';
import { Message } from '../../../ui/Message';
import { problemText } from '../../../ui/states';
import { type Finding, type ProcedureDetail, procedures, type Publication } from '../api';
import type { DraftSession } from '../draft/DraftSession';

interface Props {
  procedure: ProcedureDetail;
  session: DraftSession;
  findings: Finding[];
  onClose: () => void;
}

/** Publishing: no error, a comment, what the scenarios say, and a second person where the procedure asks for one. */
export function PublishDialog({ procedure, session, findings, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const known = client.getQueryData<ProcedureDetail>(['procedure-detail', procedure.id]) ?? procedure;
  const [comment, setComment] = useState('');
  const [missing, setMissing] = useState(false);
  const hasScenarios = session.current().files.some(({ path }) => path.startsWith('scenarios/'));
  const scenarios = useQuery({
    queryKey: ['scenario-run', procedure.id, session.current().revision],
    queryFn: () => procedures.runScenarios(procedure.id, session.pending()),
    enabled: hasScenarios,
    gcTime: 0,
    retry: false,
  });
  const publish = useMutation({
    mutationFn: async (): Promise<Publication> => {
      await session.save();
      return procedures.publish(procedure.id, session.current().revision, comment.trim());
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['procedures'] });
      void client.invalidateQueries({ queryKey: ['processes'] });
      void client.invalidateQueries({ queryKey: ['procedure-detail', procedure.id] });
    },
  });
  // What was published is no draft any more: going on begins a new one.
  const goOn = () => {
    onClose();
    if (publish.data !== undefined && 'version' in publish.data)
      void client.resetQueries({ queryKey: ['procedure-open', procedure.id] });
  };
  if (publish.data !== undefined) return <Published procedure={procedure} publication={publish.data} onClose={goOn} />;

  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const broken = scenarios.data?.scenarios.filter(({ passed }) => !passed) ?? [];
  const submit = () => {
    setMissing(comment.trim() === '');
    if (comment.trim() !== '' && errors === 0) publish.mutate();
  };
  return (
    <Dialog
      title={t('modeller.publish.title', { name: procedure.name })}
      size="wide"
      onClose={onClose}
      onSubmit={submit}
    >
      <p>{t('modeller.publish.consequence')}</p>
      {errors > 0 ? (
        <Message kind="danger">{t('modeller.publish.errors', { count: errors })}</Message>
      ) : (
        findings.length > 0 && (
          <Message kind="warning">{t('modeller.publish.findings', { count: findings.length })}</Message>
        )
      )}
      {scenarios.isFetching && <p role="status">{t('modeller.publish.running')}</p>}
      {broken.length > 0 && (
        <Message kind="warning">
          <p>{t('modeller.publish.broken', { count: broken.length })}</p>
          <ul>
            {broken.map(({ file, name }) => (
              <li key={`${file}-${name}`}>{name}</li>
            ))}
          </ul>
        </Message>
      )}
      {known.settings.approval === 'secondPerson' && (
        <Message kind="info">{t('modeller.publish.secondPerson')}</Message>
      )}
      <TextArea
        label={t('modeller.publish.comment')}
        hint={t('modeller.publish.commentHint')}
        value={comment}
        error={missing && comment.trim() === '' ? t('modeller.publish.commentMissing') : null}
        onChange={(event) => setComment(event.target.value)}
      />
      {publish.error !== null && <Message kind="danger">{problemText(publish.error, t)}</Message>}
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          kind="main"
          type="submit"
          icon="publish"
          disabled={publish.isPending}
          blocked={errors > 0 ? t('modeller.publish.errors', { count: errors }) : null}
        >
          {t('modeller.publish.do')}
        </Button>
      </footer>
    </Dialog>
  );
}

function Published({
  procedure,
  publication,
  onClose,
}: {
  procedure: ProcedureDetail;
  publication: Publication;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const migration = 'version' in publication && publication.migration.runningCases > 0 ? publication.migration : null;
  return (
    <Dialog title={t('modeller.publish.doneTitle')} onClose={onClose}>
      <Message kind="success">
        {'version' in publication
          ? t('modeller.publish.done', { version: publication.version })
          : t('modeller.publish.asked')}
      </Message>
      {migration !== null && <p>{t('modeller.publish.runningCases', { count: migration.runningCases })}</p>}
      {migration !== null && (
        <ul className="plain-list">
          {migration.processes.map(({ processId, name }) => (
            <li key={processId}>
              <Link to={`/prozesse/${processId}/umstellen`}>{t('modeller.publish.migrate', { name })}</Link>
            </li>
          ))}
        </ul>
      )}
      <footer>
        <Link className="button" to={`/prozesse/${procedure.id}`}>
          {t('modeller.publish.toProcess')}
        </Link>
        <Button kind="main" onClick={onClose}>
          {t('common.close')}
        </Button>
      </footer>
    </Dialog>
  );
}
