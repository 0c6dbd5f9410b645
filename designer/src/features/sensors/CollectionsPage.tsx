import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/Badge';
import { Moment } from '../../ui/Moment';
import { Empty, Loaded } from '../../ui/states';
import { Tabs } from '../../ui/Tabs';
import { useTitle } from '../../ui/title';
import { ContainerList } from './ContainerList';
import { ReportPanel } from './ReportPanel';
import { RoundPanel } from './RoundPanel';
import { useOverview } from './queries';
import './sensors.css';
import { TownMap } from './TownMap';
import type { Overview, Tour } from './types';

/** Containers by when they are full, a round planned from them, the devices behind, and what it saves. */
export function CollectionsPage() {
  const { t } = useTranslation();
  useTitle(t('sensors.title'));
  const query = useOverview();
  const [tab, setTab] = useState('map');
  return (
    <div className="page collections" data-region>
      <Loaded query={query} text={t('sensors.loading')}>
        {(overview) => (
          <>
            <Head overview={overview} />
            <Tabs
              label={t('sensors.title')}
              selected={tab}
              onSelect={setTab}
              tabs={[
                { id: 'map', label: t('sensors.tab.map') },
                { id: 'report', label: t('sensors.tab.report') },
              ]}
            >
              {tab === 'map' && <Planning overview={overview} />}
              {tab === 'report' && <ReportPanel />}
            </Tabs>
          </>
        )}
      </Loaded>
    </div>
  );
}

function Head({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const urgent = overview.devices.filter((device) => device.urgent);
  const latest = overview.devices.reduce<string | null>(
    (found, device) => (device.lastAt !== null && (found === null || device.lastAt > found) ? device.lastAt : found),
    null,
  );
  return (
    <div className="page-head">
      <h1>{t('sensors.title')}</h1>
      <span className="muted">
        {t('sensors.containers', { count: overview.devices.length })}
        {latest !== null && (
          <>
            {' · '}
            {t('sensors.asOf')} <Moment at={latest} />
          </>
        )}
      </span>
      {urgent.length > 0 && (
        <Badge icon="alert" tone="danger">
          {t('sensors.urgent', { count: urgent.length })}
        </Badge>
      )}
    </div>
  );
}

function Planning({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [tour, setTour] = useState<Tour | null>(null);
  const toggle = useCallback((id: string) => {
    setSelected((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
    setTour(null);
  }, []);
  const select = useCallback((ids: string[]) => {
    setSelected(new Set(ids));
    setTour(null);
  }, []);
  if (overview.devices.length === 0)
    return (
      <Empty icon="sensor" title={t('sensors.none')}>
        {t('sensors.noneHint')}
      </Empty>
    );
  return (
    <div className="planning">
      <ContainerList devices={overview.devices} selected={selected} onToggle={toggle} onSelect={select} />
      <TownMap devices={overview.devices} depot={overview.depot} tour={tour} selected={selected} onToggle={toggle} />
      <RoundPanel overview={overview} selected={selected} tour={tour} onTour={setTour} onDone={() => select([])} />
    </div>
  );
}
