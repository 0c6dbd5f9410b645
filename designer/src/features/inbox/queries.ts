import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post } from '../../api/client';
import type { InboxCounts, InboxPage, InboxQuery, Key, SavedView, TaskDetail } from '../../api/types';

export function useInbox(query: InboxQuery) {
  return useInfiniteQuery({
    queryKey: ['inbox', query],
    queryFn: ({ pageParam, signal }) => get<InboxPage>('/api/inbox', { ...query, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useCounts() {
  return useQuery({ queryKey: ['inbox-counts'], queryFn: () => get<InboxCounts>('/api/inbox/counts') });
}

export function useSavedViews() {
  return useQuery({ queryKey: ['saved-views'], queryFn: () => get<SavedView[]>('/api/saved-views') });
}

export function useTask(key: Key) {
  return useQuery({ queryKey: ['task', key], queryFn: () => get<TaskDetail>(`/api/tasks/${key}`) });
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

/** A command to one task; the lists are read again afterwards. */
export function useTaskCommand(key: Key) {
  const refresh = useRefreshTasks();
  return useMutation({
    mutationFn: ({ command, body }: { command: string; body?: unknown }) => post(`/api/tasks/${key}/${command}`, body),
    onSettled: refresh,
  });
}
