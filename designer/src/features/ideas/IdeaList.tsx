import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { IdeaItem } from '../../api/schema';
import { Badge } from '../../ui/Badge';
import { Icon } from '../../ui/Icon';
import { useNow } from '../../ui/now';
import { Empty, Loaded } from '../../ui/states';
import { type IdeaFilter, standingOf, statusSign } from './wording';

/** The same ideas as a table. */
export function IdeaList({ query, matching }: { query: IdeaFilter; matching: number | undefined }) {
  const { t } = useTranslation();
  const result = useInfiniteQuery({
    queryKey: ['ideas', 'list', query],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(api.GET('/api/ideas', { params: { query: { ...query, after: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  return (
    <div className="idea-list" data-region>
      <Loaded query={result} text={t('ideas.loading')}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0)
            return (
              <Empty icon="filterOff" title={t('inbox.noHits')}>
                {t('ideas.noHits')}
              </Empty>
            );
          return (
            <>
              <table className="table stacked">
                <thead>
                  <tr>
                    <th>{t('ideas.status')}</th>
                    <th>{t('ideas.idea')}</th>
                    <th>{t('ideas.theme')}</th>
                    <th>{t('ideas.stand')}</th>
                    <th className="number">{t('ideas.commentsWord')}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((idea) => (
                    <Row key={idea.key} idea={idea} />
                  ))}
                </tbody>
              </table>
              <p className="load-more">
                {t('ideas.shown', { shown: rows.length, total: matching ?? rows.length })}
                {result.hasNextPage && (
                  <>
                    {' '}
                    ·{' '}
                    <button type="button" className="link-button" onClick={() => void result.fetchNextPage()}>
                      {t('common.loadMore')}
                    </button>
                  </>
                )}
              </p>
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function Row({ idea }: { idea: IdeaItem }) {
  const { t } = useTranslation();
  const standing = standingOf(idea, useNow(), t);
  const sign = statusSign[idea.status];
  return (
    <tr>
      <td>
        <Badge icon={sign.icon} tone={sign.tone}>
          {idea.status}
        </Badge>
      </td>
      <td>
        <Link to={`/ideen/${idea.key}`}>{idea.title}</Link>
        <span className="muted small idea-under">
          {[idea.department, idea.author?.name].filter(Boolean).join(' · ')}
        </span>
      </td>
      <td data-label={t('ideas.theme')}>{idea.theme}</td>
      <td>
        {standing !== null && (
          <span className={standing.overdue ? 'idea-standing danger-text' : ''}>
            {standing.overdue && <Icon name="alert" size={16} />}
            {standing.text}
          </span>
        )}
      </td>
      <td className="number" data-label={t('ideas.commentsWord')}>
        {idea.comments}
      </td>
    </tr>
  );
}
