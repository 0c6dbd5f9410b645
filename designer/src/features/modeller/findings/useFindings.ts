import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { procedures } from '../api';
import type { DraftSession } from '../draft/DraftSession';

const settleMs = 800;

/** What compiler, forms and decisions say of the draft as it stands in this browser; asked again after each change. */
export function useFindings(id: string, session: DraftSession, contents: string) {
  const [settled, setSettled] = useState(contents);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(contents), settleMs);
    return () => clearTimeout(timer);
  }, [contents]);
  return useQuery({
    queryKey: ['procedure-findings', id, settled],
    queryFn: () => procedures.findings(id, session.pending()),
    placeholderData: (known) => known,
    retry: false,
    gcTime: 0,
  });
}
