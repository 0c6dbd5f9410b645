import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { CaseDetail, CaseRef } from '../../api/schema';
import { Badge } from '../../ui/Badge';
import { Button, IconButton } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextArea } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { Menu } from '../../ui/Menu';
import { Message } from '../../ui/Message';
import { Due, Moment } from '../../ui/Moment';
import { personText } from '../../ui/people';
import { Loaded, problemText } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { Comments, Documents, History } from '../record';
import { CaseStateBadge } from '../cases';
import { Fields } from './Fields';
import { Flow } from './Flow';
import { Steps } from './Steps';
import './case.css';

/** One case: where it stands, what happened, its data, its papers, its relatives. */
export function CasePage() {
  const { t } = useTranslation();
  const key = useParams().caseKey ?? '';
  const query = useQuery({
    queryKey: ['case', key],
    queryFn: () => bodyOf(api.GET('/api/cases/{key}', { params: { path: { key } } })),
  });
  return (
    <div className="page case" data-region>
      <Loaded query={query} text={t('cases.loadingOne')}>
        {(detail) => <Case key={detail.key} detail={detail} />}
      </Loaded>
    </div>
  );
}

function Case({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  useTitle(`${detail.number} ${detail.title}`, detail.number);
  return (
    <>
      <Head detail={detail} />
      {detail.incidents
        .filter((incident) => incident.resolvedAt === null)
        .map((incident) => (
          <Message key={incident.key} kind="danger">
            {t('cases.incident')} {incident.message}{' '}
            <Link to={`/betrieb?incident=${incident.key}`}>{t('cases.toIncident')}</Link>
          </Message>
        ))}
      <Flow detail={detail} />
      <div className="case-columns">
        <section className="panel" aria-labelledby="verlauf">
          <header>
            <h2 id="verlauf">{t('task.tab.history')}</h2>
          </header>
          <div className="panel-body">
            <History caseKey={detail.key} />
          </div>
        </section>
        <div className="stack">
          <Fields detail={detail} />
          <section className="panel" aria-labelledby="schritte">
            <header>
              <h2 id="schritte">{t('cases.steps')}</h2>
            </header>
            <div className="panel-body">
              <Steps detail={detail} />
            </div>
          </section>
        </div>
        <div className="stack">
          <section className="panel" aria-labelledby="dokumente">
            <header>
              <h2 id="dokumente">{t('task.tab.documents')}</h2>
            </header>
            <div className="panel-body">
              <Documents caseKey={detail.key} write={detail.actions.attach} />
            </div>
          </section>
          <section className="panel" aria-labelledby="kommentare">
            <header>
              <h2 id="kommentare" tabIndex={-1}>
                {t('task.tab.comments')}
              </h2>
            </header>
            <div className="panel-body">
              <Comments caseKey={detail.key} write={detail.actions.comment} />
            </div>
          </section>
          <Relatives parent={detail.parent} offspring={detail.children} />
        </div>
      </div>
    </>
  );
}

function Head({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const [cancelling, setCancelling] = useState(false);
  const running = detail.state === 'active' || detail.state === 'incident';
  const task = detail.tasks.find((row) => row.state === 'open');
  const holder = task?.assignee ?? null;
  return (
    <>
      <nav className="breadcrumb" aria-label={t('cases.path')}>
        <Link to="/vorgaenge">{t('nav.cases')}</Link> ›{' '}
        <Link to={`/vorgaenge?process=${detail.processId}`}>{detail.processName}</Link> › <span>{detail.number}</span>
      </nav>
      <div className="page-head">
        <h1>{detail.title}</h1>
        <CaseStateBadge state={detail.state} step={running ? detail.currentSteps[0] : undefined} />
        {detail.priority > 50 && (
          <Badge icon="priority">{t('task.priority', { word: t('task.high').toLocaleLowerCase('de') })}</Badge>
        )}
        <span className="spacer" />
        {task !== undefined && (
          <Link className="button main" to={`/posteingang/${task.key}`}>
            <Icon name="inbox" />
            {t('cases.openTask')}
          </Link>
        )}
        <Menu
          label={t('task.more')}
          items={[
            {
              id: 'cancel',
              label: t('cases.cancel'),
              onSelect: () => setCancelling(true),
              blocked: detail.actions.cancel.allowed ? null : (detail.actions.cancel.reason ?? t('task.notAllowed')),
            },
          ]}
          trigger={(wiring) => <IconButton icon="more" label={t('task.more')} {...wiring} />}
        />
      </div>
      <dl className="facts">
        {detail.dueAt !== null && running && (
          <div>
            <dt>{t('cases.due')}</dt>
            <dd>
              <Due at={detail.dueAt} />
            </dd>
          </div>
        )}
        {task !== undefined && (
          <div>
            <dt>{t('cases.with')}</dt>
            <dd>{holder === null ? task.candidateGroups.map((group) => group.name).join(', ') : personText(holder)}</dd>
          </div>
        )}
        <div>
          <dt>{t('cases.started')}</dt>
          <dd>
            <Moment at={detail.startedAt} />
          </dd>
        </div>
        {detail.endedAt !== null && (
          <div>
            <dt>{t('cases.ended')}</dt>
            <dd>
              <Moment at={detail.endedAt} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t('inbox.filterProcess')}</dt>
          <dd>
            <Link to={`/prozesse/${detail.processId}`}>
              {t('cases.processVersion', { name: detail.processName, version: detail.version })}
            </Link>
          </dd>
        </div>
      </dl>
      {cancelling && <CancelDialog caseKey={detail.key} number={detail.number} onClose={() => setCancelling(false)} />}
    </>
  );
}

function Relatives({ parent, offspring }: { parent: CaseRef | null; offspring: CaseRef[] }) {
  const { t } = useTranslation();
  if (parent === null && offspring.length === 0) return null;
  const line = (row: CaseRef, kind: 'parent' | 'child') => (
    <li key={row.key}>
      <p>
        <Link to={`/vorgaenge/${row.key}`}>{row.number}</Link> {row.title}
      </p>
      <p className="muted small">
        {t(`cases.${kind}`)} · {t(`cases.state.${row.state}`)}
      </p>
    </li>
  );
  return (
    <section className="panel" aria-labelledby="verwandt">
      <header>
        <h2 id="verwandt">{t('cases.relatives')}</h2>
      </header>
      <ul className="panel-body stack-lines">
        {parent !== null && line(parent, 'parent')}
        {offspring.map((row) => line(row, 'child'))}
      </ul>
    </section>
  );
}

function CancelDialog({ caseKey, number, onClose }: { caseKey: string; number: string; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const cancel = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/api/cases/{key}/cancel', { params: { path: { key: caseKey } }, body: { reason: reason.trim() } }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries();
      onClose();
    },
  });
  const submit = () => {
    setChecked(true);
    if (reason.trim() !== '') cancel.mutate();
  };
  return (
    <Dialog title={t('cases.cancelTitle', { number })} onClose={onClose} onSubmit={submit}>
      <p>{t('cases.cancelHint')}</p>
      {cancel.isError && <Message kind="danger">{problemText(cancel.error, t)}</Message>}
      <TextArea
        label={t('followUp.reason')}
        hint={t('followUp.reasonHint')}
        value={reason}
        error={checked && reason.trim() === '' ? t('cases.reasonMissing') : null}
        onChange={(event) => setReason(event.target.value)}
      />
      <footer>
        <Button kind="main" type="submit">
          {t('cases.cancelSubmit')}
        </Button>
        <Button onClick={onClose}>{t('cases.keep')}</Button>
      </footer>
    </Dialog>
  );
}
