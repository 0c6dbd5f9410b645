import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { SimulationAnswer, SimulationBasis, SimulationWish } from '../../api/schema';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { Loaded, Loading, problemText } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { Assumptions } from './Assumptions';
import { Outcome } from './Outcome';
import { subjectName } from './subject';
import { draftOf, unreadable, wishOf } from './wish';
import './simulation.css';

/** In the address: the draft, by the process in it that is meant. */
const draftParameter = 'entwurf';

/** Tries a procedure out with many generated cases: queues, waiting times, load, and where it jams. */
export function SimulationPage() {
  const id = useParams().processId ?? '';
  const [search] = useSearchParams();
  const draft = search.get(draftParameter);
  return draft === null ? <OfVersions processId={id} /> : <OfDraft procedureId={id} processId={draft} />;
}

/** A published process: one of its versions, on request beside another. */
function OfVersions({ processId }: { processId: string }) {
  const [search, setSearch] = useSearchParams();
  const process = useQuery({
    queryKey: ['process', processId],
    queryFn: () => bodyOf(api.GET('/api/processes/{id}', { params: { path: { id: processId } } })),
  });
  const drafts = useQuery({
    queryKey: ['procedures'],
    queryFn: () => bodyOf(api.GET('/api/procedures')),
    retry: false,
  });
  const hasDraft = drafts.data?.some(
    ({ id, draft, rights }) => id === processId && draft !== null && rights.edit.allowed,
  );
  return (
    <Page path={`/prozesse/${processId}`} name={process.data?.name ?? null}>
      <Loaded query={process}>
        {({ id, version: newest, versions }) => {
          const version = Number(search.get('version') ?? newest);
          const path = { path: { id }, query: { version } };
          return (
            <Simulation
              key={version}
              subject={version}
              offered={[...(hasDraft === true ? [null] : []), ...versions.map((entry) => entry.version)]}
              onSubject={(chosen) =>
                setSearch(chosen === null ? { [draftParameter]: id } : { version: String(chosen) }, { replace: true })
              }
              basisKey={['simulation-basis', id, version]}
              readBasis={() => bodyOf(api.GET('/api/processes/{id}/simulation-basis', { params: path }))}
              run={(wish) => bodyOf(api.POST('/api/processes/{id}/simulations', { params: path, body: wish }))}
            />
          );
        }}
      </Loaded>
    </Page>
  );
}

/** The draft of a procedure, before anybody has to work with it; on request beside a version. */
function OfDraft({ procedureId, processId }: { procedureId: string; processId: string }) {
  const [, setSearch] = useSearchParams();
  const procedure = useQuery({
    queryKey: ['procedure-detail', procedureId],
    queryFn: () => bodyOf(api.GET('/api/procedures/{id}', { params: { path: { id: procedureId } } })),
  });
  const path = { path: { id: procedureId }, query: processId === '' ? {} : { process: processId } };
  return (
    <Page path={`/prozesse/${procedureId}/bearbeiten`} name={procedure.data?.name ?? null}>
      <Loaded query={procedure}>
        {({ versions }) => (
          <Simulation
            subject={null}
            offered={[
              null,
              ...versions
                .flatMap(({ processes }) => processes.filter((one) => one.processId === (processId || procedureId)))
                .map(({ version }) => version),
            ]}
            onSubject={(chosen) => setSearch({ version: String(chosen) }, { replace: true })}
            basisKey={['simulation-basis', procedureId, 'draft', processId]}
            readBasis={() => bodyOf(api.GET('/api/procedures/{id}/draft/simulation-basis', { params: path }))}
            run={(wish) => bodyOf(api.POST('/api/procedures/{id}/draft/simulations', { params: path, body: wish }))}
          />
        )}
      </Loaded>
    </Page>
  );
}

function Page({ path, name, children }: { path: string; name: string | null; children: React.ReactNode }) {
  const { t } = useTranslation();
  useTitle(name === null ? null : t('simulation.titleOf', { name }));
  return (
    <div className="page" data-region>
      <nav className="breadcrumb" aria-label={t('cases.path')}>
        <Link to="/prozesse">{t('nav.processes')}</Link> › <Link to={path}>{name ?? '…'}</Link> ›{' '}
        <span>{t('simulation.title')}</span>
      </nav>
      {name !== null && (
        <div className="page-head">
          <h1>{t('simulation.titleOf', { name })}</h1>
        </div>
      )}
      <p>{t('simulation.intro')}</p>
      {children}
    </div>
  );
}

interface Props {
  /** The version; null: the draft. */
  subject: number | null;
  /** What can be chosen instead. */
  offered: (number | null)[];
  onSubject: (subject: number | null) => void;
  basisKey: unknown[];
  readBasis: () => Promise<SimulationBasis>;
  run: (wish: SimulationWish) => Promise<SimulationAnswer>;
}

function Simulation({ subject, offered, onSubject, basisKey, readBasis, run }: Props) {
  const { t } = useTranslation();
  // The draft may have changed since it was asked for last; a version never does.
  const basis = useQuery({ queryKey: basisKey, queryFn: readBasis, staleTime: subject === null ? 0 : Infinity });
  return (
    <>
      <div className="simulation-version">
        <SelectField
          label={t('simulation.subject')}
          value={subject ?? 'draft'}
          onChange={({ target }) => onSubject(target.value === 'draft' ? null : Number(target.value))}
        >
          {offered.map((version) => (
            <option key={version ?? 'draft'} value={version ?? 'draft'}>
              {subjectName(version, t)}
            </option>
          ))}
        </SelectField>
      </div>
      <Loaded query={basis}>
        {(known) => (
          <Bench
            basis={known}
            comparable={offered.filter((version): version is number => version !== null && version !== subject)}
            run={run}
          />
        )}
      </Loaded>
    </>
  );
}

interface BenchProps {
  basis: SimulationBasis;
  comparable: number[];
  run: Props['run'];
}

function Bench({ basis, comparable, run: ask }: BenchProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(basis));
  const [compareWith, setCompareWith] = useState<number | null>(null);
  const [checked, setChecked] = useState(false);
  const faults = unreadable(draft);
  const run = useMutation({ mutationFn: ask });
  const submit = () => {
    setChecked(true);
    if (faults.size === 0) run.mutate(wishOf(draft, compareWith));
  };
  return (
    <>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Assumptions basis={basis} draft={draft} faults={checked ? faults : new Set()} onChange={setDraft} />
        {comparable.length > 0 && (
          <div className="simulation-version">
            <SelectField
              label={t('simulation.compare')}
              value={compareWith ?? ''}
              onChange={(event) => setCompareWith(event.target.value === '' ? null : Number(event.target.value))}
            >
              <option value="">{t('simulation.compareNone')}</option>
              {comparable.map((version) => (
                <option key={version} value={version}>
                  {subjectName(version, t)}
                </option>
              ))}
            </SelectField>
          </div>
        )}
        {checked && faults.size > 0 && (
          <Message kind="danger">{t('simulation.faults', { count: faults.size })}</Message>
        )}
        {run.isError && <Message kind="danger">{problemText(run.error, t)}</Message>}
        <div className="row-line">
          <Button kind="main" icon="play" type="submit" blocked={run.isPending ? t('simulation.running') : null}>
            {t('simulation.run')}
          </Button>
        </div>
      </form>
      {run.isPending && <Loading text={t('simulation.running')} />}
      {run.data !== undefined && <Outcome answer={run.data} basis={basis} />}
    </>
  );
}
