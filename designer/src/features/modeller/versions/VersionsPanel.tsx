import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../../ui/Badge';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { TextArea } from '../../../ui/Field';
import { Icon } from '../../../ui/Icon';
import { Message } from '../../../ui/Message';
import { Moment } from '../../../ui/Moment';
import { personText } from '../../../ui/people';
import { Loaded, Loading, problemText } from '../../../ui/states';
import { type ProcedureVersion, procedures, versionExport } from '../api';
import { ProcedureRules } from '../publish/ProcedureRules';
import { useBench } from '../workbench';

const Comparison = lazy(async () => ({ default: (await import('./Comparison')).Comparison }));

type Asking = { kind: 'withdraw' | 'restore' | 'compare'; version: ProcedureVersion } | null;

/** All published versions, newest first: compare, take up again, withdraw, take out. */
export function VersionsPanel() {
  const { t } = useTranslation();
  const { procedure } = useBench();
  const [asking, setAsking] = useState<Asking>(null);
  const query = useQuery({
    queryKey: ['procedure-detail', procedure.id],
    queryFn: () => procedures.read(procedure.id),
  });
  return (
    <>
      <ProcedureRules />
      <Loaded query={query}>
        {({ versions, rights }) =>
          versions.length === 0 ? (
            <p className="panel-note">{t('modeller.versions.none')}</p>
          ) : (
            <div className="table-scroll">
              <table className="table">
                <thead>
                  <tr>
                    <th>{t('modeller.versions.version')}</th>
                    <th>{t('modeller.versions.published')}</th>
                    <th>{t('modeller.versions.comment')}</th>
                    <th>
                      <span className="hidden-visually">{t('modeller.versions.actions')}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {versions.map((version) => (
                    <tr key={version.version}>
                      <td>
                        {version.version}{' '}
                        {version.inForce && <Badge tone="success">{t('modeller.versions.inForce')}</Badge>}
                        {version.withdrawal !== null && (
                          <Badge tone="warning">{t('modeller.versions.withdrawn')}</Badge>
                        )}
                      </td>
                      <td>
                        <Moment at={version.publishedAt} />
                        {version.publishedBy !== null && <> · {personText(version.publishedBy)}</>}
                      </td>
                      <td>{version.comment}</td>
                      <td className="row-line">
                        <Button small onClick={() => setAsking({ kind: 'compare', version })}>
                          {t('modeller.versions.compare')}
                        </Button>
                        <Button
                          small
                          blocked={rights.edit.allowed ? null : rights.edit.reason}
                          onClick={() => setAsking({ kind: 'restore', version })}
                        >
                          {t('modeller.versions.restore')}
                        </Button>
                        {version.withdrawal === null && (
                          <Button
                            small
                            blocked={rights.publish.allowed ? null : rights.publish.reason}
                            onClick={() => setAsking({ kind: 'withdraw', version })}
                          >
                            {t('modeller.versions.withdraw')}
                          </Button>
                        )}
                        <a className="button small-button" href={versionExport(procedure.id, version.version)} download>
                          <Icon name="download" size={16} />
                          {t('modeller.versions.export')}
                        </a>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {asking?.kind === 'withdraw' && <Withdraw version={asking.version} onClose={() => setAsking(null)} />}
              {asking?.kind === 'restore' && <Restore version={asking.version} onClose={() => setAsking(null)} />}
              {asking?.kind === 'compare' && (
                <Suspense fallback={<Loading />}>
                  <Comparison
                    version={asking.version.version}
                    versions={versions.map((one) => one.version)}
                    onClose={() => setAsking(null)}
                  />
                </Suspense>
              )}
            </div>
          )
        }
      </Loaded>
    </>
  );
}

function Withdraw({ version, onClose }: { version: ProcedureVersion; onClose: () => void }) {
  const { t } = useTranslation();
  const { procedure } = useBench();
  const client = useQueryClient();
  const [comment, setComment] = useState('');
  const withdraw = useMutation({
    mutationFn: () => procedures.withdraw(procedure.id, version.version, comment.trim()),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['procedure-detail', procedure.id] });
      onClose();
    },
  });
  return (
    <Dialog
      title={t('modeller.versions.withdrawTitle', { version: version.version })}
      onClose={onClose}
      onSubmit={() => withdraw.mutate()}
    >
      <p>{t('modeller.versions.withdrawHint')}</p>
      <TextArea
        label={t('modeller.publish.comment')}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      {withdraw.error !== null && <Message kind="danger">{problemText(withdraw.error, t)}</Message>}
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" className="danger" type="submit" disabled={withdraw.isPending}>
          {t('modeller.versions.withdraw')}
        </Button>
      </footer>
    </Dialog>
  );
}

function Restore({ version, onClose }: { version: ProcedureVersion; onClose: () => void }) {
  const { t } = useTranslation();
  const { procedure } = useBench();
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: () => procedures.openDraft(procedure.id, version.version, true),
    onSuccess: async () => {
      onClose();
      await client.resetQueries({ queryKey: ['procedure-open', procedure.id] });
    },
  });
  return (
    <Dialog
      title={t('modeller.versions.restoreTitle', { version: version.version })}
      onClose={onClose}
      onSubmit={() => restore.mutate()}
    >
      <p>{t('modeller.versions.restoreHint')}</p>
      {restore.error !== null && <Message kind="danger">{problemText(restore.error, t)}</Message>}
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit" disabled={restore.isPending}>
          {t('modeller.versions.restore')}
        </Button>
      </footer>
    </Dialog>
  );
}
