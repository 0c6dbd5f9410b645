import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, bodyOf } from '../../api/client';
import { Button } from '../../ui/Button';
import { Message } from '../../ui/Message';
import { Moment } from '../../ui/Moment';
import { problemText } from '../../ui/states';

/** What should have followed from a step and failed too often; nothing to see while there is none. */
export function FailedEffects() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: ['effects'],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(api.GET('/api/effects', { params: { query: { after: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const retry = useMutation({
    mutationFn: (key: string) => bodyOf(api.POST('/api/effects/{key}/retry', { params: { path: { key } } })),
    onSettled: () =>
      Promise.all(['effects', 'operations'].map((head) => client.invalidateQueries({ queryKey: [head] }))),
  });
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="failed-effects">
      <h2 id="failed-effects">{t('operations.effects')}</h2>
      <p>{t('operations.effectsHint')}</p>
      {retry.isError && <Message kind="danger">{problemText(retry.error, t)}</Message>}
      <div className="table-scroll">
        <table className="table">
          <thead>
            <tr>
              <th>{t('operations.effect')}</th>
              <th>{t('operations.case')}</th>
              <th>{t('operations.since')}</th>
              <th>{t('operations.problem')}</th>
              <th className="number">{t('operations.attempts')}</th>
              <th>
                <span className="hidden-visually">{t('operations.action')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <td>
                  {t(`operations.effectKind.${row.kind}`)}
                  {row.subject !== null && <span className="block small">{row.subject}</span>}
                </td>
                <td>
                  {row.caseKey !== null && <Link to={`/vorgaenge/${row.caseKey}`}>{t('operations.openCase')}</Link>}
                </td>
                <td className="nowrap">
                  <Moment at={row.createdAt} />
                </td>
                <td>{row.problem}</td>
                <td className="number">{row.attempts}</td>
                <td>
                  <Button small disabled={retry.isPending} onClick={() => retry.mutate(row.key)}>
                    {t('operations.retryJob')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {query.hasNextPage && (
        <div className="load-more">
          <Button kind="plain" onClick={() => void query.fetchNextPage()}>
            {t('common.loadMore')}
          </Button>
        </div>
      )}
    </section>
  );
}
