import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

const settleMs = 250;

/** What the hub sends: no content, only what to read again. */
interface Change {
  kind: 'task' | 'case' | 'idea' | 'incident' | 'notification' | 'chronicle' | 'process' | 'substitution';
  key: string;
  caseKey: string | null;
}

/** First parts of the query keys that a change makes stale. */
const affected: Record<Change['kind'], string[]> = {
  task: ['inbox', 'inbox-counts', 'task', 'idea', 'ideas'],
  case: ['cases', 'case', 'history', 'comments', 'attachments', 'operations', 'idea', 'ideas'],
  idea: ['ideas', 'idea', 'comments', 'history', 'chronicle'],
  incident: ['incidents', 'operations', 'jobs', 'case'],
  notification: ['notifications', 'session'],
  chronicle: ['chronicle'],
  process: ['processes', 'process'],
  substitution: ['substitutions', 'session', 'inbox', 'inbox-counts'],
};

/** Query key heads to read again for these changes, each once. */
export function staleHeads(changes: Change[]): string[] {
  return [...new Set(changes.flatMap((change) => affected[change.kind] ?? []))];
}

function follow(client: QueryClient): () => void {
  const connection = new HubConnectionBuilder()
    .withUrl('/hubs/live')
    .withAutomaticReconnect({
      nextRetryDelayInMilliseconds: ({ previousRetryCount }) => Math.min(1000 * 2 ** previousRetryCount, 30_000),
    })
    .configureLogging(LogLevel.None)
    .build();
  let waiting: Change[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  connection.on('changed', (changes: Change[]) => {
    waiting.push(...changes);
    timer ??= setTimeout(() => {
      const heads = staleHeads(waiting);
      waiting = [];
      timer = undefined;
      for (const head of heads) void client.invalidateQueries({ queryKey: [head] });
    }, settleMs);
  });
  connection.onreconnected(() => void client.invalidateQueries());
  // What was read before the connection stood may have changed unseen. A hub that cannot be reached leaves the pages as they
  // are: they are read again on focus.
  connection.start().then(
    () => client.invalidateQueries(),
    () => undefined,
  );
  return () => {
    clearTimeout(timer);
    void connection.stop();
  };
}

/** Keeps what is on the screen as fresh as the server's record while somebody is signed in. */
export function useLive(): void {
  const client = useQueryClient();
  useEffect(() => follow(client), [client]);
}
