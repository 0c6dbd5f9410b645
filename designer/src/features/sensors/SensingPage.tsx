import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useMay } from '../../api/session';
import { Tabs } from '../../ui/Tabs';
import { useTitle } from '../../ui/title';
import { DeviceMap } from './devices/DeviceMap';
import { DevicePage } from './devices/DevicePage';
import { DevicesTab } from './devices/DevicesTab';
import { needsSomebody } from './devices/health';
import { useOverview } from './queries';
import './sensors.css';
import { CodecsTab } from './setup/CodecsTab';
import { useDeadCounts } from './setup/deadLetters';
import { DeadLettersTab } from './setup/DeadLettersTab';
import { RulesTab } from './setup/RulesTab';
import { SourcesTab } from './setup/SourcesTab';
import { TypesTab } from './setup/TypesTab';

const open = ['geraete', 'karte'] as const;
const setUp = ['quellen', 'typen', 'codecs', 'regeln', 'unlesbar'] as const;

/** Devices and what they say; for those who run it also where messages come from and how they are read. */
export function SensingPage() {
  const { t } = useTranslation();
  useTitle(t('nav.sensing'));
  const navigate = useNavigate();
  const mayRun = useMay('operations');
  const { part = 'geraete', id } = useParams();
  const overview = useOverview();
  const dead = useDeadCounts(mayRun);
  const counts: Partial<Record<string, number>> = {
    geraete: overview.data?.devices.filter(needsSomebody).length,
    unlesbar: dead.data?.reduce((sum, entry) => sum + entry.count, 0),
  };
  const tabs = [...open, ...(mayRun ? setUp : [])].map((name) => ({
    id: name,
    label: t(`sensing.tab.${name}`),
    count: counts[name],
  }));
  return (
    <div className="page sensing" data-region>
      <div className="page-head">
        <h1>{t('nav.sensing')}</h1>
      </div>
      <Tabs
        label={t('sensing.parts')}
        tabs={tabs}
        selected={part}
        onSelect={(name) => void navigate(`/sensorik/${name}`)}
      >
        {part === 'geraete' && (id === undefined ? <DevicesTab /> : <DevicePage id={id} key={id} />)}
        {part === 'karte' && <DeviceMap />}
        {mayRun && part === 'quellen' && <SourcesTab id={id} />}
        {mayRun && part === 'typen' && <TypesTab id={id} />}
        {mayRun && part === 'codecs' && <CodecsTab id={id} />}
        {mayRun && part === 'regeln' && <RulesTab id={id} />}
        {mayRun && part === 'unlesbar' && <DeadLettersTab />}
      </Tabs>
    </div>
  );
}
