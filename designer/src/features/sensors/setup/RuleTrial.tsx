import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Badge } from '../../../ui/Badge';
import { Message } from '../../../ui/Message';
import { problemText } from '../../../ui/states';
import { exactTime, plainDate } from '../../../ui/time';
import { valueText } from '../devices/values';
import type { DeviceField } from './model';

export interface DryRun {
  from: string;
  to: string;
  devices: number;
  readings: number;
  raised: number;
  cleared: number;
  open: number;
  crossings: { device: string; name: string; raised: boolean; at: string; value: number | null }[];
  note: string | null;
}

interface Props {
  answer: DryRun | undefined;
  error: unknown;
  field: DeviceField | undefined;
}

const perDay = 86_400_000;

/** When the rule would have begun and ended over the last weeks, and how often. */
export function RuleTrial({ answer, error, field }: Props) {
  const { t } = useTranslation();
  if (error != null) return <Message kind="danger">{problemText(error, t)}</Message>;
  if (answer === undefined)
    return (
      <>
        <h3>{t('sensing.dry.title')}</h3>
        <p className="muted">{t('sensing.dry.hint')}</p>
      </>
    );
  const weeks = Math.max(1, (Date.parse(answer.to) - Date.parse(answer.from)) / perDay / 7);
  return (
    <section className="stack" aria-labelledby="dry-run" role="status">
      <h3 id="dry-run">{t('sensing.dry.title')}</h3>
      <p className="muted small">
        {t('sensing.dry.over', {
          from: plainDate(new Date(answer.from)),
          to: plainDate(new Date(answer.to)),
          readings: answer.readings.toLocaleString('de-DE'),
          devices: answer.devices,
        })}
      </p>
      {answer.note !== null && <Message kind="info">{answer.note}</Message>}
      <dl className="round-figures">
        <div>
          <dt>{t('sensing.dry.raised')}</dt>
          <dd>{answer.raised.toLocaleString('de-DE')}</dd>
        </div>
        <div>
          <dt>{t('sensing.dry.perWeek')}</dt>
          <dd>{(answer.raised / weeks).toLocaleString('de-DE', { maximumFractionDigits: 1 })}</dd>
        </div>
        <div>
          <dt>{t('sensing.dry.cleared')}</dt>
          <dd>{answer.cleared.toLocaleString('de-DE')}</dd>
        </div>
        <div>
          <dt>{t('sensing.dry.open')}</dt>
          <dd>{answer.open.toLocaleString('de-DE')}</dd>
        </div>
      </dl>
      {answer.crossings.length > 0 && (
        <div className="crossings">
          <table className="table">
            <caption className="hidden-visually">{t('sensing.dry.list')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('sensing.dry.when')}</th>
                <th scope="col">{t('sensing.dry.device')}</th>
                <th scope="col">{t('sensing.dry.what')}</th>
              </tr>
            </thead>
            <tbody>
              {answer.crossings.map((crossing) => (
                <tr key={`${crossing.device}-${crossing.at}-${String(crossing.raised)}`}>
                  <td className="nowrap">{exactTime(new Date(crossing.at), t)}</td>
                  <td>
                    <Link to={`/sensorik/geraete/${encodeURIComponent(crossing.device)}`}>{crossing.name}</Link>
                  </td>
                  <td>
                    <Badge icon={crossing.raised ? 'alert' : 'check'} tone={crossing.raised ? 'warning' : 'success'}>
                      {t(crossing.raised ? 'sensing.dry.begins' : 'sensing.dry.ends')}
                      {crossing.value !== null && ` (${valueText(crossing.value, field, t)})`}
                    </Badge>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
