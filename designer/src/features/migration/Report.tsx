import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { CaseMigration, CaseMigrationItem } from '../../api/schema';
import { Badge, type Tone } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import type { IconName } from '../../ui/icons';
import { Moment } from '../../ui/Moment';
import { personText } from '../../ui/people';
import { Loaded } from '../../ui/states';
import { TableScroll } from '../../ui/TableScroll';

const signs: Record<CaseMigrationItem['outcome'], { icon: IconName; tone: Tone }> = {
  pending: { icon: 'hourglass', tone: 'neutral' },
  moved: { icon: 'done', tone: 'success' },
  stayed: { icon: 'warning', tone: 'warning' },
};

/** How far a migration is, and what became of each case. */
export function Report({ run }: { run: CaseMigration }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const was = useRef(run.state);
  const cases = useInfiniteQuery({
    queryKey: ['migration-cases', run.key, run.state],
    queryFn: ({ pageParam }) =>
      bodyOf(
        api.GET('/api/migrations/{key}/cases', {
          params: { path: { key: run.key }, query: { after: pageParam ?? undefined } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  useEffect(() => {
    if (was.current === 'running' && run.state === 'done')
      void Promise.all([
        client.invalidateQueries({ queryKey: ['process'] }),
        client.invalidateQueries({ queryKey: ['migration-preview'] }),
      ]);
    was.current = run.state;
  }, [client, run.state]);
  const total = run.moved + run.stayed + run.remaining;
  return (
    <section className="panel" aria-labelledby="bericht">
      <header>
        <h2 id="bericht">{t(run.state === 'running' ? 'migration.running' : 'migration.report')}</h2>
      </header>
      <div className="panel-body stack">
        <p role="status">
          {t('migration.progress', { moved: run.moved, total, version: run.toVersion })}{' '}
          {run.stayed > 0 && t('migration.stayed', { count: run.stayed })}{' '}
          {run.remaining > 0 && t('migration.remaining', { count: run.remaining })}
        </p>
        {run.state === 'running' && (
          <progress
            className="migration-progress"
            max={total}
            value={total - run.remaining}
            aria-labelledby="bericht"
          />
        )}
        <p className="muted small">
          {personText(run.by)} · <Moment at={run.requestedAt} /> · {run.comment}
        </p>
      </div>
      <Loaded query={cases}>
        {({ pages }) => (
          <>
            <TableScroll label={t('migration.report')}>
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">{t('cases.number')}</th>
                    <th scope="col">{t('cases.title')}</th>
                    <th scope="col">{t('migration.outcome')}</th>
                    <th scope="col">{t('migration.reason')}</th>
                  </tr>
                </thead>
                <tbody>
                  {pages
                    .flatMap((page) => page.rows)
                    .map((row) => (
                      <tr key={row.caseKey}>
                        <th scope="row">
                          <Link to={`/vorgaenge/${row.caseKey}`}>{row.number}</Link>
                        </th>
                        <td>{row.title}</td>
                        <td>
                          <Badge icon={signs[row.outcome].icon} tone={signs[row.outcome].tone}>
                            {t(`migration.outcomes.${row.outcome}`)}
                          </Badge>
                        </td>
                        <td>{row.reason}</td>
                      </tr>
                    ))}
                </tbody>
              </table>
            </TableScroll>
            {cases.hasNextPage && (
              <Button kind="plain" onClick={() => void cases.fetchNextPage()}>
                {t('common.loadMore')}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
