import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Moment } from '../../ui/Moment';
import { LevelChart } from './LevelChart';
import type { DeviceItem, Overview } from './types';

const shown = 100;

/** The devices, those that need somebody first. */
export function DeviceTable({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  const devices = overview.devices
    .toSorted((a, b) => troubles(b).length - troubles(a).length || a.name.localeCompare(b.name, 'de'))
    .slice(0, shown);
  const chart = overview.devices.find((device) => device.id === open);
  return (
    <div className="devices">
      {chart !== undefined && <LevelChart device={chart} onClose={() => setOpen(null)} />}
      <div className="table-scroll">
        <table className="table">
          <caption className="hidden-visually">{t('sensors.devices.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('sensors.devices.name')}</th>
              <th scope="col">{t('sensors.devices.state')}</th>
              <th scope="col">{t('sensors.devices.last')}</th>
              <th scope="col" className="number">
                {t('sensors.devices.battery')}
              </th>
              <th scope="col" className="number">
                {t('sensors.devices.received')}
              </th>
              <th scope="col" className="number">
                {t('sensors.devices.lost')}
              </th>
              <th scope="col">
                <span className="hidden-visually">{t('sensors.devices.show')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {devices.map((device) => (
              <tr key={device.id}>
                <td>{device.name}</td>
                <td>
                  {troubles(device).length === 0 ? (
                    <Badge icon="check" tone="success">
                      {t('sensors.devices.ok')}
                    </Badge>
                  ) : (
                    troubles(device).map((alarm) => (
                      <Badge key={alarm.rule} icon="warning" tone="warning">
                        {alarm.name}
                      </Badge>
                    ))
                  )}
                </td>
                <td>{device.lastAt === null ? t('sensors.devices.never') : <Moment at={device.lastAt} />}</td>
                <td className="number">
                  {device.values.batterie === undefined ? '–' : `${Math.round(device.values.batterie)} %`}
                </td>
                <td className="number">{device.messages}</td>
                <td className="number">{device.lost}</td>
                <td>
                  <Button small onClick={() => setOpen(device.id)}>
                    {t('sensors.devices.show')}
                    <span className="hidden-visually"> {device.name}</span>
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function troubles(device: DeviceItem) {
  return device.alarms.filter((alarm) => alarm.rule.startsWith('sensor-'));
}
