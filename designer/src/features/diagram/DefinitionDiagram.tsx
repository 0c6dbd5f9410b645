import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import { Loaded, Loading } from '../../ui/states';
import type { Paint } from './paint';
import './diagram.css';

const Diagram = lazy(async () => ({ default: (await import('./Diagram')).Diagram }));
const nothingPainted: Map<string, Paint> = new Map();
const nothingTaken: Set<string> = new Set();

interface Props {
  definitionKey: string;
  label: string;
  painted?: Map<string, Paint>;
  flows?: Set<string>;
  focus?: string | undefined;
}

/** The drawing of one version, bare or painted with a case's states. */
export function DefinitionDiagram({
  definitionKey,
  label,
  painted = nothingPainted,
  flows = nothingTaken,
  focus,
}: Props) {
  const { t } = useTranslation();
  const xml = useQuery({
    queryKey: ['definition-xml', definitionKey],
    queryFn: () =>
      bodyOf(
        api.GET('/v2/process-definitions/{processDefinitionKey}/xml', {
          params: { path: { processDefinitionKey: definitionKey } },
        }),
      ),
    staleTime: Infinity,
  });
  return (
    <Loaded query={xml} text={t('diagram.loading')}>
      {(text) => (
        <Suspense fallback={<Loading text={t('diagram.loading')} />}>
          <Diagram xml={text} painted={painted} flows={flows} focus={focus} label={label} />
        </Suspense>
      )}
    </Loaded>
  );
}
