import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { onReachability } from '../api/client';

const probeMs = 5_000;

/** Time of the last answer while the server cannot be reached, null while it can. */
export function useOfflineSince(): Date | null {
  const client = useQueryClient();
  const [since, setSince] = useState<Date | null>(null);

  useEffect(() => {
    let lastAnswer = new Date();
    return onReachability((reached) => {
      if (reached) {
        lastAnswer = new Date();
        setSince(null);
      } else {
        setSince((known) => known ?? lastAnswer);
      }
    });
  }, []);

  useEffect(() => {
    if (since === null) return;
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: ['session'] }), probeMs);
    return () => {
      clearInterval(timer);
      void client.invalidateQueries();
    };
  }, [since, client]);
  return since;
}
