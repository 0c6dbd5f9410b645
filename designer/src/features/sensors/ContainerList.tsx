import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { useNow } from '../../ui/now';
import { momentWords } from '../../ui/time';
import { byFullness } from './round';
import type { DeviceItem } from './types';

interface Props {
  devices: DeviceItem[];
  selected: ReadonlySet<string>;
  onToggle: (id: string) => void;
  onSelect: (ids: string[]) => void;
}

const shownPerGroup = 40;

/** Containers under «voll heute, morgen, in zwei Tagen»: the way without a mouse, and the same as the map. */
export function ContainerList({ devices, selected, onToggle, onSelect }: Props) {
  const { t } = useTranslation();
  return (
    <section className="container-list" aria-label={t('sensors.list')} data-region>
      {byFullness(devices).map(({ group, devices: entries }) => (
        <div key={group}>
          <div className="container-group">
            <h2>{t(`sensors.full.${group}`)}</h2>
            <span className="count">{entries.length}</span>
            <Button kind="plain" small onClick={() => onSelect([...selected, ...entries.map((entry) => entry.id)])}>
              {t('sensors.selectAll')}
              <span className="hidden-visually"> {t(`sensors.full.${group}`)}</span>
            </Button>
          </div>
          <ul>
            {entries.slice(0, shownPerGroup).map((device) => (
              <Row
                key={device.id}
                device={device}
                checked={selected.has(device.id)}
                onToggle={() => onToggle(device.id)}
              />
            ))}
          </ul>
          {entries.length > shownPerGroup && (
            <p className="muted small container-more">{t('sensors.more', { count: entries.length - shownPerGroup })}</p>
          )}
        </div>
      ))}
    </section>
  );
}

function Row({ device, checked, onToggle }: { device: DeviceItem; checked: boolean; onToggle: () => void }) {
  const { t } = useTranslation();
  const now = useNow();
  const level = Math.round(device.level ?? 0);
  return (
    <li>
      <label className={checked ? 'container-row selected' : 'container-row'}>
        <input type="checkbox" className="checkbox" checked={checked} onChange={onToggle} />
        <span className="container-name">{device.name}</span>
        <span className="container-level">{device.level === null ? '–' : `${level} %`}</span>
        <span className={`container-bar ${device.full}`} aria-hidden="true">
          <i style={{ width: `${level}%` }} />
        </span>
        <span className="muted small">{device.attributes.fraktion}</span>
        <span className="muted small container-when">
          {device.urgent && (
            <span className="danger-text">
              <Icon name="alert" size={16} /> {t('sensors.overflowing')}
            </span>
          )}
          {!device.urgent &&
            device.fullAt !== null &&
            (device.lastAt !== null && device.fullAt <= device.lastAt
              ? t('sensors.isFull')
              : t('sensors.fullAt', { when: momentWords(new Date(device.fullAt), now, t) }))}
        </span>
      </label>
    </li>
  );
}
