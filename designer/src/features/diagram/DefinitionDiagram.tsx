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
const nothing: Set<string> = new Set();
const noNotes: Map<string, string> = new Map();
const noHeat: Map<string, Heat> = new Map();

interface Props {
  label: string;
  painted?: Map<string, Paint>;
  flows?: Set<string>;
  /** Short texts at elements, such as numbers of cases. */
  notes?: Map<string, string>;
  /** How hot elements are; the notes say it in words. */
  heat?: Map<string, Heat>;
  focus?: string | undefined;
  /** Elements that can be chosen by a click. */
  pickable?: Set<string>;
  picked?: string | null;
  onPick?: ((element: string) => void) | undefined;
}

/** A drawing, bare or painted with a case's states. */
export function ModelDiagram({
  xml,
  label,
  painted = nothingPainted,
  flows = nothing,
  notes = noNotes,
  heat = noHeat,
  focus,
  pickable = nothing,
  picked = null,
  onPick,
}: Props & { xml: string }) {
  const { t } = useTranslation();
  return (
    <Suspense fallback={<Loading text={t('diagram.loading')} />}>
      <Diagram
        xml={xml}
        painted={painted}
        flows={flows}
        notes={notes}
        heat={heat}
        focus={focus}
        label={label}
        pickable={pickable}
        picked={picked}
        onPick={onPick}
      />
    </Suspense>
  );
}

/** The drawing of one version. */
export function DefinitionDiagram({ definitionKey, ...drawing }: Props & { definitionKey: string }) {
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
      {(text) => <ModelDiagram xml={text} {...drawing} />}
    </Loaded>
  );
}
