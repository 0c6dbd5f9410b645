import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import L from 'leaflet';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { pluginRequest } from '../../../api/client';
import { useMay } from '../../../api/session';
import { Message } from '../../../ui/Message';
import { Loaded, problemText } from '../../../ui/states';
import { showToast } from '../../../ui/toast';
import { at, useBaseMap } from '../baseMap';
import { useOverview } from '../queries';
import type { DeviceItem, Overview, Place } from '../types';
import { FileButton } from '../setup/FileButton';
import { type Health, healthOf, healths, needsSomebody } from './health';

/** All devices where they hang, by how they fare; the list says the same. */
export function DeviceMap() {
  const query = useOverview();
  const { t } = useTranslation();
  return (
    <Loaded query={query} text={t('sensing.devices.loading')}>
      {(overview) => <Drawn overview={overview} />}
    </Loaded>
  );
}

function Drawn({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [map, place] = useBaseMap(overview.depot);
  const fitted = useRef<L.Map | null>(null);
  const placed = overview.devices.filter((device) => device.place !== null);

  useEffect(() => {
    if (map === null) return;
    const shown = overview.devices.filter((device) => device.active && device.place !== null);
    const drawn = L.layerGroup().addTo(map);
    for (const device of shown) {
      pin(device, t)
        .on('click', () => void navigate(`/sensorik/geraete/${encodeURIComponent(device.id)}`))
        .addTo(drawn);
    }
    if (fitted.current !== map && shown.length > 0) {
      fitted.current = map;
      map.fitBounds(L.latLngBounds(shown.map((device) => at(device.place as Place))), {
        padding: [24, 24],
        maxZoom: 16,
      });
    }
    return () => void drawn.remove();
  }, [map, overview.devices, navigate, t]);

  const counts = healths
    .map((health) => ({ health, count: placed.filter((device) => healthOf(device) === health).length }))
    .filter((entry) => entry.count > 0 && entry.health !== 'off');
  return (
    <div className="stack">
      <div className="map-place tall">
        <div ref={place} className="town-map" role="application" aria-label={t('sensing.map.label')} />
        {counts.length > 0 && (
          <ul className="map-legend" aria-label={t('sensors.legend')}>
            {counts.map(({ health, count }) => (
              <li key={health}>
                <i className={`device-pin ${health}`} aria-hidden="true" /> {t(`sensing.health.${health}`)} ({count})
              </li>
            ))}
          </ul>
        )}
      </div>
      <BaseMapChoice />
    </div>
  );
}

const wordsOf = (health: Health, t: TFunction) => t(`sensing.health.${health}`);

function pin(device: DeviceItem, t: TFunction): L.Marker {
  const health = healthOf(device);
  const stands = needsSomebody(device);
  return L.marker(at(device.place as Place), {
    icon: L.divIcon({ className: `device-pin ${health}`, html: '', iconSize: stands ? [20, 20] : [12, 12] }),
    keyboard: stands,
    title: `${device.name}, ${wordsOf(health, t)}`,
    alt: `${device.name}, ${wordsOf(health, t)}`,
    zIndexOffset: stands ? 1000 : 0,
  });
}

/** The shapes beneath the devices, as a file of the town's own. */
function BaseMapChoice() {
  const { t } = useTranslation();
  const mayRun = useMay('operations');
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (geoJson: unknown) =>
      pluginRequest('/api/plugins/mqtt/documents', {
        method: 'PUT',
        body: [{ kind: 'maps', id: 'town', content: { geoJson } }],
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['sensor-map'] });
      showToast(t('sensing.map.saved'));
    },
  });
  if (!mayRun) return null;
  return (
    <div className="stack-small">
      <div className="row-line">
        <FileButton
          label={t('sensing.map.upload')}
          accept=".geojson,.json"
          onText={(text) => {
            try {
              save.mutate(JSON.parse(text));
            } catch {
              save.mutate({});
            }
          }}
        />
        <span className="muted small">{t('sensing.map.hint')}</span>
      </div>
      {save.isError && <Message kind="danger">{problemText(save.error, t)}</Message>}
    </div>
  );
}
