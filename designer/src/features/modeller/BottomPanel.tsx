import type { UseQueryResult } from '@tanstack/react-query';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../ui/Moment';
import { problemText } from '../../ui/states';
import { Tabs } from '../../ui/Tabs';
import type { Finding } from './api';
import { FindingsPanel } from './findings/FindingsPanel';
import { RecordPanel } from './record/RecordPanel';
import { SandboxPanel } from './sandbox/SandboxPanel';
import { ScenarioPanel } from './sandbox/ScenarioPanel';
import { VersionsPanel } from './versions/VersionsPanel';
import type { Painted } from './workbench';

interface Props {
  tab: string;
  onTab: (tab: string) => void;
  findings: UseQueryResult<Finding[]>;
  painted: Painted;
  onPaint: (painted: Painted) => void;
  onOpenFile: (path: string) => void;
}

const heightMin = 120;
const heightMax = 520;
const keyStep = 16;

/** Below the drawing: findings, versions, trial run and scenarios; its height can be moved. */
export function BottomPanel({ tab, onTab, findings, painted, onPaint, onOpenFile }: Props) {
  const { t } = useTranslation();
  const [height, setHeight] = useState(208);
  const list = findings.data ?? [];
  const select = (id: string) => {
    if (id !== tab) onPaint(null);
    onTab(id);
  };
  return (
    <>
      <HeightSeparator height={height} onHeight={setHeight} />
      <section className="modeller-bottom" style={{ height }} aria-label={t('modeller.bottom')} data-region>
        <Tabs
          label={t('modeller.bottom')}
          tabs={[
            { id: 'findings', label: t('modeller.findings.title'), count: list.length },
            { id: 'versions', label: t('modeller.versions.title') },
            { id: 'sandbox', label: t('modeller.sandbox.title') },
            { id: 'scenarios', label: t('modeller.scenarios.title') },
            { id: 'record', label: t('modeller.record.title') },
          ]}
          selected={tab}
          onSelect={select}
        >
          {tab === 'findings' && (
            <>
              <p className="checked-at small muted" role="status">
                {findings.error !== null ? (
                  problemText(findings.error, t)
                ) : findings.dataUpdatedAt === 0 || findings.isFetching ? (
                  t('modeller.findings.checking')
                ) : (
                  <>
                    {t('modeller.findings.checked')} <Moment at={new Date(findings.dataUpdatedAt).toISOString()} />
                  </>
                )}
              </p>
              {findings.data !== undefined && <FindingsPanel findings={list} onOpenFile={onOpenFile} />}
            </>
          )}
          {tab === 'versions' && <VersionsPanel />}
          {tab === 'sandbox' && (
            <SandboxPanel state={painted?.kind === 'case' ? painted.state : null} onPaint={onPaint} />
          )}
          {tab === 'scenarios' && <ScenarioPanel onPaint={onPaint} />}
          {tab === 'record' && <RecordPanel />}
        </Tabs>
      </section>
    </>
  );
}

function HeightSeparator({ height, onHeight }: { height: number; onHeight: (height: number) => void }) {
  const { t } = useTranslation();
  const within = (wanted: number) => onHeight(Math.min(Math.max(Math.round(wanted), heightMin), heightMax));
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowUp: keyStep, ArrowDown: -keyStep }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    within(height + by);
  };
  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const bottom = event.currentTarget.nextElementSibling?.getBoundingClientRect().bottom;
    if (bottom !== undefined) within(bottom - event.clientY);
  };
  return (
    // A separator that can be moved is a control (ARIA 1.2); it has no native element.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className="height-separator"
      role="separator"
      aria-orientation="horizontal"
      aria-label={t('modeller.separator')}
      aria-valuenow={height}
      aria-valuemin={heightMin}
      aria-valuemax={heightMax}
      tabIndex={0}
      onKeyDown={onKey}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onMove}
    />
  );
}
