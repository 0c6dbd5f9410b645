import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { IncidentItem } from '../../api/schema';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { SelectField, TextField } from '../../ui/Field';
import { Moment } from '../../ui/Moment';
import { Empty, Loaded } from '../../ui/states';

interface Filter {
  state: IncidentItem['state'];
  process: string;
  q: string;
}

/** The cases that are stuck, with the reason. */
export function Incidents({ onOpen }: { onOpen: (key: string) => void }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<Filter>({ state: 'open', process: '', q: '' });
  const processes = useQuery({ queryKey: ['processes'], queryFn: () => bodyOf(api.GET('/api/processes')) });
  const query = useInfiniteQuery({
    queryKey: ['incidents', filter],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(api.GET('/api/incidents', { params: { query: { ...filter, after: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  return (
    <div className="stack">
      <div className="toolbar">
        <div className="grow">
          <TextField
            label={t('operations.words')}
            type="search"
            value={filter.q}
            onChange={(event) => setFilter({ ...filter, q: event.target.value })}
          />
        </div>
        <SelectField
          label={t('inbox.filterProcess')}
          value={filter.process}
          onChange={(event) => setFilter({ ...filter, process: event.target.value })}
        >
          <option value="">{t('inbox.allProcesses')}</option>
          {processes.data?.map((process) => (
            <option key={process.id} value={process.id}>
              {process.name}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('operations.state')}
          value={filter.state}
          onChange={(event) => setFilter({ ...filter, state: event.target.value === 'resolved' ? 'resolved' : 'open' })}
        >
          <option value="open">{t('operations.open')}</option>
          <option value="resolved">{t('operations.resolved')}</option>
        </SelectField>
      </div>
      <Loaded query={query} text={t('operations.loading')}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0)
            return (
              <Empty icon="done" title={t('operations.noIncidents')}>
                {t('operations.noIncidentsHint')}
              </Empty>
            );
          return (
            <div className="table-scroll">
              <table className="table stacked">
                <thead>
                  <tr>
                    <th>{t('operations.case')}</th>
                    <th>{t('operations.step')}</th>
                    <th>{t('operations.what')}</th>
                    <th>{t('operations.since')}</th>
                    <th>
                      <span className="hidden-visually">{t('operations.action')}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.key}>
                      <td>
                        <Link className="nowrap" to={`/vorgaenge/${row.caseKey}`}>
                          {row.caseNumber}
                        </Link>
                        <span className="muted small block">
                          {row.processName}, {t('history.version', { version: row.version })}
                        </span>
                      </td>
                      <td>{row.elementName ?? row.elementId}</td>
                      <td>
                        <Badge
                          icon={row.state === 'open' ? 'alert' : 'done'}
                          tone={row.state === 'open' ? 'danger' : 'success'}
                        >
                          {t(`operations.kind.${row.kind}`, { defaultValue: row.kind })}
                        </Badge>
                        <span className="block">{row.message}</span>
                      </td>
                      <td className="nowrap" data-label={t('operations.since')}>
                        <Moment at={row.createdAt} />
                      </td>
                      <td>
                        {row.state === 'open' && (
                          <Button small onClick={() => onOpen(row.key)}>
                            {t('operations.repair')}
                            <span className="hidden-visually">: {row.caseNumber}</span>
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
