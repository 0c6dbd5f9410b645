import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, bodyOf, pluginRequest } from '../../../api/client';
import { useMay } from '../../../api/session';
import { Badge } from '../../../ui/Badge';
import { Button } from '../../../ui/Button';
import { Icon } from '../../../ui/Icon';
import { Moment } from '../../../ui/Moment';
import { Loaded } from '../../../ui/states';
import { useTitle } from '../../../ui/title';
import { useOverview } from '../queries';
import type { Device, DeviceRule, DeviceType, Rule } from '../setup/model';
import { sentence } from '../setup/sentence';
import { useMessages } from '../setup/useMessages';
import { DeviceDialog } from './DeviceDialog';
import { healthOf } from './health';
import { HealthBadge } from './HealthBadge';
import { ReadingChart } from './ReadingChart';
import { SwapDialog } from './SwapDialog';
import { valueText } from './values';

interface Watching {
  rule: Rule;
  name: string;
  raised: boolean;
  since: string | null;
  episodes: number;
}

interface DeviceDetail {
  device: Device;
  type: DeviceType | null;
  codecName: string | null;
  status: {
    lastAt: string | null;
    values: Record<string, number>;
    invalid: Record<string, string>;
    messages: number;
    lost: number;
    repeated: number;
  } | null;
  rules: Watching[];
  before: { id: string; registeredAt: string; lastAt: string | null }[];
  replacedBy: string | null;
}

const refreshMs = 10_000;

/** One device: its readings over time, what it is, the rules that watch it and the cases they began. */
export function DevicePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['sensor-device', id],
    queryFn: ({ signal }) =>
      pluginRequest<DeviceDetail>(`/api/plugins/mqtt/devices/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: refreshMs,
  });
  return (
    <div className="stack">
      <Link className="breadcrumb" to="/sensorik/geraete">
        <Icon name="left" size={16} /> {t('sensing.back.devices')}
      </Link>
      <Loaded query={query}>{(detail) => <Detail detail={detail} />}</Loaded>
    </div>
  );
}

function Detail({ detail }: { detail: DeviceDetail }) {
  const { device, type, rules } = detail;
  useTitle(device.name);
  const limits = rules
    .filter(({ rule }) => rule.kind === 'threshold')
    .map(({ rule }) => ({ field: rule.field, value: rule.limit }));
  return (
    <>
      <Head detail={detail} />
      <div className="device">
        {type !== null && <ReadingChart device={device.id} type={type} limits={limits} />}
        <div className="stack">
          <LastValues detail={detail} />
          <Facts detail={detail} />
        </div>
        <Rules detail={detail} />
        <Cases device={device} />
      </div>
    </>
  );
}

function Head({ detail }: { detail: DeviceDetail }) {
  const { t } = useTranslation();
  const { device } = detail;
  const mayRun = useMay('operations');
  const [doing, setDoing] = useState<'edit' | 'swap' | null>(null);
  const item = useOverview().data?.devices.find((entry) => entry.id === device.id);
  return (
    <div className="page-head">
      <h2>{device.name}</h2>
      {item !== undefined && <HealthBadge health={healthOf(item)} />}
      {detail.status?.lastAt != null && (
        <span className="muted">
          {t('sensing.devices.last')} <Moment at={detail.status.lastAt} />
        </span>
      )}
      {mayRun && (
        <span className="row-line end">
          <Button small icon="edit" onClick={() => setDoing('edit')}>
            {t('common.edit')}
          </Button>
          {detail.replacedBy === null && (
            <Button small icon="sync" onClick={() => setDoing('swap')}>
              {t('sensing.swap.open')}
            </Button>
          )}
        </span>
      )}
      {doing === 'edit' && <DeviceDialog device={device} onClose={() => setDoing(null)} />}
      {doing === 'swap' && <SwapDialog device={device} onClose={() => setDoing(null)} />}
    </div>
  );
}

function LastValues({ detail }: { detail: DeviceDetail }) {
  const { t } = useTranslation();
  const { type, status } = detail;
  return (
    <section className="panel facts" aria-labelledby="device-values">
      <h3 id="device-values">{t('sensing.device.values')}</h3>
      {status === null || type === null ? (
        <p className="muted">{t('sensing.device.noReading')}</p>
      ) : (
        <dl>
          {type.fields.map((field) => {
            const value = status.values[field.name];
            return (
              <div key={field.name}>
                <dt>{field.label}</dt>
                <dd>
                  {value === undefined ? '–' : valueText(value, field, t)}
                  {status.invalid[field.name] !== undefined && (
                    <span className="danger-text small">
                      {t('sensing.device.unusable', { reason: status.invalid[field.name] })}
                    </span>
                  )}
                </dd>
              </div>
            );
          })}
        </dl>
      )}
    </section>
  );
}

function Facts({ detail }: { detail: DeviceDetail }) {
  const { t } = useTranslation();
  const { device, type, status, before } = detail;
  const facts: [string, React.ReactNode][] = [
    [t('sensing.devices.networkId'), device.id],
    [t('sensing.devices.type'), type?.name ?? device.typeId],
    ...(detail.codecName === null ? [] : [[t('sensing.devices.codec'), detail.codecName] as [string, string]]),
    ...(device.place === null
      ? []
      : [
          [
            t('sensing.device.place'),
            `${device.place.latitude.toLocaleString('de-DE', { maximumFractionDigits: 5 })}, ${device.place.longitude.toLocaleString('de-DE', { maximumFractionDigits: 5 })}`,
          ] as [string, string],
        ]),
    ...(device.litres === null
      ? []
      : [[t('sensing.devices.litres'), device.litres.toLocaleString('de-DE')] as [string, string]]),
    ...Object.entries(device.attributes),
    ...(status === null
      ? []
      : [
          [
            t('sensing.device.messages'),
            t('sensing.device.counts', { messages: status.messages, lost: status.lost, repeated: status.repeated }),
          ] as [string, string],
        ]),
  ];
  return (
    <section className="panel facts" aria-labelledby="device-facts">
      <h3 id="device-facts">{t('sensing.device.facts')}</h3>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {detail.replacedBy !== null && (
        <p>
          {t('sensing.device.replacedBy')}{' '}
          <Link to={`/sensorik/geraete/${encodeURIComponent(detail.replacedBy)}`}>{detail.replacedBy}</Link>
        </p>
      )}
      {before.length > 0 && (
        <>
          <h4>{t('sensing.device.before')}</h4>
          <ul className="stack-small">
            {before.map((old) => (
              <li key={old.id}>
                <Link to={`/sensorik/geraete/${encodeURIComponent(old.id)}`}>{old.id}</Link>{' '}
                <span className="muted">
                  {old.lastAt !== null && (
                    <>
                      {t('sensing.device.until')} <Moment at={old.lastAt} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
          <p className="muted small">{t('sensing.device.beforeHint')}</p>
        </>
      )}
    </section>
  );
}

function Rules({ detail }: { detail: DeviceDetail }) {
  const { t } = useTranslation();
  const messages = useMessages();
  const mayRun = useMay('operations');
  return (
    <section className="panel facts" aria-labelledby="device-rules">
      <h3 id="device-rules">{t('sensing.device.rules')}</h3>
      {detail.rules.length === 0 && <p className="muted">{t('sensing.device.noRules')}</p>}
      <ul className="stack-small">
        {detail.rules.map((watching) => {
          const whole: DeviceRule = {
            rule: watching.rule,
            name: watching.name,
            typeId: detail.device.typeId,
            limits: null,
            active: true,
          };
          return (
            <li key={watching.rule.id} className="watching">
              <span>
                {mayRun ? (
                  <Link to={`/sensorik/regeln/${encodeURIComponent(watching.rule.id)}`}>{watching.name}</Link>
                ) : (
                  <b>{watching.name}</b>
                )}
                <span className="muted small">
                  {sentence(
                    whole,
                    detail.type?.fields.find((field) => field.name === watching.rule.field),
                    messages,
                    t,
                  )}
                </span>
              </span>
              {watching.raised ? (
                <Badge icon="alert" tone="warning">
                  {t('sensing.device.holds')} {watching.since !== null && <Moment at={watching.since} />}
                </Badge>
              ) : (
                <Badge icon="check">{t('sensing.device.quiet')}</Badge>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Cases({ device }: { device: Device }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['cases', 'device', device.name],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/cases', { params: { query: { q: device.name, state: 'active', limit: 10 } }, signal })),
    refetchInterval: refreshMs,
  });
  return (
    <section className="panel facts" aria-labelledby="device-cases">
      <h3 id="device-cases">{t('sensing.device.cases')}</h3>
      <Loaded query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="muted">{t('sensing.device.noCases')}</p>
          ) : (
            <ul className="stack-small">
              {rows.map((row) => (
                <li key={row.key}>
                  <Link to={`/vorgaenge/${row.key}`}>{row.number}</Link>{' '}
                  <span className="muted">{row.processName}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
