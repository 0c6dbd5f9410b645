import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import { useMe } from '../../api/session';
import { useSearchParams } from 'react-router';
import { Message } from '../../ui/Message';
import { Loading } from '../../ui/states';
import { formPath, readForm } from '../formEditor';
import { BottomPanel } from './BottomPanel';
import { CanvasTools } from './canvas/CanvasTools';
import { paintCase, paintCoverage } from './canvas/painting';
import { useModeler } from './canvas/useModeler';
import type { Finding, ProcedureDetail } from './api';
import type { DraftSession } from './draft/DraftSession';
import { usePresence } from './draft/usePresence';
import { markFindings } from './findings/markers';
import { useFindings } from './findings/useFindings';
import { FormWorkplace } from './forms/FormWorkplace';
import { Head } from './Head';
import { ModelWriter } from './model/ModelWriter';
import { LeftColumn } from './LeftColumn';
import { PropertiesPanel } from './properties/PropertiesPanel';
import { useNarrow } from './useNarrow';
import { type Bench, BenchContext, formParameter, type GroupName, type Painted } from './workbench';

const noFindings: Finding[] = [];
const noGroups: GroupName[] = [];
const mainFile = 'process.bpmn';
const propertiesId = 'eigenschaften';
const workbenchId = 'werkbank';
const middleId = 'zeichnung';

interface Props {
  procedure: ProcedureDetail;
  session: DraftSession;
  basedOn: number | null;
}

/** The page of one procedure: palette and outline, the drawing with its findings, the questions. */
export function Workbench({ procedure, session, basedOn }: Props) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const place = useRef<HTMLDivElement>(null);
  const { files } = useSyncExternalStore(session.subscribe, session.current);
  const drawn = files.filter(({ path }) => path.endsWith('.bpmn')).map(({ path }) => path);
  const [chosenPath, setPath] = useState(mainFile);
  const path = drawn.includes(chosenPath) ? chosenPath : (drawn[0] ?? mainFile);
  const openProperties = () => focusIn(propertiesId, 'input, select, textarea');
  const [address, setAddress] = useSearchParams();
  const askedForm = address.get(formParameter);
  const openFormId = askedForm !== null && session.text(formPath(askedForm)) !== undefined ? askedForm : null;
  const [formPlace, setFormPlace] = useState<string | null>(null);
  const openForm = (id: string, at: string | null = null) => {
    setFormPlace(at);
    setAddress({ [formParameter]: id });
  };
  const closed = useRef<string | null>(null);
  useEffect(() => {
    const before = closed.current;
    closed.current = openFormId;
    if (openFormId === null && before !== null) focusIn(workbenchId, `[data-form="${before}"]`);
  }, [openFormId]);
  const narrow = useNarrow();
  const readOnly = narrow || !procedure.rights.edit.allowed;
  const { editing, fault } = useModeler(place, {
    readOnly,
    language: i18n.language,
    xml: session.text(path) ?? '',
    onChange: (xml) => session.change(path, xml),
    onOpenProperties: openProperties,
  });
  const others = usePresence(procedure.id, me.userName);
  const contents = useMemo(() => JSON.stringify(files), [files]);
  const findingsQuery = useFindings(procedure.id, session, contents);
  const findings = findingsQuery.data ?? noFindings;
  const groups = useQuery({ queryKey: ['groups'], queryFn: () => bodyOf(api.GET('/api/groups')) }).data ?? noGroups;
  const [painted, setPainted] = useState<Painted>(null);
  const [panel, setPanel] = useState('findings');
  const openPanel = (tab: string) => {
    setPanel(tab);
    focusIn(middleId, '.modeller-bottom [role=tab][aria-selected=true]');
  };
  const forms = useMemo(
    () =>
      files.flatMap((file) => readForm(file.path, file.text) ?? []).toSorted((a, b) => a.title.localeCompare(b.title)),
    [files],
  );
  const modeler = editing?.modeler;
  const writer = useMemo(() => (modeler === undefined ? null : new ModelWriter(modeler)), [modeler]);

  useEffect(() => {
    if (modeler === undefined || painted !== null) return;
    const own = findings.filter(({ file }) => file === path);
    return markFindings(modeler, own, (severity, count) => t(`modeller.findings.${severity}Count`, { count }));
  }, [modeler, findings, path, painted, t]);
  useEffect(() => {
    if (modeler === undefined || painted === null) return;
    return painted.kind === 'case' ? paintCase(modeler, painted.state) : paintCoverage(modeler, painted.run);
  }, [modeler, painted]);

  const bench: Bench | null =
    editing === null || writer === null
      ? null
      : {
          procedure,
          session,
          modeler: editing.modeler,
          writer,
          path,
          forms,
          groups,
          findings: findings.filter(({ file }) => file === path),
          version: editing.version,
          openProperties,
          openForm,
          readOnly,
        };
  const selected = editing?.selected.filter(({ type }) => type !== 'label') ?? [];
  return (
    <BenchContext value={bench}>
      <div className="workbench" id={workbenchId}>
        <div className={openFormId === null ? 'modeller' : 'modeller behind'} inert={openFormId !== null}>
          <Head
            procedure={procedure}
            session={session}
            basedOn={basedOn}
            others={others}
            findings={findings}
            drawn={drawn}
            path={path}
            onPath={setPath}
            onPanel={openPanel}
          />
          <div className="modeller-body">
            {bench === null ? <div className="modeller-left" /> : <LeftColumn isBehind={openFormId !== null} />}
            <div className="modeller-middle" id={middleId}>
              <div className="modeller-canvas" data-region>
                <div
                  ref={place}
                  className="canvas-place"
                  role="group"
                  aria-label={t('modeller.canvas', { name: procedure.name })}
                />
                {fault !== null && <Message kind="danger">{t('modeller.unreadable', { fault })}</Message>}
                {bench === null && fault === null && <Loading text={t('modeller.loading')} />}
                {bench !== null && <CanvasTools />}
              </div>
              {bench !== null && (
                <BottomPanel
                  tab={panel}
                  onTab={setPanel}
                  findings={findingsQuery}
                  painted={painted}
                  onPaint={setPainted}
                  onOpenFile={setPath}
                />
              )}
            </div>
            <aside
              className="modeller-properties"
              id={propertiesId}
              inert={readOnly}
              aria-label={t('modeller.properties.title')}
              data-region
            >
              {bench !== null && (
                <PropertiesPanel
                  key={selected[0]?.id ?? path}
                  element={selected[0] ?? bench.modeler.get('canvas').getRootElement()}
                />
              )}
            </aside>
          </div>
        </div>
        {bench !== null && openFormId !== null && (
          <div className="modeller-form">
            <FormWorkplace
              id={openFormId}
              place={formPlace}
              findings={findings}
              others={others}
              onBack={() => setAddress({})}
            />
          </div>
        )}
      </div>
    </BenchContext>
  );
}

/** To the first such control of a part of the page, after it shows what was just chosen. */
function focusIn(part: string, controls: string): void {
  requestAnimationFrame(() => document.getElementById(part)?.querySelector<HTMLElement>(controls)?.focus());
}
