import { useQuery } from '@tanstack/react-query';
import L from 'leaflet';
import { type RefCallback, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pluginRequest } from '../../api/client';
import { shapeKind } from './shapes';
import type { Place } from './types';

type Shapes = GeoJSON.FeatureCollection | undefined;

export const at = (place: Place): L.LatLngTuple => [place.latitude, place.longitude];

/** A map at this place with the town's own shapes beneath: it needs nothing from outside. Give the ref to its element. */
export function useBaseMap(middle: Place): [L.Map | null, RefCallback<HTMLDivElement>] {
  const { t } = useTranslation();
  const [map, setMap] = useState<L.Map | null>(null);
  const { latitude, longitude } = middle;
  const shapes = useQuery({
    queryKey: ['sensor-map'],
    queryFn: async ({ signal }) => (await pluginRequest<Shapes>('/api/plugins/mqtt/map', { signal })) ?? null,
    staleTime: 600_000,
  }).data;

  const place = useCallback(
    (host: HTMLDivElement | null) => {
      if (host === null) return;
      const made = L.map(host, { attributionControl: false, zoomControl: false, minZoom: 10, maxZoom: 18 });
      L.control
        .zoom({ position: 'bottomright', zoomInTitle: t('diagram.larger'), zoomOutTitle: t('diagram.smaller') })
        .addTo(made);
      made.setView([latitude, longitude], 13);
      setMap(made);
      return () => {
        setMap(null);
        made.remove();
      };
    },
    [latitude, longitude, t],
  );

  useEffect(() => {
    if (map === null || shapes == null) return;
    const drawn = L.geoJSON(shapes, {
      interactive: false,
      filter: (feature) => shapeKind(feature.properties) !== null && feature.geometry.type !== 'Point',
      style: (feature) => ({ className: `map-shape ${shapeKind(feature?.properties ?? null) ?? ''}` }),
    }).addTo(map);
    drawn.bringToBack();
    return () => void drawn.remove();
  }, [map, shapes]);

  return [map, place];
}
