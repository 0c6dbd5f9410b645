import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { ProcessDetail, SimulationBasis, SimulationWish } from '../../api/schema';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { Loaded, Loading, problemText } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { Assumptions } from './Assumptions';
import { Outcome } from './Outcome';
import { draftOf, unreadable, wishOf } from './wish';
import './simulation.css';

/** Tries a procedure out with many generated cases: queues, waiting times, load, and where it jams. */
export function SimulationPage() {
  const { t } = useTranslation();
  const id = useParams().processId ?? '';
  const query = useQuery({
    queryKey: ['process', id],
    queryFn: () => bodyOf(api.GET('/api/processes/{id}', { params: { path: { id } } })),
  });
  useTitle(query.data === undefined ? null : t('simulation.titleOf', { name: query.data.name }));
  return (
    <div className="page" data-region>
      <nav className="breadcrumb" aria-label={t('cases.path')}>
        <Link to="/prozesse">{t('nav.processes')}</Link> › <Link to={`/prozesse/${id}`}>{query.data?.name ?? id}</Link>{' '}
        › <span>{t('simulation.title')}</span>
      </nav>
      <Loaded query={query} text={t('catalogue.loadingOne')}>
        {(process) => <Simulation process={process} />}
      </Loaded>
    </div>
  );
}

function Simulation({ process }: { process: ProcessDetail }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const version = Number(search.get('version') ?? process.version);
  const basis = useQuery({
    queryKey: ['simulation-basis', process.id, version],
    queryFn: () =>
      bodyOf(
        api.GET('/api/processes/{id}/simulation-basis', { params: { path: { id: process.id }, query: { version } } }),
      ),
    staleTime: Infinity,
  });
  return (
    <>
      <div className="page-head">
        <h1>{t('simulation.titleOf', { name: process.name })}</h1>
      </div>
      <p>{t('simulation.intro')}</p>
      <div className="simulation-version">
        <SelectField
          label={t('catalogue.versionHead')}
          value={version}
          onChange={(event) => setSearch({ version: event.target.value }, { replace: true })}
        >
          {process.versions.map((entry) => (
            <option key={entry.version} value={entry.version}>
              {t('catalogue.version', { version: entry.version })}
            </option>
          ))}
        </SelectField>
      </div>
      <Loaded query={basis}>{(known) => <Bench key={known.version} process={process} basis={known} />}</Loaded>
    </>
  );
}

function Bench({ process, basis }: { process: ProcessDetail; basis: SimulationBasis }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(basis));
  const [compareWith, setCompareWith] = useState<number | null>(null);
  const [checked, setChecked] = useState(false);
  const faults = unreadable(draft);
  const run = useMutation({
    mutationFn: (wish: SimulationWish) =>
      bodyOf(api.POST('/api/processes/{id}/simulations', { params: { path: { id: process.id } }, body: wish })),
  });
  const submit = () => {
    setChecked(true);
    if (faults.size === 0) run.mutate(wishOf(draft, basis.version, compareWith));
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
        {process.versions.length > 1 && (
          <div className="simulation-version">
            <SelectField
              label={t('simulation.compare')}
              value={compareWith ?? ''}
              onChange={(event) => setCompareWith(event.target.value === '' ? null : Number(event.target.value))}
            >
              <option value="">{t('simulation.compareNone')}</option>
              {process.versions
                .filter((entry) => entry.version !== basis.version)
                .map((entry) => (
                  <option key={entry.version} value={entry.version}>
                    {t('catalogue.version', { version: entry.version })}
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
