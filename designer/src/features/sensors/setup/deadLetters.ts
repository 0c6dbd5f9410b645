import { useQuery } from '@tanstack/react-query';
import { pluginRequest } from '../../../api/client';
import { useCommand } from './queries';

export interface DeadLetter {
  number: number;
  source: string;
  topic: string;
  device: string | null;
  at: string;
  code: string;
  reason: string;
  canBeReadAgain: boolean;
  discardedBy: string | null;
  discardedBecause: string | null;
}

export const deadRefreshMs = 3_000;
export const deadHeads = ['sensor-dead', 'sensor-dead-counts', 'sensors'];

/** How many open ones there are, by reason and source. */
export function useDeadCounts(enabled: boolean) {
  return useQuery({
    queryKey: ['sensor-dead-counts'],
    enabled,
    queryFn: ({ signal }) =>
      pluginRequest<{ code: string; source: string; count: number }[]>('/api/plugins/mqtt/dead-letters/counts', {
        signal,
      }),
    refetchInterval: deadRefreshMs * 5,
  });
}

export function useReadAgain() {
  return useCommand<{ number?: number; code?: string }, { letters: number }>(
    (which) => ({ path: '/api/plugins/mqtt/dead-letters/again', method: 'POST', body: which }),
    deadHeads,
  );
}
