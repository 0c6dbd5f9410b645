import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { ProcessDetail } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Moment } from '../../ui/Moment';
import { Loaded } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { DefinitionDiagram } from '../diagram';
import { EditProcedure } from '../modeller';
import './catalogue.css';

/** One procedure: its drawing and its versions. */
export function ProcessPage() {
  const { t } = useTranslation();
  const id = useParams().processId ?? '';
  const query = useQuery({
    queryKey: ['process', id],
    queryFn: () => bodyOf(api.GET('/api/processes/{id}', { params: { path: { id } } })),
  });
  return (
    <div className="page" data-region>
      <nav className="breadcrumb" aria-label={t('cases.path')}>
        <Link to="/prozesse">{t('nav.processes')}</Link> › <span>{query.data?.name ?? id}</span>
      </nav>
      <Loaded query={query} text={t('catalogue.loadingOne')}>
        {(process) => <Detail process={process} />}
      </Loaded>
    </div>
  );
}

function Detail({ process }: { process: ProcessDetail }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(process.definitionKey);
  const version = process.versions.find((entry) => entry.definitionKey === shown)?.version ?? process.version;
  useTitle(process.name);
  return (
    <>
      <div className="page-head">
        <h1>{process.name}</h1>
        <span className="spacer" />
        <EditProcedure processId={process.id} />
        {process.start.allowed && (
          <Link className="button main" to={`/prozesse/${process.id}/starten`}>
            <Icon name="play" />
            {t('catalogue.start')}
          </Link>
        )}
      </div>
      {process.description !== null && <p>{process.description}</p>}
      {(process.simulate.allowed || process.insight.allowed) && (
        <p className="row-line">
          {process.simulate.allowed && <Link to={`/prozesse/${process.id}/simulieren`}>{t('catalogue.simulate')}</Link>}
          {process.insight.allowed && <Link to={`/auswertung?prozess=${process.id}`}>{t('catalogue.insight')}</Link>}
        </p>
      )}
      {!process.start.allowed && process.start.reason !== null && (
        <p className="muted start-refused">
          <Icon name="lock" size={16} />
          {process.start.reason}
        </p>
      )}
      <section className="panel" aria-labelledby="zeichnung">
        <header>
          <h2 id="zeichnung">{t('catalogue.diagram', { version })}</h2>
        </header>
        <DefinitionDiagram definitionKey={shown} label={t('catalogue.diagramLabel', { name: process.name, version })} />
      </section>
      <section className="panel" aria-labelledby="versionen">
        <header>
          <h2 id="versionen">{t('catalogue.versions')}</h2>
          <span className="spacer" />
          {process.migrate.allowed && process.versions.length > 1 && (
            <Link to={`/prozesse/${process.id}/umstellen`}>{t('catalogue.migrate')}</Link>
          )}
        </header>
        <div className="table-scroll">
          <table className="table">
            <thead>
              <tr>
                <th>{t('catalogue.versionHead')}</th>
                <th>{t('catalogue.deployed')}</th>
                <th className="number">{t('catalogue.runningHead')}</th>
                <th className="number">{t('catalogue.total')}</th>
                <th>
                  <span className="hidden-visually">{t('catalogue.show')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {process.versions.map((entry) => (
                <tr key={entry.definitionKey}>
                  <td>
                    {entry.version}
                    {entry.versionTag !== null && ` (${entry.versionTag})`}
                  </td>
                  <td>
                    <Moment at={entry.deployedAt} />
                  </td>
                  <td className="number">{entry.activeCases}</td>
                  <td className="number">{entry.totalCases}</td>
                  <td>
                    {entry.definitionKey === shown ? (
                      <span className="muted">{t('catalogue.shownVersion')}</span>
                    ) : (
                      <Button small onClick={() => setShown(entry.definitionKey)}>
                        {t('catalogue.showVersion', { version: entry.version })}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}
