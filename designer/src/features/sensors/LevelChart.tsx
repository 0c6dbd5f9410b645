import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/Button';
import { Loaded } from '../../ui/states';
import { useNow } from '../../ui/now';
import { momentWords } from '../../ui/time';
import { useChart } from './queries';
import type { ChartPoint, DeviceItem } from './types';

const width = 720;
const height = 160;
const tableRows = 24;

/** The level of one container over the last week, as a line and as a table. */
export function LevelChart({ device, onClose }: { device: DeviceItem; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useChart(device.id);
  const title = t('sensors.devices.chart', { name: device.name });
  return (
    <section className="panel chart" aria-label={title}>
      <div className="chart-head">
        <h2>{title}</h2>
        <IconButton icon="close" label={t('sensors.devices.close')} onClick={onClose} />
      </div>
      <Loaded query={query}>
        {(points) =>
          points.length < 2 ? (
            <p className="muted">{t('sensors.devices.noChart')}</p>
          ) : (
            <>
              <Line points={points} label={title} />
              <Values points={points} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Line({ points, label }: { points: ChartPoint[]; label: string }) {
  const first = Date.parse(points[0]?.at ?? '');
  const span = Math.max(1, Date.parse(points.at(-1)?.at ?? '') - first);
  const x = (at: string) => ((Date.parse(at) - first) / span) * width;
  const y = (level: number) => height - (level / 100) * height;
  return (
    <svg className="level-chart" viewBox={`-36 -8 ${width + 44} ${height + 16}`} role="img" aria-label={label}>
      {[0, 50, 80, 100].map((level) => (
        <g key={level}>
          <line x1={0} x2={width} y1={y(level)} y2={y(level)} className={level === 80 ? 'limit' : 'grid'} />
          <text x={-6} y={y(level) + 4} textAnchor="end">
            {level} %
          </text>
        </g>
      ))}
      <polyline points={points.map((point) => `${x(point.at)},${y(point.mean)}`).join(' ')} />
    </svg>
  );
}

function Values({ points }: { points: ChartPoint[] }) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <details>
      <summary>{t('sensors.devices.table')}</summary>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('sensors.devices.time')}</th>
            <th scope="col" className="number">
              {t('sensors.devices.value')}
            </th>
          </tr>
        </thead>
        <tbody>
          {points
            .slice(-tableRows)
            .toReversed()
            .map((point) => (
              <tr key={point.at}>
                <td>{momentWords(new Date(point.at), now, t)}</td>
                <td className="number">{Math.round(point.mean)} %</td>
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  );
}
