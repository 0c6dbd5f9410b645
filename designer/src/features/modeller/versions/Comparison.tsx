import { useQuery } from '@tanstack/react-query';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../../ui/Badge';
import { Dialog } from '../../../ui/Dialog';
import { SelectField } from '../../../ui/Field';
import { Empty, Loaded, Loading } from '../../../ui/states';
import { FormComparison, formId } from '../../formEditor';
import { procedures } from '../api';
import { dialect } from '../canvas/dialect';
import type { Parts } from '../canvas/types';
import { useBench } from '../workbench';
import {
  type ChangeKind,
  changedFiles,
  compareDrawings,
  compareLines,
  type ElementChange,
  type FileChangeView,
} from './differences';

const tones = { added: 'success', removed: 'danger', changed: 'warning', moved: 'neutral' } as const;

interface Props {
  version: number;
  /** All published versions, to choose the other one from. */
  versions: number[];
  onClose: () => void;
}

/** A version beside the draft or another version: drawings side by side with what changed marked, other files line by line. */
export function Comparison({ version, versions, onClose }: Props) {
  const { t } = useTranslation();
  const { procedure, session } = useBench();
  const [other, setOther] = useState<number | null>(null);
  const query = useQuery({
    queryKey: ['procedure-comparison', procedure.id, version, other],
    queryFn: async () => {
      const [before, after] = await Promise.all(
        [version, other].map((one) => (one === null ? null : procedures.versionFiles(procedure.id, one))),
      );
      return { before: before ?? [], after: after ?? null };
    },
    staleTime: Infinity,
  });
  const otherName = other === null ? t('modeller.compare.draft') : t('modeller.compare.version', { version: other });
  return (
    <Dialog title={t('modeller.compare.title', { version, other: otherName })} size="huge" onClose={onClose}>
      {versions.length > 1 && (
        <SelectField
          label={t('modeller.compare.with')}
          value={other ?? ''}
          onChange={(event) => setOther(event.target.value === '' ? null : Number(event.target.value))}
        >
          <option value="">{t('modeller.compare.draft')}</option>
          {versions
            .filter((one) => one !== version)
            .map((one) => (
              <option key={one} value={one}>
                {t('modeller.compare.version', { version: one })}
              </option>
            ))}
        </SelectField>
      )}
      <Loaded query={query}>
        {({ before, after }) => (
          <Files
            changed={changedFiles(before, after ?? session.current().files)}
            titles={[t('modeller.compare.version', { version }), otherName]}
          />
        )}
      </Loaded>
    </Dialog>
  );
}

/** The names of the two states beside each other. */
type Titles = [string, string];

function Files({ changed, titles }: { changed: FileChangeView[]; titles: Titles }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<string | null>(null);
  const file = changed.find(({ path }) => path === shown) ?? changed[0];
  if (file === undefined)
    return (
      <Empty icon="done" title={t('modeller.compare.same')}>
        {t('modeller.compare.sameHint')}
      </Empty>
    );
  return (
    <>
      <SelectField
        label={t('modeller.compare.file', { count: changed.length })}
        value={file.path}
        onChange={(event) => setShown(event.target.value)}
      >
        {changed.map(({ path }) => (
          <option key={path}>{path}</option>
        ))}
      </SelectField>
      {file.path.endsWith('.bpmn') && file.before !== '' && file.after !== '' ? (
        <Drawings key={file.path} file={file} titles={titles} />
      ) : formId(file.path) !== null ? (
        <Forms key={file.path} file={file} />
      ) : (
        <Texts file={file} />
      )}
    </>
  );
}

function Drawings({ file, titles }: { file: FileChangeView; titles: Titles }) {
  const { t } = useTranslation();
  const changes = useQuery({
    queryKey: ['drawing-differences', file.before, file.after],
    queryFn: () => compareDrawings(file.before, file.after),
    staleTime: Infinity,
    gcTime: 0,
  });
  const found = changes.data ?? [];
  return (
    <>
      <div className="comparison">
        <Side title={titles[0]} xml={file.before} changes={found} hides="added" />
        <Side title={titles[1]} xml={file.after} changes={found} hides="removed" />
      </div>
      <ul className="differences" aria-label={t('modeller.compare.list')}>
        {found.map(({ id, name, kind }) => (
          <li key={`${kind}-${id}`}>
            <Badge tone={tones[kind]}>{t(`modeller.compare.${kind}`)}</Badge> {name}
          </li>
        ))}
      </ul>
    </>
  );
}

function Side({
  title,
  xml,
  changes,
  hides,
}: {
  title: string;
  xml: string;
  changes: ElementChange[];
  hides: ChangeKind;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return;
    const viewer = new NavigatedViewer({ container: place.current, moddleExtensions: { zeebe: dialect } });
    let gone = false;
    void viewer.importXML(xml).then(() => {
      if (gone) return;
      const canvas = viewer.get<Parts['canvas']>('canvas');
      const registry = viewer.get<Parts['elementRegistry']>('elementRegistry');
      canvas.zoom('fit-viewport', 'auto');
      for (const { id, kind } of changes)
        if (kind !== hides && registry.get(id) !== undefined) canvas.addMarker(id, `diff-${kind}`);
    });
    return () => {
      gone = true;
      viewer.destroy();
    };
  }, [xml, changes, hides]);
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <div className="comparison-canvas" ref={place} role="group" aria-label={title} />
    </figure>
  );
}

/** A form's fields in words; the lines of its file are one click away. */
function Forms({ file }: { file: FileChangeView }) {
  const { t } = useTranslation();
  return (
    <>
      <Suspense fallback={<Loading />}>
        <FormComparison before={file.before} after={file.after} />
      </Suspense>
      <details>
        <summary>{t('modeller.compare.lines')}</summary>
        <Texts file={file} />
      </details>
    </>
  );
}

function Texts({ file }: { file: FileChangeView }) {
  const { t } = useTranslation();
  return (
    <ol className="line-differences" aria-label={file.path}>
      {compareLines(file.before, file.after).map(({ text, kind }, at) => (
        // oxlint-disable-next-line react/no-array-index-key
        <li key={at} className={kind}>
          {kind !== 'same' && <span className="hidden-visually">{t(`modeller.compare.${kind}`)}: </span>}
          <code>{text}</code>
        </li>
      ))}
    </ol>
  );
}
