import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { JobItem } from '../../api/schema';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { Moment } from '../../ui/Moment';
import { Progress } from '../../ui/Progress';
import { Empty, Loaded, problemText } from '../../ui/states';
import { FailedEffects } from './FailedEffects';

const states: JobItem['state'][] = ['waiting', 'running', 'failed'];

/** The machine's work: what waits, runs or failed. */
export function Jobs() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [state, setState] = useState<JobItem['state']>();
  const query = useInfiniteQuery({
    queryKey: ['jobs', state],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(api.GET('/api/jobs', { params: { query: { state, after: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const retry = useMutation({
    mutationFn: (key: string) => bodyOf(api.POST('/api/jobs/{key}/retry', { params: { path: { key } } })),
    onSettled: () =>
      Promise.all(['jobs', 'operations', 'incidents'].map((head) => client.invalidateQueries({ queryKey: [head] }))),
  });
  return (
    <div className="stack">
      <FailedEffects />
      <div className="toolbar">
        <SelectField
          label={t('operations.state')}
          value={state ?? ''}
          onChange={(event) => setState(states.find((known) => known === event.target.value))}
        >
          <option value="">{t('cases.allStates')}</option>
          {states.map((entry) => (
            <option key={entry} value={entry}>
              {t(`operations.jobState.${entry}`)}
            </option>
          ))}
        </SelectField>
      </div>
      {retry.isError && <Message kind="danger">{problemText(retry.error, t)}</Message>}
      <Loaded query={query} text={t('operations.loading')}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0)
            return (
              <Empty icon="done" title={t('operations.noJobs')}>
                {t('operations.noJobsHint')}
              </Empty>
            );
          return (
            <div className="table-scroll">
              <table className="table stacked">
                <thead>
                  <tr>
                    <th>{t('operations.jobType')}</th>
                    <th>{t('operations.case')}</th>
                    <th>{t('operations.step')}</th>
                    <th>{t('operations.state')}</th>
                    <th className="number">{t('operations.retries')}</th>
                    <th>{t('operations.next')}</th>
                    <th>
                      <span className="hidden-visually">{t('operations.action')}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.key}>
                      <td>{row.type}</td>
                      <td>
                        <Link className="nowrap" to={`/vorgaenge/${row.caseKey}`}>
                          {row.caseNumber}
                        </Link>
                      </td>
                      <td>{row.elementName}</td>
                      <td>
                        <Badge
                          icon={row.state === 'failed' ? 'alert' : 'clock'}
                          tone={row.state === 'failed' ? 'danger' : 'neutral'}
                        >
                          {t(`operations.jobState.${row.state}`)}
                        </Badge>
                        {row.progress !== null && <Progress progress={row.progress} />}
                        {row.error !== null && <span className="block small">{row.error}</span>}
                      </td>
                      <td className="number" data-label={t('operations.retries')}>
                        {row.retries}
                      </td>
                      <td className="nowrap" data-label={t('operations.next')}>
                        {row.nextAttemptAt !== null && <Moment at={row.nextAttemptAt} />}
                      </td>
                      <td>
                        {row.state !== 'running' && (
                          <Button small disabled={retry.isPending} onClick={() => retry.mutate(row.key)}>
                            {t('operations.retryJob')}
                          </Button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {query.hasNextPage && (
                <div className="load-more">
                  <Button kind="plain" onClick={() => void query.fetchNextPage()}>
                    {t('common.loadMore')}
                  </Button>
                </div>
              )}
            </div>
          );
        }}
      </Loaded>
    </div>
  );
}
