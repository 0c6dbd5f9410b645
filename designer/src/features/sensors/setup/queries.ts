import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { pluginRequest } from '../../../api/client';
import type { DocumentVersion, Documents, Kind } from './model';

const base = '/api/plugins/mqtt';

/** Everything of one kind that is set up, by name. */
export function useDocuments<K extends Kind>(kind: K) {
  return useQuery({
    queryKey: ['sensor-documents', kind],
    queryFn: ({ signal }) => pluginRequest<Documents[K][]>(`${base}/documents/${kind}`, { signal }),
  });
}

export function useVersions<K extends Kind>(kind: K, id: string | null) {
  return useQuery({
    queryKey: ['sensor-versions', kind, id],
    enabled: id !== null,
    queryFn: ({ signal }) =>
      pluginRequest<DocumentVersion<Documents[K]>[]>(
        `${base}/documents/${kind}/${encodeURIComponent(id ?? '')}/versions`,
        { signal },
      ),
  });
}

function useForget() {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ['sensors', 'sensor-documents', 'sensor-versions', 'sensor-sources', 'sensor-device'].map((head) =>
        client.invalidateQueries({ queryKey: [head] }),
      ),
    );
}

/** Saves a new version. */
export function useSave<K extends Kind>(kind: K) {
  const forget = useForget();
  return useMutation({
    mutationFn: ({ id, content }: { id: string; content: Documents[K] }) =>
      pluginRequest(`${base}/documents`, { method: 'PUT', body: [{ kind, id, content }] }),
    onSuccess: forget,
  });
}

export function useRemove(kind: Kind) {
  const forget = useForget();
  return useMutation({
    mutationFn: (id: string) =>
      pluginRequest(`${base}/documents/${kind}/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: forget,
  });
}

/** A question to the plugin that changes nothing. */
export function useTrial<Asked, Answer>(path: 'types/try' | 'codecs/try' | 'rules/try' | 'sources/check') {
  return useMutation({
    mutationFn: (asked: Asked) => pluginRequest<Answer>(`${base}/${path}`, { method: 'POST', body: asked }),
  });
}

/** A command to the plugin; afterwards the lists named by `heads` are read again. */
export function useCommand<Asked, Answer = void>(
  request: (asked: Asked) => {
    path: `/api/plugins/mqtt/${string}`;
    method: 'POST' | 'PUT' | 'DELETE';
    body?: unknown;
  },
  heads: string[],
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (asked: Asked) => {
      const { path, ...init } = request(asked);
      return pluginRequest<Answer>(path, init);
    },
    onSuccess: () => Promise.all(heads.map((head) => client.invalidateQueries({ queryKey: [head] }))),
  });
}
