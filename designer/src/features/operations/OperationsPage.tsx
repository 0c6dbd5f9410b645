import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { OperationsPage } from '../../api/schema';
import { Badge } from '../../ui/Badge';
import { TableScroll } from '../../ui/TableScroll';
import { Moment } from '../../ui/Moment';
import { Loaded } from '../../ui/states';
import { Tabs } from '../../ui/Tabs';
import { useTitle } from '../../ui/title';
import { IncidentDialog } from './IncidentDialog';
import { Incidents } from './Incidents';
import { Jobs } from './Jobs';
import './operations.css';
import { Plugins } from './Plugins';
import { checkSigns } from './signs';

/** What is stuck, what runs in the background, and whether everything is well. */
export function OperationsPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const panel = search.get('teil') ?? 'incidents';
  const incident = search.get('incident');
  useTitle(t('nav.operations'));
  const query = useQuery({ queryKey: ['operations'], queryFn: () => bodyOf(api.GET('/api/operations')) });
  const counts = query.data?.counts;
  const tabs = [
    { id: 'incidents', label: t('operations.incidents'), count: counts?.openIncidents },
    { id: 'jobs', label: t('operations.jobs'), count: counts && counts.failedJobs + counts.failedEffects },
    { id: 'health', label: t('operations.health') },
    { id: 'plugins', label: t('operations.plugins') },
  ];
  return (
    <div className="page" data-region>
      <div className="page-head">
        <h1>{t('nav.operations')}</h1>
      </div>
      <Tabs
        label={t('operations.parts')}
        tabs={tabs}
        selected={panel}
        onSelect={(id) => setSearch(id === 'incidents' ? {} : { teil: id }, { replace: true })}
      >
        {panel === 'incidents' && <Incidents onOpen={(key) => setSearch({ incident: key })} />}
        {panel === 'jobs' && <Jobs />}
        {panel === 'plugins' && <Plugins />}
        {panel === 'health' && <Loaded query={query}>{(operations) => <Health operations={operations} />}</Loaded>}
      </Tabs>
      {incident !== null && <IncidentDialog incidentKey={incident} onClose={() => setSearch({}, { replace: true })} />}
    </div>
  );
}

const figures = [
  'activeCases',
  'openTasks',
  'openIncidents',
  'waitingJobs',
  'failedJobs',
  'failedEffects',
  'pendingTimers',
] as const;

function Health({ operations }: { operations: OperationsPage }) {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <dl className="figures">
        {figures.map((name) => (
          <div key={name} className="panel">
            <dt>{t(`operations.count.${name}`)}</dt>
            <dd>{operations.counts[name].toLocaleString('de-DE')}</dd>
          </div>
        ))}
      </dl>
      <TableScroll label={t('operations.check')}>
        <table className="table">
          <thead>
            <tr>
              <th>{t('operations.check')}</th>
              <th>{t('operations.state')}</th>
              <th>{t('operations.detail')}</th>
            </tr>
          </thead>
          <tbody>
            {operations.checks.map((check) => (
              <tr key={check.name}>
                <td>{check.name}</td>
                <td>
                  <Badge icon={checkSigns[check.status].icon} tone={checkSigns[check.status].tone}>
                    {t(`operations.status.${check.status}`)}
                  </Badge>
                </td>
                <td>{check.detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <p className="muted">
        {t('operations.about', { version: operations.version, database: operations.database })} ·{' '}
        {t('operations.running')} <Moment at={operations.startedAt} /> · {t('operations.engineTime')}{' '}
        <Moment at={operations.engineTime} />
      </p>
    </div>
  );
}
