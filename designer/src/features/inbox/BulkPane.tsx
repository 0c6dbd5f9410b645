import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import type { BulkRequest, BulkResult, Person, TaskItem } from '../../api/schema';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { Due } from '../../ui/Moment';
import { useNow } from '../../ui/now';
import { PersonPicker } from '../../ui/PersonPicker';
import { problemText } from '../../ui/states';
import { showToast } from '../../ui/toast';
import { type BulkAction, bulkActions } from './BulkBar';
import { FollowUpChoice, type FollowUpValue, followUpMoment } from './FollowUpChoice';
import { useRefreshTasks } from './queries';

interface Props {
  rows: TaskItem[];
  action: BulkAction;
  onDone: () => void;
}

/** What is possible for each marked task, and one action for all that allow it. Decisions are never taken in bulk. */
export function BulkPane({ rows, action, onDone }: Props) {
  const { t } = useTranslation();
  const refresh = useRefreshTasks();
  const [person, setPerson] = useState<Person | null>(null);
  const [followUp, setFollowUp] = useState<FollowUpValue>({ kind: 'tomorrow', date: '' });
  const [reason, setReason] = useState('');
  const [refused, setRefused] = useState<BulkResult['results']>([]);
  const possible = rows.filter((row) => row.can.includes(action));
  const impossible = rows.length - possible.length;
  const at = followUpMoment(followUp, possible, useNow());

  const run = useMutation({
    mutationFn: () => {
      const request: BulkRequest = { action, keys: possible.map((row) => row.key) };
      if (action === 'assign' && person !== null) request.to = person.userName;
      if (action === 'followUp' && at !== null) request.at = at.toISOString();
      if (reason.trim() !== '') request.reason = reason.trim();
      return bodyOf(api.POST('/api/tasks/bulk', { body: request }));
    },
    onSuccess: async ({ results }) => {
      await refresh();
      const failed = results.filter((result) => !result.ok);
      setRefused(failed);
      if (failed.length > 0) return;
      showToast(t(`bulk.done.${action}`, { count: results.length }));
      onDone();
    },
  });
  const missing = (action === 'assign' && person === null) || (action === 'followUp' && at === null);
  const title = (key: string) => rows.find((row) => row.key === key)?.caseNumber ?? key;
  return (
    <section className="task-pane" aria-label={t('bulk.title', { count: rows.length })} data-region>
      <header className="task-head">
        <h2>{t('bulk.title', { count: rows.length })}</h2>
        <p className="muted">{t('bulk.hint')}</p>
      </header>
      <div className="task-body stack">
        <div className="table-scroll">
          <table className="table">
            <thead>
              <tr>
                <th>{t('bulk.task')}</th>
                <th>{t('bulk.case')}</th>
                <th>{t('bulk.due')}</th>
                <th>{t('bulk.possible')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key}>
                  <td>{row.title}</td>
                  <td>{row.caseNumber}</td>
                  <td>{row.dueAt !== null && <Due at={row.dueAt} />}</td>
                  <td>{possibleText(row, t)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {impossible > 0 && <Message kind="warning">{t(`bulk.impossible.${action}`, { count: impossible })}</Message>}
        {run.isError && <Message kind="danger">{problemText(run.error, t)}</Message>}
        {refused.map((result) => (
          <Message key={result.key} kind="danger">
            <b>{title(result.key)}:</b> {result.detail}
          </Message>
        ))}
        {action === 'assign' && <PersonPicker label={t('pass.who')} value={person} onChange={setPerson} />}
        {action === 'followUp' && (
          <>
            <FollowUpChoice value={followUp} onChange={setFollowUp} beforeDue />
            <TextField
              label={t('followUp.reason')}
              hint={t('followUp.reasonHint')}
              optional
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </>
        )}
      </div>
      <footer className="task-actions">
        <Button
          kind="main"
          disabled={run.isPending}
          blocked={
            possible.length === 0 || missing ? t(missing ? `bulk.missing.${action}` : 'bulk.nothingPossible') : null
          }
          onClick={() => run.mutate()}
        >
          {t(`bulk.run.${action}`, { count: possible.length })}
        </Button>
        <Button onClick={onDone}>{t('common.cancel')}</Button>
      </footer>
    </section>
  );
}

function possibleText(row: TaskItem, t: (key: string) => string): string {
  const possible = bulkActions.filter((action) => row.can.includes(action));
  if (possible.length === bulkActions.length) return t('bulk.allPossible');
  if (possible.length === 0) return t('bulk.nonePossible');
  return possible.map((action) => t(`bulk.name.${action}`)).join(', ');
}
