import type { TFunction } from 'i18next';
import L from 'leaflet';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceItem, Place, Tour } from './types';

interface Props {
  devices: DeviceItem[];
  depot: Place;
  tour: Tour | null;
  selected: ReadonlySet<string>;
  onToggle: (id: string) => void;
}

const at = (place: Place): L.LatLngTuple => [place.latitude, place.longitude];

/** The containers where they stand, coloured and worded by when they are full. Works without tiles; the list says the same. */
export function TownMap({ devices, depot, tour, selected, onToggle }: Props) {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const map = useRef<L.Map | null>(null);
  const layer = useRef<L.LayerGroup | null>(null);
  const fitted = useRef(false);
  const { latitude, longitude } = depot;

  useEffect(() => {
    if (host.current === null) return;
    const made = L.map(host.current, { attributionControl: false, zoomControl: false, minZoom: 10, maxZoom: 18 });
    L.control
      .zoom({ position: 'bottomright', zoomInTitle: t('diagram.larger'), zoomOutTitle: t('diagram.smaller') })
      .addTo(made);
    made.setView([latitude, longitude], 13);
    layer.current = L.layerGroup().addTo(made);
    map.current = made;
    return () => {
      made.remove();
      map.current = null;
      fitted.current = false;
    };
  }, [latitude, longitude, t]);

  useEffect(() => {
    const drawn = layer.current;
    if (drawn === null || map.current === null) return;
    drawn.clearLayers();
    const placed = devices.filter((device) => device.place !== null);
    const byId = new Map(placed.map((device) => [device.id, device]));
    if (tour !== null) {
      const stops = tour.stops.flatMap((stop) => byId.get(stop.id)?.place ?? []);
      const line = [depot, ...stops, depot].map(at);
      L.polyline(line, { className: 'tour-line', interactive: false }).addTo(drawn);
    }
    for (const device of placed) {
      const order = tour?.stops.findIndex((stop) => stop.id === device.id) ?? -1;
      marker(device, order, selected.has(device.id), t)
        .on('click', () => onToggle(device.id))
        .addTo(drawn);
    }
    L.marker(at(depot), {
      icon: L.divIcon({ className: 'depot-pin', html: '', iconSize: [20, 20] }),
      alt: t('sensors.depot'),
      title: t('sensors.depot'),
    }).addTo(drawn);
    if (!fitted.current && placed.length > 0) {
      fitted.current = true;
      map.current.fitBounds(L.latLngBounds([depot, ...placed.map((device) => device.place as Place)].map(at)), {
        padding: [24, 24],
      });
    }
  }, [devices, depot, tour, selected, onToggle, t]);

  return <div ref={host} className="town-map" role="application" aria-label={t('sensors.map')} />;
}

function marker(device: DeviceItem, order: number, isSelected: boolean, t: TFunction): L.Marker {
  const level = device.level === null ? '–' : `${Math.round(device.level)} %`;
  const isQuiet = device.full !== 'today' && device.full !== 'tomorrow' && order < 0 && !isSelected;
  const html = isQuiet ? '' : `${order >= 0 ? `<b>${order + 1}</b>` : ''}${level}`;
  return L.marker(at(device.place as Place), {
    icon: L.divIcon({
      className: ['bin-pin', device.full, isQuiet ? 'quiet' : '', isSelected ? 'selected' : '']
        .filter(Boolean)
        .join(' '),
      html,
      iconSize: isQuiet ? [12, 12] : [order >= 0 ? 64 : 48, 24],
    }),
    keyboard: !isQuiet,
    title: `${device.name}, ${level}, ${t(`sensors.full.${device.full}`)}`,
    alt: `${device.name}, ${level}`,
    zIndexOffset: isQuiet ? 0 : 1000,
  });
}
