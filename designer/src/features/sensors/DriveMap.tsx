import L from 'leaflet';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { at, useBaseMap } from './baseMap';
import type { Place, Stop } from './types';

interface Props {
  stops: Stop[];
  depot: Place;
  chosen: string;
  onChoose: (taskKey: string) => void;
}

/** The stops that are left, numbered in the order of the round; the list says the same. */
export function DriveMap({ stops, depot, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const [map, place] = useBaseMap(depot);
  const fitted = useRef<L.Map | null>(null);

  useEffect(() => {
    if (map === null) return;
    const drawn = L.layerGroup().addTo(map);
    const placed = stops.flatMap((stop) => (stop.device?.place == null ? [] : [{ stop, place: stop.device.place }]));
    const line = placed.map((entry) => at(entry.place));
    L.polyline(line, { className: 'tour-line', interactive: false }).addTo(drawn);
    for (const { stop, place: where } of placed) {
      L.marker(at(where), {
        icon: L.divIcon({
          className: stop.task.key === chosen ? 'stop-pin chosen' : 'stop-pin',
          html: String(stop.order),
          iconSize: [32, 32],
        }),
        title: `${stop.order}: ${stop.name}`,
        alt: `${stop.order}: ${stop.name}`,
        zIndexOffset: stop.task.key === chosen ? 1000 : 0,
      })
        .on('click', () => onChoose(stop.task.key))
        .addTo(drawn);
    }
    if (fitted.current !== map && line.length > 0) {
      fitted.current = map;
      map.fitBounds(L.latLngBounds(line), { padding: [32, 32], maxZoom: 16 });
    }
    return () => void drawn.remove();
  }, [map, stops, chosen, onChoose]);

  return (
    <div className="map-place drive-map">
      <div ref={place} className="town-map" role="application" aria-label={t('sensors.drive.mapLabel')} />
    </div>
  );
}
