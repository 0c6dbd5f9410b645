import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/client';
import type { TakenMessage } from './sentence';

const none: TakenMessage[] = [];

/** The messages that processes take. */
export function useMessages(): TakenMessage[] {
  return useQuery({ queryKey: ['messages'], queryFn: () => bodyOf(api.GET('/api/messages')) }).data ?? none;
}
