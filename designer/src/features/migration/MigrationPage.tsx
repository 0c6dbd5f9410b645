import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { CaseMigrationPreview, PlaceChoice, ProcessDetail } from '../../api/schema';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { Message } from '../../ui/Message';
import { Empty, Loaded } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { DefinitionDiagram } from '../diagram';
import { Blocked } from './Blocked';
import { OrderDialog } from './OrderDialog';
import { counts, pickable, sourcePaint, targetPaint, withChoice } from './places';
import { Places } from './Places';
import { Report } from './Report';
import './migration.css';

/** Moves the running cases of a procedure to another version: what would happen, who goes where, and the report. */
export function MigrationPage() {
  const { t } = useTranslation();
  const id = useParams().processId ?? '';
  const query = useQuery({
    queryKey: ['process', id],
    queryFn: () => bodyOf(api.GET('/api/processes/{id}', { params: { path: { id } } })),
  });
  useTitle(query.data === undefined ? null : t('migration.titleOf', { name: query.data.name }));
  return (
    <div className="page" data-region>
      <nav className="breadcrumb" aria-label={t('cases.path')}>
        <Link to="/prozesse">{t('nav.processes')}</Link> › <Link to={`/prozesse/${id}`}>{query.data?.name ?? id}</Link>{' '}
        › <span>{t('migration.title')}</span>
      </nav>
      <Loaded query={query} text={t('catalogue.loadingOne')}>
        {(process) => <Migration process={process} />}
      </Loaded>
    </div>
  );
}

function Migration({ process }: { process: ProcessDetail }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const to = Number(search.get('nach') ?? process.version);
  const [choices, setChoices] = useState<PlaceChoice[]>([]);
  const preview = useQuery({
    queryKey: ['migration-preview', process.id, to, choices],
    queryFn: () =>
      bodyOf(
        api.POST('/api/processes/{id}/migration-previews', {
          params: { path: { id: process.id } },
          body: { fromVersions: null, toVersion: to, mapping: choices },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const runs = useQuery({
    queryKey: ['migrations', process.id],
    queryFn: () => bodyOf(api.GET('/api/processes/{id}/migrations', { params: { path: { id: process.id } } })),
    refetchInterval: (query) => (query.state.data?.some((run) => run.state === 'running') === true ? 1_000 : false),
  });
  const latest = runs.data?.[0];
  return (
    <>
      <div className="page-head">
        <h1>{t('migration.titleOf', { name: process.name })}</h1>
      </div>
      <p>{t('migration.intro')}</p>
      <div className="migration-target">
        <SelectField
          label={t('migration.to')}
          value={to}
          onChange={(event) => {
            setChoices([]);
            setSearch({ nach: event.target.value }, { replace: true });
          }}
        >
          {process.versions.map((version) => (
            <option key={version.version} value={version.version}>
              {t('catalogue.version', { version: version.version })}
            </option>
          ))}
        </SelectField>
      </div>
      {latest !== undefined && <Report key={latest.key} run={latest} />}
      {latest?.state !== 'running' && (
        <Loaded query={preview} text={t('migration.checking')}>
          {(shown) => (
            <Preview
              process={process}
              preview={shown}
              fresh={!preview.isPlaceholderData}
              choices={choices}
              onChoose={(source, target) => setChoices(withChoice(choices, source, target))}
            />
          )}
        </Loaded>
      )}
    </>
  );
}

interface PreviewProps {
  process: ProcessDetail;
  preview: CaseMigrationPreview;
  /** False while the answer to the last choice is on its way. */
  fresh: boolean;
  choices: PlaceChoice[];
  onChoose: (source: string, target: string | null) => void;
}

function Preview({ process, preview, fresh, choices, onChoose }: PreviewProps) {
  const { t } = useTranslation();
  const [ordering, setOrdering] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const [source, setSource] = useState<string | null>(null);
  const numbers = useMemo(() => counts(preview), [preview]);
  const painted = useMemo(() => ({ source: sourcePaint(preview), target: targetPaint(preview) }), [preview]);
  const { sources, targets } = useMemo(() => pickable(preview, source), [preview, source]);
  const pickTarget = useCallback(
    (target: string) => {
      if (source !== null) onChoose(source, target);
      setSource(null);
    },
    [source, onChoose],
  );
  if (preview.running === 0)
    return (
      <Empty icon="done" title={t('migration.nothing')}>
        {t('migration.nothingHint', { version: preview.toVersion })}
      </Empty>
    );
  const from = preview.from.find((version) => version.definitionKey === shown) ?? preview.from[0];
  const stuck = preview.checked - preview.movable;
  return (
    <>
      <Message kind={stuck > 0 ? 'warning' : 'success'}>
        {t('migration.movable', { count: preview.movable, checked: preview.checked })}{' '}
        {stuck > 0 && t('migration.staying', { count: stuck })}{' '}
        {preview.checked < preview.running && t('migration.sample', { running: preview.running })}
      </Message>
      <p className="small muted" role="status">
        {source === null
          ? t('migration.pickSource')
          : t('migration.pickTarget', {
              name: preview.places.find((place) => place.elementId === source)?.name ?? source,
            })}
      </p>
      <div className="migration-drawings">
        <section className="panel" aria-labelledby="alt">
          <header>
            <h2 id="alt">{t('migration.from', { version: from?.version })}</h2>
            {preview.from.length > 1 && (
              <select
                className="input migration-version"
                aria-label={t('migration.shownVersion')}
                value={from?.definitionKey}
                onChange={(event) => setShown(event.target.value)}
              >
                {preview.from.map((version) => (
                  <option key={version.definitionKey} value={version.definitionKey}>
                    {t('migration.versionCases', { version: version.version, count: version.cases })}
                  </option>
                ))}
              </select>
            )}
          </header>
          {from !== undefined && (
            <DefinitionDiagram
              definitionKey={from.definitionKey}
              painted={painted.source}
              notes={numbers.source}
              label={t('migration.drawingFrom', { version: from.version })}
              pickable={sources}
              picked={source}
              onPick={setSource}
            />
          )}
        </section>
        <section className="panel" aria-labelledby="neu">
          <header>
            <h2 id="neu">{t('migration.toVersion', { version: preview.toVersion })}</h2>
          </header>
          <DefinitionDiagram
            definitionKey={preview.toDefinitionKey}
            painted={painted.target}
            notes={numbers.target}
            label={t('migration.drawingTo', { version: preview.toVersion })}
            pickable={targets}
            picked={preview.places.find((place) => place.elementId === source)?.target ?? null}
            onPick={pickTarget}
          />
        </section>
      </div>
      <Places preview={preview} onChoose={onChoose} />
      {preview.blocked.length > 0 && <Blocked preview={preview} />}
      <div className="row-line">
        <Button
          kind="main"
          icon="sync"
          blocked={!fresh ? t('migration.checking') : preview.movable === 0 ? t('migration.noneMovable') : null}
          onClick={() => setOrdering(true)}
        >
          {t('migration.order', { count: preview.running })}
        </Button>
        <Link className="button" to={`/prozesse/${process.id}`}>
          <Icon name="back" />
          {t('common.cancel')}
        </Link>
      </div>
      {ordering && (
        <OrderDialog process={process} preview={preview} choices={choices} onClose={() => setOrdering(false)} />
      )}
    </>
  );
}
