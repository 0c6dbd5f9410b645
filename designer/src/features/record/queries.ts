import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { get } from '../../api/client';
import type { Attachment, Comment, HistoryEntry, Key, Page } from '../../api/types';

export function useHistory(caseKey: Key) {
  return useInfiniteQuery({
    queryKey: ['history', caseKey],
    queryFn: ({ pageParam }) => get<Page<HistoryEntry>>(`/api/cases/${caseKey}/history`, { after: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

export function useComments(caseKey: Key) {
  return useQuery({ queryKey: ['comments', caseKey], queryFn: () => get<Comment[]>(`/api/cases/${caseKey}/comments`) });
}

export function useAttachments(caseKey: Key) {
  return useQuery({
    queryKey: ['attachments', caseKey],
    queryFn: () => get<Attachment[]>(`/api/cases/${caseKey}/attachments`),
  });
}
