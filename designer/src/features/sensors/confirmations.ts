import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, api, newCommandId, once } from '../../api/client';
import type { TaskItem } from '../../api/schema';
import { problemText } from '../../ui/states';
import { showToast } from '../../ui/toast';
import { stopOf } from './round';

interface Confirmation {
  key: string;
  name: string;
  /** The same for every attempt: however often it is sent, it counts once. */
  commandId: string;
}

const storeKey = 'sensors.confirmations';
const retryMs = 5_000;

function stored(): Confirmation[] {
  try {
    return JSON.parse(localStorage.getItem(storeKey) ?? '[]') as Confirmation[];
  } catch {
    return [];
  }
}

/** Confirmations that outlive a loss of the network and a closed browser. */
export function useConfirmations() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [pending, setPending] = useState(stored);
  const [problem, setProblem] = useState<string | null>(null);
  const keep = useCallback((change: (before: Confirmation[]) => Confirmation[]) => {
    const next = change(stored());
    localStorage.setItem(storeKey, JSON.stringify(next));
    setPending(next);
  }, []);

  const send = useCallback(
    async (confirmation: Confirmation) => {
      try {
        await api.POST('/api/tasks/{key}/complete', {
          params: { path: { key: confirmation.key } },
          body: { variables: { ergebnis: 'geleert' } },
          ...once(confirmation.commandId),
        });
        showToast(t('sensors.drive.confirmed', { name: confirmation.name }));
      } catch (error) {
        if (error instanceof ApiError && error.status === 0) return;
        setProblem(`${confirmation.name}: ${problemText(error, t)}`);
      }
      keep((before) => before.filter((entry) => entry.key !== confirmation.key));
      await client.invalidateQueries({ queryKey: ['inbox'] });
    },
    [client, keep, t],
  );

  useEffect(() => {
    if (pending.length === 0) return;
    const sendAll = () => stored().forEach((confirmation) => void send(confirmation));
    const timer = setInterval(sendAll, retryMs);
    window.addEventListener('online', sendAll);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', sendAll);
    };
  }, [pending, send]);

  const confirm = useCallback(
    (task: TaskItem) => {
      const confirmation = { key: task.key, name: stopOf(task.title).name, commandId: newCommandId() };
      setProblem(null);
      keep((before) => [...before.filter((entry) => entry.key !== task.key), confirmation]);
      void send(confirmation);
    },
    [keep, send],
  );

  return { waiting: pending.map((entry) => entry.key), confirm, problem };
}
