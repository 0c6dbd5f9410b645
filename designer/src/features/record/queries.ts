import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';

export function useHistory(caseKey: string) {
  return useInfiniteQuery({
    queryKey: ['history', caseKey],
    queryFn: ({ pageParam }) =>
      bodyOf(
        api.GET('/api/cases/{key}/history', {
          params: { path: { key: caseKey }, query: { after: pageParam ?? undefined } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

export function useComments(caseKey: string) {
  return useQuery({
    queryKey: ['comments', caseKey],
    queryFn: () => bodyOf(api.GET('/api/cases/{key}/comments', { params: { path: { key: caseKey } } })),
  });
}

export function useAttachments(caseKey: string) {
  return useQuery({
    queryKey: ['attachments', caseKey],
    queryFn: () => bodyOf(api.GET('/api/cases/{key}/attachments', { params: { path: { key: caseKey } } })),
  });
}
