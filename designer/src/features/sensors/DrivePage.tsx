import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, bodyOf } from '../../api/client';
import { Button } from '../../ui/Button';
import { Message } from '../../ui/Message';
import { Empty, Loaded } from '../../ui/states';
import { Tabs } from '../../ui/Tabs';
import { useTitle } from '../../ui/title';
import { useConfirmations } from './confirmations';
import { DriveMap } from './DriveMap';
import { useOverview } from './queries';
import { inOrder, stopOf } from './round';
import './sensors.css';
import type { Stop } from './types';

const stopsMax = 200;

/** The driver's stops in the order of the round, one tap each; a confirmation waits when there is no network. */
export function DrivePage() {
  const { t } = useTranslation();
  useTitle(t('sensors.drive.title'));
  const [view, setView] = useState('list');
  const overview = useOverview();
  const query = useQuery({
    queryKey: ['inbox', 'drive'],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/api/inbox', {
          params: { query: { process: 'behaelterleerung', sort: 'created', limit: stopsMax } },
          signal,
        }),
      ),
    refetchInterval: 10_000,
  });
  const { waiting, confirm, problem } = useConfirmations();
  return (
    <div className="page drive" data-region>
      <Loaded query={query} text={t('sensors.drive.loading')}>
        {(inbox) => {
          const open = inbox.rows.filter((task) => task.elementId === 'Leeren' && !waiting.includes(task.key));
          const stops = inOrder(open).map((task, index): Stop => {
            const { number, name } = stopOf(task.title);
            const device = overview.data?.devices.find((entry) => entry.active && entry.name === name);
            return { task, order: number ?? index + 1, name, device };
          });
          return (
            <>
              <div className="page-head">
                <h1>{t('sensors.drive.title')}</h1>
                <span className="muted">{t('sensors.drive.left', { count: stops.length })}</span>
              </div>
              {waiting.length > 0 && (
                <Message kind="warning">{t('sensors.drive.waiting', { count: waiting.length })}</Message>
              )}
              {problem !== null && <Message kind="danger">{problem}</Message>}
              {stops.length === 0 ? (
                <Empty icon="lorry" title={t('sensors.drive.none')}>
                  {t('sensors.drive.noneHint')}
                </Empty>
              ) : (
                <Tabs
                  label={t('sensors.drive.views')}
                  selected={view}
                  onSelect={setView}
                  tabs={[
                    { id: 'list', label: t('sensors.drive.list') },
                    { id: 'map', label: t('sensors.drive.map') },
                  ]}
                >
                  {view === 'list' ? (
                    <ol className="drive-stops">
                      {stops.map((stop, index) => (
                        <StopCard
                          key={stop.task.key}
                          stop={stop}
                          isNext={index === 0}
                          onDone={() => confirm(stop.task)}
                        />
                      ))}
                    </ol>
                  ) : (
                    <OnMap stops={stops} depot={overview.data?.depot} onDone={(stop) => confirm(stop.task)} />
                  )}
                </Tabs>
              )}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

interface OnMapProps {
  stops: Stop[];
  depot: { latitude: number; longitude: number } | undefined;
  onDone: (stop: Stop) => void;
}

function OnMap({ stops, depot, onDone }: OnMapProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = stops.find((stop) => stop.task.key === chosen) ?? stops[0];
  if (depot === undefined || shown === undefined) return null;
  return (
    <div className="stack">
      <DriveMap stops={stops} depot={depot} chosen={shown.task.key} onChoose={setChosen} />
      <ol className="drive-stops">
        <StopCard stop={shown} isNext={shown === stops[0]} onDone={() => onDone(shown)} />
      </ol>
    </div>
  );
}

interface CardProps {
  stop: Stop;
  isNext: boolean;
  onDone: () => void;
}

function StopCard({ stop: { task, order, name, device }, isNext, onDone }: CardProps) {
  const { t } = useTranslation();
  const place = device?.place;
  const about = [
    device?.attributes.fraktion,
    device?.level == null ? undefined : `${Math.round(device.level)} %`,
    task.caseNumber,
  ].filter(Boolean);
  return (
    <li className="panel drive-stop">
      <h2>
        <b aria-hidden="true">{order}</b> {name}
      </h2>
      <p className="muted small">{about.join(' · ')}</p>
      <div className="drive-actions">
        <Button kind={isNext ? 'main' : 'outline'} icon="check" onClick={onDone}>
          {t('sensors.drive.done')}
          <span className="hidden-visually">: {name}</span>
        </Button>
        <Link className="button" to={`/posteingang/${task.key}`}>
          {t('sensors.drive.problem')}
          <span className="hidden-visually">: {name}</span>
        </Link>
      </div>
      {place != null && (
        <a className="drive-route" href={`geo:${place.latitude},${place.longitude}`}>
          {t('sensors.drive.route')}
          <span className="hidden-visually">: {name}</span>
        </a>
      )}
    </li>
  );
}
