import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, once, pluginRequest } from '../../api/client';
import { fixedKm, stopsOf } from './round';
import type { ChartPoint, DeviceItem, Overview, Proposal, Report, Tour } from './types';

const refreshMs = 5_000;
const dayMs = 86_400_000;

export function useOverview() {
  return useQuery({
    queryKey: ['sensors'],
    queryFn: ({ signal }) => pluginRequest<Overview>('/api/plugins/mqtt/overview', { signal }),
    refetchInterval: refreshMs,
  });
}

export function useReport() {
  return useQuery({
    queryKey: ['sensors-report'],
    queryFn: ({ signal }) => pluginRequest<Report>('/api/plugins/mqtt/report', { signal }),
  });
}

/** Values of one field over the last days, those of earlier devices at the same place included. */
export function useChart(device: string, field: string, days: number) {
  return useQuery({
    queryKey: ['sensors-chart', device, field, days],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - days * dayMs).toISOString();
      return pluginRequest<ChartPoint[]>(
        `/api/plugins/mqtt/devices/${encodeURIComponent(device)}/chart?field=${encodeURIComponent(field)}&from=${from}`,
        { signal },
      );
    },
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
}

export function useProposal() {
  return useMutation({
    mutationFn: (devices: string[]) =>
      pluginRequest<Proposal>('/api/plugins/mqtt/rounds/proposal', { method: 'POST', body: { devices } }),
  });
}

/** Orders the round: a case of the procedure `leerungsrunde`, which takes up the containers' orders. */
export function useOrderRound() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ tour, devices, proposal, driver, commandId }: RoundOrder) =>
      bodyOf(
        api.POST('/api/processes/{id}/cases', {
          params: { path: { id: 'leerungsrunde' } },
          body: {
            variables: {
              fahrzeug: tour.vehicleId,
              ...(driver === '' ? {} : { fahrer: driver }),
              streckeKm: Math.round(tour.metres / 100) / 10,
              dauerMinuten: minutesOf(tour.duration),
              festeRundeKm: fixedKm(proposal),
              halte: stopsOf(tour, devices),
            },
          },
          ...once(commandId),
        }),
      ),
    onSuccess: () => client.invalidateQueries(),
  });
}

interface RoundOrder {
  tour: Tour;
  devices: DeviceItem[];
  proposal: Proposal;
  /** Account of the driver; empty: whoever of the group takes the stops. */
  driver: string;
  commandId: string;
}

/** Minutes of an ISO 8601 duration such as `PT1H17M43S`, rounded up. */
export function minutesOf(duration: string): number {
  const [, hours, minutes, seconds] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration) ?? [];
  return Number(hours ?? 0) * 60 + Number(minutes ?? 0) + (Number(seconds ?? 0) > 0 ? 1 : 0);
}
