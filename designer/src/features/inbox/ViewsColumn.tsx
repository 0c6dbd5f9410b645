import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { InboxQuery, InboxView, SavedView } from '../../api/schema';
import { IconButton } from '../../ui/Button';
import { countText } from '../../ui/count';
import { Icon } from '../../ui/Icon';
import type { IconName } from '../../ui/icons';
import { SaveViewDialog } from './SaveViewDialog';
import { addressOfQuery, sameQuery, views } from './location';
import { useCounts, useSavedViews } from './queries';

const icons: Record<InboxView, IconName> = {
  all: 'inbox',
  mine: 'account',
  groups: 'group',
  deputy: 'substitute',
  followUp: 'alarm',
  overdue: 'alert',
  done: 'done',
};

interface Entry {
  id: string;
  icon: IconName;
  label: string;
  query: InboxQuery;
  count?: number | undefined;
  saved?: SavedView;
}

function useEntries(): { standard: Entry[]; saved: Entry[]; done: Entry } {
  const { t } = useTranslation();
  const counts = useCounts().data;
  const saved = useSavedViews().data ?? [];
  return {
    standard: views.map((view) => ({
      id: view,
      icon: icons[view],
      label: t(`inbox.view.${view}`),
      query: { view },
      count: counts?.views[view],
    })),
    saved: saved.map((view) => ({
      id: view.key,
      icon: 'bookmark',
      label: view.name,
      query: view.query,
      count: counts?.saved[view.key],
      saved: view,
    })),
    done: { id: 'done', icon: 'done', label: t('inbox.view.done'), query: { view: 'done' } },
  };
}

/** The views of the inbox: a column on wide screens, a choice above the list on narrower ones, a strip on a phone. */
export function Views({ query }: { query: InboxQuery }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [saving, setSaving] = useState<{ view: SavedView | null } | null>(null);
  const { standard, saved, done } = useEntries();
  const forget = useMutation({
    mutationFn: (view: SavedView) =>
      bodyOf(api.DELETE('/api/saved-views/{key}', { params: { path: { key: view.key } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['saved-views'] }),
  });

  const link = (entry: Entry) => {
    const current = sameQuery(entry.query, query);
    return (
      <li key={entry.id} className="view-item">
        <Link
          className="view-link"
          to={`/posteingang${addressOfQuery(entry.query)}`}
          aria-current={current ? 'page' : undefined}
        >
          <Icon name={entry.icon} />
          <span className="view-name">{entry.label}</span>
          {entry.count !== undefined && entry.count > 0 && <span className="view-count">{countText(entry.count)}</span>}
        </Link>
        {entry.saved?.own === true && current && (
          <span className="view-tools">
            <IconButton
              icon="edit"
              label={t('inbox.editView', { name: entry.label })}
              compact
              onClick={() => setSaving({ view: entry.saved ?? null })}
            />
            <IconButton
              icon="trash"
              label={t('inbox.deleteView', { name: entry.label })}
              compact
              onClick={() => entry.saved !== undefined && forget.mutate(entry.saved)}
            />
          </span>
        )}
      </li>
    );
  };
  const all = [...standard, ...saved, done];
  const chosen =
    all.find((entry) => sameQuery(entry.query, query)) ?? standard.find((entry) => entry.query.view === query.view);
  return (
    <>
      <nav className="views" aria-label={t('inbox.views')} data-region>
        <h2>{t('inbox.tasks')}</h2>
        <ul>{standard.map(link)}</ul>
        <h2>{t('inbox.saved')}</h2>
        <ul>
          {saved.map(link)}
          <li>
            <button type="button" className="view-link view-save" onClick={() => setSaving({ view: null })}>
              <Icon name="add" /> {t('inbox.saveView')}
            </button>
          </li>
        </ul>
        <h2>{t('inbox.finished')}</h2>
        <ul>{link(done)}</ul>
      </nav>
      <div className="view-select select">
        <select
          className="input"
          aria-label={t('inbox.views')}
          value={chosen?.id ?? 'all'}
          onChange={(event) => {
            const entry = all.find((candidate) => candidate.id === event.target.value);
            if (entry !== undefined) void navigate(`/posteingang${addressOfQuery(entry.query)}`);
          }}
        >
          {all.map((entry) => (
            <option key={entry.id} value={entry.id}>
              {entry.label}
              {entry.count === undefined ? '' : ` (${countText(entry.count)})`}
            </option>
          ))}
        </select>
        <Icon name="down" />
      </div>
      <nav className="view-strip" aria-label={t('inbox.views')}>
        <ul>
          {all.map((entry) => (
            <li key={entry.id}>
              <Link
                className="view-chip"
                to={`/posteingang${addressOfQuery(entry.query)}`}
                aria-current={entry.id === chosen?.id ? 'page' : undefined}
              >
                {entry.label} {entry.count !== undefined && countText(entry.count)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {saving !== null && <SaveViewDialog view={saving.view} query={query} onClose={() => setSaving(null)} />}
    </>
  );
}
