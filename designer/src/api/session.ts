import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, bodyOf } from './client';
import type { Me, Session } from './schema';

export type PermissionName = Me['permissions'][number];

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => bodyOf(api.GET('/api/session')),
  staleTime: 60_000,
});

export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data;
}

/** The signed-in person; only for pages inside the frame, which exists only with one. */
export function useMe(): Me {
  const user = useSession()?.user;
  if (user == null) throw new Error('Expected to be used inside the signed-in frame.');
  return user;
}

export function useMay(permission: PermissionName): boolean {
  return useMe().permissions.includes(permission);
}
