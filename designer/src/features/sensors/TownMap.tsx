import type { TFunction } from 'i18next';
import L from 'leaflet';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { at, useBaseMap } from './baseMap';
import type { DeviceItem, Place, Tour } from './types';

interface Props {
  devices: DeviceItem[];
  depot: Place;
  tour: Tour | null;
  selected: ReadonlySet<string>;
  onToggle: (id: string) => void;
}

/** More labels than this hide each other; then a colour says it until somebody looks closer. */
const labelsMax = 40;
const closeZoom = 15;

const kinds = ['today', 'tomorrow', 'inTwoDays', 'later'] as const;

/** The containers where they stand, coloured and worded by when they are full. Works without tiles; the list says the same. */
export function TownMap({ devices, depot, tour, selected, onToggle }: Props) {
  const { t } = useTranslation();
  const [map, place] = useBaseMap(depot);
  const fitted = useRef<L.Map | null>(null);
  const [isClose, setIsClose] = useState(false);

  useEffect(() => {
    if (map === null) return;
    const look = () => setIsClose(map.getZoom() >= closeZoom);
    map.on('zoomend', look);
    return () => void map.off('zoomend', look);
  }, [map]);

  useEffect(() => {
    if (map === null) return;
    const drawn = L.layerGroup().addTo(map);
    const placed = devices.filter((device) => device.active && device.place !== null);
    const byId = new Map(placed.map((device) => [device.id, device]));
    if (tour !== null) {
      const stops = tour.stops.flatMap((stop) => byId.get(stop.id)?.place ?? []);
      const line = [depot, ...stops, depot].map(at);
      L.polyline(line, { className: 'tour-line', interactive: false }).addTo(drawn);
    }
    const due = placed.filter((device) => isDue(device));
    const labelled = isClose || due.length <= labelsMax;
    for (const device of placed) {
      const order = tour?.stops.findIndex((stop) => stop.id === device.id) ?? -1;
      marker(device, order, selected.has(device.id), labelled, t)
        .on('click', () => onToggle(device.id))
        .addTo(drawn);
    }
    L.marker(at(depot), {
      icon: L.divIcon({ className: 'depot-pin', html: '', iconSize: [20, 20] }),
      alt: t('sensors.depot'),
      title: t('sensors.depot'),
    }).addTo(drawn);
    if (fitted.current !== map && placed.length > 0) {
      fitted.current = map;
      map.fitBounds(L.latLngBounds([depot, ...placed.map((device) => device.place as Place)].map(at)), {
        padding: [24, 24],
      });
    }
    return () => void drawn.remove();
  }, [map, devices, depot, tour, selected, onToggle, isClose, t]);

  return (
    <div className="map-place">
      <div ref={place} className="town-map" role="application" aria-label={t('sensors.map')} />
      <ul className="map-legend" aria-label={t('sensors.legend')}>
        {kinds.map((kind) => (
          <li key={kind}>
            <i className={`bin-pin quiet ${kind}`} aria-hidden="true" /> {t(`sensors.legendFull.${kind}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function isDue(device: DeviceItem): boolean {
  return device.full === 'today' || device.full === 'tomorrow';
}

function marker(device: DeviceItem, order: number, isSelected: boolean, labelled: boolean, t: TFunction): L.Marker {
  const level = device.level === null ? '–' : `${Math.round(device.level)} %`;
  const isChosen = order >= 0 || isSelected;
  const isQuiet = !(isChosen && (labelled || order >= 0)) && !(labelled && isDue(device));
  const html = isQuiet ? '' : `${order >= 0 ? `<b>${order + 1}</b>` : ''}${level}`;
  const size = isDue(device) || isChosen ? 16 : 12;
  return L.marker(at(device.place as Place), {
    icon: L.divIcon({
      className: ['bin-pin', device.full, isQuiet ? 'quiet' : '', isSelected ? 'selected' : '']
        .filter(Boolean)
        .join(' '),
      html,
      iconSize: isQuiet ? [size, size] : [order >= 0 ? 64 : 48, 24],
    }),
    keyboard: isDue(device) || isChosen,
    title: `${device.name}, ${level}, ${t(`sensors.full.${device.full}`)}`,
    alt: `${device.name}, ${level}`,
    zIndexOffset: order >= 0 ? 3000 : isSelected ? 2000 : device.full === 'today' ? 1500 : isDue(device) ? 1000 : 0,
  });
}
