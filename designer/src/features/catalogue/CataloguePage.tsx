import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { ProcessItem } from '../../api/schema';
import { Badge } from '../../ui/Badge';
import { TextField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { Empty, Loaded } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { OpenProcedure } from '../modeller';
import './catalogue.css';

/** All procedures with what they are for; those a person may start can be started here. */
export function CataloguePage() {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const query = useQuery({ queryKey: ['processes'], queryFn: () => bodyOf(api.GET('/api/processes')) });
  useTitle(t('nav.processes'));
  return (
    <div className="page" data-region>
      <div className="page-head">
        <h1>{t('nav.processes')}</h1>
      </div>
      <div className="toolbar">
        <div className="grow">
          <TextField
            label={t('catalogue.search')}
            type="search"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </div>
      </div>
      <OpenProcedure />
      <Loaded query={query} text={t('catalogue.loading')}>
        {(rows) => {
          const wanted = words.trim().toLocaleLowerCase('de');
          const found = rows.filter((row) =>
            `${row.name} ${row.description ?? ''}`.toLocaleLowerCase('de').includes(wanted),
          );
          if (found.length === 0)
            return (
              <Empty icon="process" title={t(rows.length === 0 ? 'catalogue.none' : 'inbox.noHits')}>
                {t(rows.length === 0 ? 'catalogue.noneHint' : 'catalogue.noHits')}
              </Empty>
            );
          return (
            <ul className="catalogue">
              {found.map((row) => (
                <Process key={row.id} row={row} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </div>
  );
}

function Process({ row }: { row: ProcessItem }) {
  const { t } = useTranslation();
  return (
    <li className="panel process">
      <h2>
        <Link to={`/prozesse/${row.id}`}>{row.name}</Link>
      </h2>
      {row.description !== null && <p className="muted">{row.description}</p>}
      <p className="row-line small">
        <Badge>{t('catalogue.version', { version: row.versionTag ?? row.version })}</Badge>
        <Link to={`/vorgaenge?process=${row.id}&state=active`}>
          {t('catalogue.running', { count: row.activeCases })}
        </Link>
        {row.openIncidents > 0 && (
          <Badge icon="alert" tone="danger">
            {t('catalogue.incidents', { count: row.openIncidents })}
          </Badge>
        )}
      </p>
      {row.start.allowed ? (
        <Link className="button" to={`/prozesse/${row.id}/starten`}>
          <Icon name="play" />
          {t('catalogue.start')}
          <span className="hidden-visually">: {row.name}</span>
        </Link>
      ) : (
        row.start.reason !== null && (
          <p className="muted small start-refused">
            <Icon name="lock" size={16} />
            {row.start.reason}
          </p>
        )
      )}
    </li>
  );
}
