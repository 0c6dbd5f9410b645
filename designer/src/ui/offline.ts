import { createContext, useContext } from 'react';

export const OfflineContext = createContext(false);

/** Whether the server cannot be reached at the moment: reading and drafts go on, commands wait. */
export function useOffline(): boolean {
  return useContext(OfflineContext);
}
