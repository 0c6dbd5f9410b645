import { useQuery } from '@tanstack/react-query';
import { procedures } from '../api';

/** The lease of a presence is 30 s; telling it twice within that survives one lost request. */
const heartbeatMs = 15_000;

/** Tells that this person works on the draft, and who else does. */
export function usePresence(id: string, userName: string | undefined) {
  const query = useQuery({
    queryKey: ['procedure-presence', id],
    queryFn: () => procedures.present(id),
    refetchInterval: heartbeatMs,
    refetchIntervalInBackground: false,
    retry: false,
  });
  return (query.data?.editors ?? []).filter((editor) => editor.userName !== userName);
}
