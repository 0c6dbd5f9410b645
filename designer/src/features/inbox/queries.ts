import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import type { AssignRequest, DelegateRequest, FollowUpRequest } from '../../api/schema';
import type { InboxFilter } from './location';

export function useInbox(query: InboxFilter) {
  return useInfiniteQuery({
    queryKey: ['inbox', query],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(api.GET('/api/inbox', { params: { query: { ...query, after: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useCounts() {
  return useQuery({ queryKey: ['inbox-counts'], queryFn: () => bodyOf(api.GET('/api/inbox/counts')) });
}

export function useSavedViews() {
  return useQuery({ queryKey: ['saved-views'], queryFn: () => bodyOf(api.GET('/api/saved-views')) });
}

export function useTask(key: string) {
  return useQuery({
    queryKey: ['task', key],
    queryFn: () => bodyOf(api.GET('/api/tasks/{key}', { params: { path: { key } } })),
  });
}

/** Reads everything again that shows tasks. */
export function useRefreshTasks() {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ['inbox', 'inbox-counts', 'task', 'case', 'history', 'ideas', 'idea'].map((head) =>
        client.invalidateQueries({ queryKey: [head] }),
      ),
    );
}

export type TaskCommand =
  | { command: 'claim' | 'unclaim' }
  | { command: 'assign'; body: AssignRequest }
  | { command: 'delegate'; body: DelegateRequest }
  | { command: 'follow-up'; body: FollowUpRequest };

function send(key: string, request: TaskCommand) {
  const params = { path: { key } };
  switch (request.command) {
    case 'assign':
      return api.POST('/api/tasks/{key}/assign', { params, body: request.body });
    case 'delegate':
      return api.POST('/api/tasks/{key}/delegate', { params, body: request.body });
    case 'follow-up':
      return api.POST('/api/tasks/{key}/follow-up', { params, body: request.body });
    default:
      return api.POST(`/api/tasks/{key}/${request.command}`, { params });
  }
}

/** A command to one task; the lists are read again afterwards. */
export function useTaskCommand(key: string) {
  const refresh = useRefreshTasks();
  return useMutation({
    mutationFn: (request: TaskCommand) => send(key, request),
    onSettled: refresh,
  });
}
