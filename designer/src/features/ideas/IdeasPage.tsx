import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { api, bodyOf } from '../../api/client';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Failure } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { Board } from './Board';
import { Filters, toggled } from './Filters';
import { IdeaList } from './IdeaList';
import type { IdeaFilter } from './wording';
import './ideas.css';

function queryOf(search: URLSearchParams): IdeaFilter {
  const view = search.getAll('view').filter((entry) => entry === 'intern' || entry === 'extern');
  const query: IdeaFilter = { theme: search.getAll('theme'), view };
  const q = search.get('q');
  if (q !== null) query.q = q;
  const department = search.get('department');
  if (department !== null) query.department = department;
  return query;
}

function searchOf(query: IdeaFilter, shape: string): URLSearchParams {
  const search = new URLSearchParams();
  if (shape !== 'brett') search.set('form', shape);
  if (query.q !== undefined && query.q !== '') search.set('q', query.q);
  if (query.department !== undefined && query.department !== '') search.set('department', query.department);
  for (const theme of query.theme ?? []) search.append('theme', theme);
  for (const view of query.view ?? []) search.append('view', view);
  return search;
}

/** All ideas as a board or as a list. */
export function IdeasPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [filtersOpen, setFiltersOpen] = useState(false);
  const shape = search.get('form') === 'liste' ? 'liste' : 'brett';
  const query = useMemo(() => queryOf(search), [search]);
  const change = useCallback(
    (next: IdeaFilter) => setSearch(searchOf(next, shape), { replace: true }),
    [setSearch, shape],
  );
  useTitle(t('nav.ideas'));
  const overview = useQuery({
    queryKey: ['ideas', 'overview', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/ideas/overview', { params: { query: { ...query } }, signal })),
    placeholderData: keepPreviousData,
  });
  if (overview.data === undefined && overview.error !== null)
    return <Failure error={overview.error} onRetry={() => void overview.refetch()} />;
  const facts = overview.data;
  const chips = [
    ...(query.theme ?? []).map((theme) => ({
      label: theme,
      without: { ...query, theme: toggled(query.theme, theme, false) },
    })),
    ...(query.department === undefined ? [] : [{ label: query.department, without: { ...query, department: '' } }]),
    ...(query.view ?? []).map((view) => ({
      label: t(`ideas.viewName.${view}`),
      without: { ...query, view: toggled(query.view, view, false) },
    })),
    ...(query.q === undefined ? [] : [{ label: `„${query.q}“`, without: { ...query, q: '' } }]),
  ];
  const shapeButton = (name: 'brett' | 'liste', icon: 'board' | 'list') => (
    <button
      type="button"
      className="switch"
      aria-pressed={shape === name}
      onClick={() => setSearch(searchOf(query, name), { replace: true })}
    >
      <Icon name={icon} />
      {t(`ideas.shape.${name}`)}
    </button>
  );
  return (
    <div className="ideas">
      <header className="ideas-head">
        <div className="page-head">
          <h1>{t('nav.ideas')}</h1>
          {facts !== undefined && (
            <span className="muted" role="status">
              {t('ideas.total', { count: facts.total })}
              {chips.length > 0 && ` · ${t('ideas.matching', { count: facts.matching })}`}
            </span>
          )}
          <span className="spacer" />
          <Button
            className="phone-only"
            icon="filter"
            aria-expanded={filtersOpen}
            onClick={() => setFiltersOpen(!filtersOpen)}
          >
            {t('inbox.filter')}
          </Button>
          <div className="switches" role="group" aria-label={t('ideas.shapeLabel')}>
            {shapeButton('brett', 'board')}
            {shapeButton('liste', 'list')}
          </div>
          {facts?.create.allowed === true && (
            <Link className="button main" to="/ideen/neu">
              <Icon name="add" />
              {t('ideas.new')}
            </Link>
          )}
        </div>
        {chips.length > 0 && (
          <div className="row-line">
            {chips.map((chip) => (
              <button
                key={chip.label}
                type="button"
                className="chip"
                aria-label={t('ideas.removeFilter', { name: chip.label })}
                onClick={() => change(chip.without)}
              >
                {chip.label}
                <Icon name="close" size={16} />
              </button>
            ))}
            <button type="button" className="link-button" onClick={() => change({})}>
              {t('common.resetFilter')}
            </button>
          </div>
        )}
      </header>
      <div className={filtersOpen ? 'ideas-body filters-open' : 'ideas-body'}>
        <Filters query={query} overview={facts} onChange={change} />
        {shape === 'brett' ? (
          <Board query={query} counts={facts?.statuses} />
        ) : (
          <IdeaList query={query} matching={facts?.matching} />
        )}
      </div>
    </div>
  );
}
