import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../../api/session';
import { Button } from '../../../ui/Button';
import { SelectField, TextField } from '../../../ui/Field';
import { Moment } from '../../../ui/Moment';
import { TableScroll } from '../../../ui/TableScroll';
import { Empty, Loaded } from '../../../ui/states';
import { useOverview } from '../queries';
import type { DeviceType } from '../setup/model';
import { useDocuments } from '../setup/queries';
import type { DeviceItem, Overview } from '../types';
import { DeviceDialog } from './DeviceDialog';
import { batteryField, byNeed, type Health, healthOf, healths, matching, needsSomebody } from './health';
import { HealthBadge } from './HealthBadge';
import { valueText } from './values';

const pageSize = 100;

interface Filter {
  words: string;
  /** `troubled`: those that need somebody. */
  health: '' | 'troubled' | Health;
  type: string;
}

const everything: Filter = { words: '', health: '', type: '' };

/** All devices: last reading, health and battery; those that need somebody first. */
export function DevicesTab() {
  const { t } = useTranslation();
  const mayRun = useMay('operations');
  const query = useOverview();
  const types = useDocuments('types');
  const [filter, setFilter] = useState(everything);
  const [adding, setAdding] = useState(false);
  return (
    <div className="stack">
      <div className="toolbar">
        <div className="grow">
          <TextField
            label={t('sensing.devices.search')}
            type="search"
            value={filter.words}
            onChange={(event) => setFilter({ ...filter, words: event.target.value })}
          />
        </div>
        <SelectField
          label={t('sensing.devices.health')}
          value={filter.health}
          onChange={(event) => setFilter({ ...filter, health: event.target.value as Filter['health'] })}
        >
          <option value="">{t('common.all')}</option>
          <option value="troubled">{t('sensing.devices.troubled')}</option>
          {healths.map((health) => (
            <option key={health} value={health}>
              {t(`sensing.health.${health}`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('sensing.devices.type')}
          value={filter.type}
          onChange={(event) => setFilter({ ...filter, type: event.target.value })}
        >
          <option value="">{t('common.all')}</option>
          {types.data?.map((type) => (
            <option key={type.id} value={type.id}>
              {type.name}
            </option>
          ))}
        </SelectField>
        {mayRun && (
          <Button kind="main" icon="add" onClick={() => setAdding(true)}>
            {t('sensing.devices.new')}
          </Button>
        )}
      </div>
      <Loaded query={query} text={t('sensing.devices.loading')}>
        {(overview) => (
          <Table overview={overview} types={types.data ?? []} filter={filter} onReset={() => setFilter(everything)} />
        )}
      </Loaded>
      {adding && <DeviceDialog device={null} onClose={() => setAdding(false)} />}
    </div>
  );
}

function chosen(devices: DeviceItem[], filter: Filter): DeviceItem[] {
  return byNeed(
    matching(devices, filter.words).filter(
      (device) =>
        (filter.type === '' || device.typeId === filter.type) &&
        (filter.health === '' ||
          (filter.health === 'troubled' ? needsSomebody(device) : healthOf(device) === filter.health)),
    ),
  );
}

interface TableProps {
  overview: Overview;
  types: DeviceType[];
  filter: Filter;
  onReset: () => void;
}

function Table({ overview, types, filter, onReset }: TableProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(pageSize);
  const devices = chosen(overview.devices, filter);
  if (overview.devices.length === 0)
    return (
      <Empty icon="sensor" title={t('sensing.devices.none')}>
        {t('sensing.devices.noneHint')}
      </Empty>
    );
  if (devices.length === 0)
    return (
      <Empty
        icon="search"
        title={t('sensing.devices.noMatch')}
        action={<Button onClick={onReset}>{t('common.resetFilter')}</Button>}
      />
    );
  return (
    <>
      <p className="muted" role="status">
        {t('sensing.devices.count', { count: devices.length })}
      </p>
      <TableScroll label={t('sensing.devices.caption')}>
        <table className="table stacked">
          <thead>
            <tr>
              <th scope="col">{t('sensing.devices.name')}</th>
              <th scope="col">{t('sensing.devices.health')}</th>
              <th scope="col">{t('sensing.devices.reading')}</th>
              <th scope="col">{t('sensing.devices.last')}</th>
              <th scope="col" className="number">
                {t('sensing.devices.battery')}
              </th>
              <th scope="col" className="number">
                {t('sensing.devices.lost')}
              </th>
            </tr>
          </thead>
          <tbody>
            {devices.slice(0, shown).map((device) => (
              <Row key={device.id} device={device} type={types.find((type) => type.id === device.typeId)} />
            ))}
          </tbody>
        </table>
      </TableScroll>
      {devices.length > shown && (
        <div className="load-more">
          <Button kind="plain" onClick={() => setShown(shown + pageSize)}>
            {t('common.loadMore')}
          </Button>
        </div>
      )}
    </>
  );
}

function Row({ device, type }: { device: DeviceItem; type: DeviceType | undefined }) {
  const { t } = useTranslation();
  const field = type?.fields.find((entry) => entry.name !== batteryField && device.values[entry.name] !== undefined);
  const value = field === undefined ? undefined : device.values[field.name];
  const battery = device.values[batteryField];
  return (
    <tr>
      <td>
        <Link to={`/sensorik/geraete/${encodeURIComponent(device.id)}`}>{device.name}</Link>
        <div className="muted small">
          {device.id} · {device.typeName}
        </div>
      </td>
      <td data-label={t('sensing.devices.health')}>
        <HealthBadge health={healthOf(device)} />
      </td>
      <td data-label={t('sensing.devices.reading')}>
        {value === undefined ? '–' : `${field?.label ?? ''} ${valueText(value, field, t)}`}
      </td>
      <td className="nowrap" data-label={t('sensing.devices.last')}>
        {device.lastAt === null ? t('sensing.devices.never') : <Moment at={device.lastAt} />}
      </td>
      <td className="number" data-label={t('sensing.devices.battery')}>
        {battery === undefined ? '–' : `${Math.round(battery)} %`}
      </td>
      <td className="number" data-label={t('sensing.devices.lost')}>
        {device.lost}
      </td>
    </tr>
  );
}
