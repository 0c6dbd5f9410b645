import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import type { Heat } from '../../ui/heat';
import { Loaded, Loading } from '../../ui/states';
import type { Paint } from './paint';
import './diagram.css';

const Diagram = lazy(async () => ({ default: (await import('./Diagram')).Diagram }));
const nothingPainted: Map<string, Paint> = new Map();
const nothingTaken: Set<string> = new Set();
const noNotes: Map<string, string> = new Map();
const noHeat: Map<string, Heat> = new Map();

interface Props {
  definitionKey: string;
  label: string;
  painted?: Map<string, Paint>;
  flows?: Set<string>;
  /** Short texts at elements, such as numbers of cases. */
  notes?: Map<string, string>;
  /** How hot elements are; the notes say it in words. */
  heat?: Map<string, Heat>;
  focus?: string | undefined;
}

/** The drawing of one version, bare or painted with a case's states. */
export function DefinitionDiagram({
  definitionKey,
  label,
  painted = nothingPainted,
  flows = nothingTaken,
  notes = noNotes,
  heat = noHeat,
  focus,
}: Props) {
  const { t } = useTranslation();
  const xml = useQuery({
    queryKey: ['definition-xml', definitionKey],
    queryFn: () =>
      bodyOf(
        api.GET('/v2/process-definitions/{processDefinitionKey}/xml', {
          params: { path: { processDefinitionKey: definitionKey } },
          parseAs: 'text',
        }),
      ),
    staleTime: Infinity,
  });
  return (
    <Loaded query={xml} text={t('diagram.loading')}>
      {(text) => (
        <Suspense fallback={<Loading text={t('diagram.loading')} />}>
          <Diagram xml={text} painted={painted} flows={flows} notes={notes} heat={heat} focus={focus} label={label} />
        </Suspense>
      )}
    </Loaded>
  );
}
