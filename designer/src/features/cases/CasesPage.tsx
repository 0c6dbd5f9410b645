import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { CaseItem } from '../../api/schema';
import { Button } from '../../ui/Button';
import { SelectField, TextField } from '../../ui/Field';
import { Due, Moment } from '../../ui/Moment';
import { personText } from '../../ui/people';
import { Empty, Loaded } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { CaseStateBadge } from './CaseStateBadge';

const states: CaseItem['state'][] = ['active', 'incident', 'completed', 'canceled'];

/** Finds cases by number, words, process, state and a value in their data. */
export function CasesPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  useTitle(t('nav.cases'));
  const query = useInfiniteQuery({
    queryKey: ['cases', search.toString()],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(
        api.GET('/api/cases', {
          params: {
            query: {
              q: search.get('q') ?? undefined,
              process: search.get('process') ?? undefined,
              state: states.find((known) => known === search.get('state')),
              variable: search.getAll('variable'),
              after: pageParam ?? undefined,
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  return (
    <div className="page" data-region>
      <div className="page-head">
        <h1>{t('nav.cases')}</h1>
      </div>
      <SearchForm key={search.toString()} search={search} onSearch={(next) => setSearch(next, { replace: true })} />
      <Loaded query={query} text={t('cases.loading')}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <NoCases filtered={search.size > 0} onReset={() => setSearch({})} />;
          return (
            <>
              <CaseTable rows={rows} />
              {query.hasNextPage && (
                <div className="load-more">
                  <Button kind="plain" onClick={() => void query.fetchNextPage()}>
                    {t('common.loadMore')}
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function NoCases({ filtered, onReset }: { filtered: boolean; onReset: () => void }) {
  const { t } = useTranslation();
  if (!filtered)
    return (
      <Empty
        icon="folder"
        title={t('cases.none')}
        action={
          <Link className="button" to="/prozesse">
            {t('cases.toProcesses')}
          </Link>
        }
      >
        {t('cases.noneHint')}
      </Empty>
    );
  return (
    <Empty
      icon="filterOff"
      title={t('inbox.noHits')}
      action={<Button onClick={onReset}>{t('common.resetFilter')}</Button>}
    >
      {t('cases.noHits')}
    </Empty>
  );
}

function SearchForm({ search, onSearch }: { search: URLSearchParams; onSearch: (next: URLSearchParams) => void }) {
  const { t } = useTranslation();
  const processes = useQuery({ queryKey: ['processes'], queryFn: () => bodyOf(api.GET('/api/processes')) });
  const [q, setQ] = useState(search.get('q') ?? '');
  const [variable, setVariable] = useState(search.get('variable') ?? '');
  const set = (changes: Record<string, string>) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) {
      if (value.trim() === '') next.delete(name);
      else next.set(name, value.trim());
    }
    onSearch(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set({ q, variable });
  };
  return (
    <form className="toolbar" role="search" aria-label={t('cases.search')} onSubmit={submit}>
      <div className="grow">
        <TextField label={t('cases.words')} type="search" value={q} onChange={(event) => setQ(event.target.value)} />
      </div>
      <SelectField
        label={t('inbox.filterProcess')}
        value={search.get('process') ?? ''}
        onChange={(event) => set({ process: event.target.value })}
      >
        <option value="">{t('inbox.allProcesses')}</option>
        {processes.data?.map((process) => (
          <option key={process.id} value={process.id}>
            {process.name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('cases.stateLabel')}
        value={search.get('state') ?? ''}
        onChange={(event) => set({ state: event.target.value })}
      >
        <option value="">{t('cases.allStates')}</option>
        {states.map((state) => (
          <option key={state} value={state}>
            {t(`cases.state.${state}`)}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t('cases.variable')}
        placeholder={t('cases.variableExample')}
        value={variable}
        onChange={(event) => setVariable(event.target.value)}
      />
      <Button type="submit" kind="main" icon="search">
        {t('cases.find')}
      </Button>
    </form>
  );
}

function CaseTable({ rows }: { rows: CaseItem[] }) {
  const { t } = useTranslation();
  return (
    <div className="table-scroll">
      <table className="table stacked">
        <thead>
          <tr>
            <th>{t('cases.number')}</th>
            <th>{t('cases.title')}</th>
            <th>{t('inbox.filterProcess')}</th>
            <th>{t('cases.stateLabel')}</th>
            <th>{t('cases.due')}</th>
            <th>{t('cases.startedBy')}</th>
            <th aria-sort="descending">{t('cases.started')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <td className="nowrap">
                <Link to={`/vorgaenge/${row.key}`}>{row.number}</Link>
              </td>
              <td>{row.title}</td>
              <td data-label={t('inbox.filterProcess')}>{row.processName}</td>
              <td>
                <CaseStateBadge
                  state={row.state}
                  step={row.state === 'active' || row.state === 'incident' ? row.currentSteps[0] : undefined}
                />
              </td>
              <td className="nowrap" data-label={t('cases.due')}>
                {row.dueAt !== null && row.endedAt === null && <Due at={row.dueAt} />}
              </td>
              <td data-label={t('cases.startedBy')}>{row.startedBy === null ? '' : personText(row.startedBy)}</td>
              <td className="nowrap" data-label={t('cases.started')}>
                <Moment at={row.startedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
