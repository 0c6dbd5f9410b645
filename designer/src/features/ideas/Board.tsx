import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import { Icon } from '../../ui/Icon';
import { Loaded } from '../../ui/states';
import { IdeaCard } from './IdeaCard';
import { type IdeaFilter, type IdeaStatus, ideaStatuses, statusSign } from './wording';

interface Props {
  query: IdeaFilter;
  counts: Record<string, number> | undefined;
}

const perColumn = 20;

/** Five columns, one for each status. */
export function Board({ query, counts }: Props) {
  return (
    <div className="board">
      {ideaStatuses.map((status) => (
        <Column key={status} status={status} query={query} count={counts?.[status]} />
      ))}
    </div>
  );
}

function Column({ status, query, count }: { status: IdeaStatus; query: IdeaFilter; count: number | undefined }) {
  const { t } = useTranslation();
  const result = useInfiniteQuery({
    queryKey: ['ideas', 'column', status, query],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(
        api.GET('/api/ideas', {
          params: { query: { ...query, status, limit: perColumn, after: pageParam ?? undefined } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  return (
    <section className="board-column" aria-label={status} data-region>
      <h2>
        <Icon name={statusSign[status].icon} />
        {status}
        <span className="muted">{count ?? ''}</span>
      </h2>
      <Loaded query={result} text={t('ideas.loading')}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          const rest = (count ?? rows.length) - rows.length;
          return (
            <>
              <ul className="board-cards">
                {rows.map((idea) => (
                  <IdeaCard key={idea.key} idea={idea} />
                ))}
              </ul>
              {result.hasNextPage && (
                <button type="button" className="link-button board-more" onClick={() => void result.fetchNextPage()}>
                  {rest > 0 ? t('ideas.moreOf', { count: rest }) : t('common.loadMore')}
                </button>
              )}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
