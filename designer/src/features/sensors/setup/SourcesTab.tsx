import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { pluginRequest } from '../../../api/client';
import { Badge } from '../../../ui/Badge';
import { Button } from '../../../ui/Button';
import { Moment } from '../../../ui/Moment';
import { TableScroll } from '../../../ui/TableScroll';
import { Empty, Loaded } from '../../../ui/states';
import { Accounts } from './Accounts';
import type { SourceItem, Sources } from './connections';
import { SourceEditor } from './SourceEditor';

const refreshMs = 5_000;

/** Where messages come from, how each connection fares, and the accounts at the broker inside. */
export function SourcesTab({ id }: { id: string | undefined }) {
  const query = useQuery({
    queryKey: ['sensor-sources'],
    queryFn: ({ signal }) => pluginRequest<Sources>('/api/plugins/mqtt/sources', { signal }),
    refetchInterval: refreshMs,
  });
  return (
    <Loaded query={query}>
      {(sources) => {
        if (id === undefined) return <List sources={sources} />;
        const item = sources.sources.find((entry) => entry.source.id === id) ?? null;
        return <SourceEditor key={id} item={item} broker={sources.broker} />;
      }}
    </Loaded>
  );
}

function List({ sources }: { sources: Sources }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <div className="stack">
      <div className="section-head">
        <h2>{t('sensing.sources.title')}</h2>
        <Button kind="main" icon="add" onClick={() => void navigate('/sensorik/quellen/neu')}>
          {t('sensing.sources.new')}
        </Button>
      </div>
      {sources.sources.length === 0 ? (
        <Empty icon="connect" title={t('sensing.sources.none')}>
          {t('sensing.sources.noneHint')}
        </Empty>
      ) : (
        <TableScroll label={t('sensing.sources.title')}>
          <table className="table stacked">
            <thead>
              <tr>
                <th scope="col">{t('sensing.name')}</th>
                <th scope="col">{t('sensing.sources.state')}</th>
                <th scope="col">{t('sensing.sources.last')}</th>
                <th scope="col" className="number">
                  {t('sensing.sources.messages')}
                </th>
                <th scope="col">{t('sensing.sources.topics')}</th>
              </tr>
            </thead>
            <tbody>
              {sources.sources.map((item) => (
                <Row key={item.source.id} item={item} />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      <OwnBroker broker={sources.broker} />
      <Accounts />
    </div>
  );
}

function Row({ item: { source, health } }: { item: SourceItem }) {
  const { t } = useTranslation();
  return (
    <tr>
      <td>
        <Link to={`/sensorik/quellen/${encodeURIComponent(source.id)}`}>{source.name}</Link>
        <div className="muted small">
          {t(`sensing.profile.${source.payload.profile}`)} · {source.broker ?? t('sensing.sources.own')}
        </div>
      </td>
      <td data-label={t('sensing.sources.state')}>
        <Badge icon={health.connected ? 'done' : 'alert'} tone={health.connected ? 'success' : 'danger'}>
          {t(health.connected ? 'sensing.sources.connected' : 'sensing.sources.down')}
        </Badge>{' '}
        {health.since !== null && (
          <span className="muted small">
            {t('sensing.sources.since')} <Moment at={health.since} />
          </span>
        )}
        {health.problem !== null && <div className="danger-text small">{health.problem}</div>}
      </td>
      <td data-label={t('sensing.sources.last')}>
        {health.lastAt === null ? t('sensing.sources.noMessage') : <Moment at={health.lastAt} />}
      </td>
      <td className="number" data-label={t('sensing.sources.messages')}>
        {health.messages.toLocaleString('de-DE')}
      </td>
      <td data-label={t('sensing.sources.topics')}>
        <code className="small">{source.topics.join(', ')}</code>
      </td>
    </tr>
  );
}

function OwnBroker({ broker }: { broker: Sources['broker'] }) {
  const { t } = useTranslation();
  return (
    <section className="panel facts" aria-labelledby="own-broker">
      <div className="section-head">
        <h3 id="own-broker">{t('sensing.broker.title')}</h3>
        <Badge
          icon={broker.running ? 'done' : broker.on ? 'alert' : 'pause'}
          tone={broker.running ? 'success' : broker.on ? 'danger' : 'neutral'}
        >
          {t(broker.running ? 'sensing.broker.running' : broker.on ? 'sensing.broker.failed' : 'sensing.broker.off')}
        </Badge>
      </div>
      <p>
        {broker.running
          ? t('sensing.broker.listens', { address: broker.address, port: String(broker.port) })
          : (broker.problem ?? t('sensing.broker.offHint'))}
      </p>
      <p className="muted small">
        {t('sensing.broker.hint')} <Link to="/betrieb?teil=plugins">{t('sensing.broker.settings')}</Link>
      </p>
    </section>
  );
}
