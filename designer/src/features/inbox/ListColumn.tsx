import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMe } from '../../api/session';
import type { InboxQuery, InboxSort, TaskItem } from '../../api/schema';
import { Button, IconButton } from '../../ui/Button';
import { countText } from '../../ui/count';
import { Icon } from '../../ui/Icon';
import { useNow } from '../../ui/now';
import { Empty, Failure, Loading } from '../../ui/states';
import { groupByDue } from '../../ui/time';
import { FilterBar } from './FilterBar';
import { TaskRowItem } from './TaskRowItem';
import { addressOfQuery, isFiltered } from './location';

interface Props {
  query: InboxQuery;
  title: string;
  rows: TaskItem[];
  total: number | undefined;
  result: UseInfiniteQueryResult;
  selected: string | null;
  marked: ReadonlySet<string>;
  onMark: (key: string, range: boolean) => void;
  onEnter: (key: string) => void;
  onMarkAll: (all: boolean) => void;
  onQuery: (query: InboxQuery) => void;
  /** Replaces the line of sorting while rows are marked. */
  bulk: ReactNode;
}

const sorts: InboxSort[] = ['due', 'created', 'priority'];

/** The list of tasks under headings of deadlines. */
export function ListColumn({
  query,
  title,
  rows,
  total,
  result,
  selected,
  marked,
  onMark,
  onEnter,
  onMarkAll,
  onQuery,
  bulk,
}: Props) {
  const { t } = useTranslation();
  const [filterOpen, setFilterOpen] = useState(isFiltered(query));
  const [selecting, setSelecting] = useState(false);
  const filter = {
    icon: 'filter',
    label: t('inbox.filter'),
    'aria-expanded': filterOpen,
    'aria-pressed': isFiltered(query),
    onClick: () => setFilterOpen(!filterOpen),
  } as const;
  return (
    <section className={selecting ? 'list selecting' : 'list'} aria-label={t('inbox.list')} data-region>
      <header className="list-head">
        <h1>
          {title} {total !== undefined && <span className="muted">{countText(total)}</span>}
        </h1>
        <IconButton {...filter} />
        <IconButton icon="refresh" label={t('inbox.refresh')} onClick={() => void result.refetch()} />
      </header>
      {filterOpen && <FilterBar query={query} onChange={onQuery} />}
      {marked.size > 0 ? (
        bulk
      ) : (
        <div className="list-tools">
          <input
            type="checkbox"
            className="checkbox"
            aria-label={t('inbox.markAll')}
            checked={false}
            disabled={rows.length === 0}
            onChange={() => onMarkAll(true)}
          />
          <Button
            small
            kind="plain"
            className="phone-only"
            aria-pressed={selecting}
            onClick={() => setSelecting(!selecting)}
          >
            {t('inbox.select')}
          </Button>
          <span className="muted wide-only">
            {(query.sort ?? 'due') === 'due' && query.view !== 'done' ? t('inbox.grouped') : ''}
          </span>
          <label className="sort">
            <Icon name="sort" size={16} />
            <span className="hidden-visually">{t('inbox.sort')}</span>
            <select
              value={query.sort ?? 'due'}
              onChange={(event) => onQuery({ ...query, sort: event.target.value as InboxSort })}
            >
              {sorts.map((sort) => (
                <option key={sort} value={sort}>
                  {t(`inbox.sortBy.${sort}`)}
                </option>
              ))}
            </select>
          </label>
          <IconButton className="phone-only" {...filter} />
        </div>
      )}
      <div className="list-scroll">
        <Rows {...{ query, rows, result, selected, marked, onMark, onEnter, onQuery }} />
        {result.hasNextPage && (
          <div className="load-more">
            <Button kind="plain" onClick={() => void result.fetchNextPage()}>
              {t('common.loadMore')}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}

type RowsProps = Pick<Props, 'query' | 'rows' | 'result' | 'selected' | 'marked' | 'onMark' | 'onEnter' | 'onQuery'>;

function Rows({ query, rows, result, selected, marked, onMark, onEnter, onQuery }: RowsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const now = useNow();
  if (result.data === undefined) {
    if (result.error !== null)
      return <Failure error={result.error} title={t('inbox.failed')} onRetry={() => void result.refetch()} />;
    return <Loading text={t('inbox.loading')} rows={5} />;
  }
  if (rows.length === 0) return <Nothing query={query} onQuery={onQuery} />;
  const entry = rows.some((row) => row.key === selected) ? selected : rows[0]?.key;
  const item = (row: TaskItem) => (
    <TaskRowItem
      key={row.key}
      row={row}
      me={me.userName}
      to={`/posteingang/${row.key}${addressOfQuery(query)}`}
      current={row.key === selected}
      marked={marked.has(row.key)}
      entry={row.key === entry}
      onMark={onMark}
      onEnter={onEnter}
    />
  );
  const compact = me.preferences.compactList ? 'task-list compact' : 'task-list';
  if ((query.sort ?? 'due') !== 'due' || query.view === 'done') return <ul className={compact}>{rows.map(item)}</ul>;
  return groupByDue(rows, now).map(({ group, rows: members }) => (
    <section key={group} aria-label={t(`inbox.group.${group}`)}>
      <h2 className="list-group">
        {t(`inbox.group.${group}`)}
        <span>{members.length}</span>
      </h2>
      <ul className={compact}>{members.map(item)}</ul>
    </section>
  ));
}

function Nothing({ query, onQuery }: { query: InboxQuery; onQuery: (query: InboxQuery) => void }) {
  const { t } = useTranslation();
  if (isFiltered(query)) {
    return (
      <Empty
        icon="filterOff"
        title={t('inbox.noHits')}
        action={<Button onClick={() => onQuery({ view: query.view })}>{t('common.resetFilter')}</Button>}
      >
        {t('inbox.noHitsHint')}
      </Empty>
    );
  }
  if (query.view === 'done')
    return (
      <Empty icon="done" title={t('inbox.nothingDone')}>
        {t('inbox.nothingDoneHint')}
      </Empty>
    );
  const other = query.view === 'groups' || query.view === 'all' ? null : '?view=groups';
  return (
    <Empty
      icon="done"
      title={t('inbox.allDone')}
      action={
        other !== null && (
          <Link className="button" to={`/posteingang${other}`}>
            {t('inbox.openGroups')}
          </Link>
        )
      }
    >
      {t(`inbox.emptyHint.${query.view}`)}
    </Empty>
  );
}
