import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../ui/Field';
import { Loaded } from '../../../ui/states';
import { useNow } from '../../../ui/now';
import { clockTime, shortDate } from '../../../ui/time';
import { useChart } from '../queries';
import type { DeviceField, DeviceType } from '../setup/model';
import type { ChartPoint } from '../types';
import { scaleOf, ticksOf } from './scale';
import { valueText } from './values';

const height = 200;
/** Room for the words at the axes. */
const left = 56;
const right = 24;
const markWidth = 96;
const ranges = [1, 7, 30, 365] as const;
const tableRows = 200;
/** So few readings are shown as dots, too: a single one makes no line. */
const dotsMax = 60;
const dayMs = 86_400_000;

interface Props {
  device: string;
  type: DeviceType;
  /** Limits worth a line, in the unit of the field. */
  limits: { field: string; value: number }[];
}

/** The readings of one field over a time, as a line and as a table. */
export function ReadingChart({ device, type, limits }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(type.fields[0]?.name ?? '');
  const [span, setSpan] = useState<number>(7);
  const field = type.fields.find((entry) => entry.name === name);
  const query = useChart(device, name, span);
  const title = t('sensing.chart.title', { field: field?.label ?? name });
  return (
    <section className="panel chart" aria-label={title} data-region>
      <div className="toolbar">
        <h3 className="grow">{title}</h3>
        <SelectField label={t('sensing.chart.field')} value={name} onChange={(event) => setName(event.target.value)}>
          {type.fields.map((entry) => (
            <option key={entry.name} value={entry.name}>
              {entry.label}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('sensing.chart.span')}
          value={span}
          onChange={(event) => setSpan(Number(event.target.value))}
        >
          {ranges.map((days) => (
            <option key={days} value={days}>
              {t(`sensing.chart.days.${days}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <Loaded query={query}>
        {(points) =>
          points.length === 0 ? (
            <p className="muted">{t('sensing.chart.none')}</p>
          ) : (
            <>
              <p className="muted small">{summary(points, field, t)}</p>
              <Line
                points={points}
                field={field}
                label={title}
                span={span}
                limits={limits.filter((limit) => limit.field === name).map((limit) => limit.value)}
              />
              <Values points={points} field={field} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function summary(
  points: ChartPoint[],
  field: DeviceField | undefined,
  t: (key: string, values?: Record<string, string>) => string,
): string {
  const say = (value: number) => valueText(value, field, t);
  return t('sensing.chart.summary', {
    lowest: say(Math.min(...points.map((point) => point.lowest))),
    highest: say(Math.max(...points.map((point) => point.highest))),
  });
}

interface LineProps {
  points: ChartPoint[];
  field: DeviceField | undefined;
  label: string;
  span: number;
  limits: number[];
}

function Line({ points, field, label, span, limits }: LineProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(832);
  // Drawn as wide as it is shown, so that its words keep their size on a phone.
  const measure = useCallback((svg: SVGSVGElement | null) => {
    if (svg === null) return;
    const watch = new ResizeObserver(() => setShown(Math.max(240, Math.round(svg.clientWidth))));
    watch.observe(svg);
    return () => watch.disconnect();
  }, []);
  const width = shown - left - right;
  const now = useNow();
  const first = now.getTime() - span * dayMs;
  const scale = scaleOf(points, field?.unit === '%', limits);
  const x = (at: string | number) =>
    (((typeof at === 'number' ? at : Date.parse(at)) - first) / (span * dayMs)) * width;
  const y = (value: number) => height - ((value - scale.from) / (scale.to - scale.from)) * height;
  const marks = ticksOf(first, now.getTime(), Math.min(6, Math.floor(width / markWidth) + 1));
  return (
    <svg
      className="level-chart"
      ref={measure}
      viewBox={`${-left} -8 ${shown} ${height + 36}`}
      height={height + 36}
      role="img"
      aria-label={label}
    >
      {scale.lines.map((value) => (
        <g key={value}>
          <line x1={0} x2={width} y1={y(value)} y2={y(value)} className="grid" />
          <text x={-6} y={y(value) + 4} textAnchor="end">
            {valueText(value, field, t)}
          </text>
        </g>
      ))}
      {limits.map((value) => (
        <line key={value} x1={0} x2={width} y1={y(value)} y2={y(value)} className="limit" />
      ))}
      {marks.map((at) => (
        <text key={at} x={x(at)} y={height + 20} textAnchor="middle">
          {span === 1 ? clockTime(new Date(at)) : shortDate(new Date(at), now, t)}
        </text>
      ))}
      <path
        className="band"
        d={`M${points.map((point) => `${x(point.at)},${y(point.highest)}`).join('L')}L${points
          .toReversed()
          .map((point) => `${x(point.at)},${y(point.lowest)}`)
          .join('L')}Z`}
      />
      {points.length <= dotsMax &&
        points.map((point) => <circle key={point.at} cx={x(point.at)} cy={y(point.mean)} r={3} className="dot" />)}
      <polyline points={points.map((point) => `${x(point.at)},${y(point.mean)}`).join(' ')} />
    </svg>
  );
}

function Values({ points, field }: { points: ChartPoint[]; field: DeviceField | undefined }) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <details>
      <summary>{t('sensing.chart.table')}</summary>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('sensing.chart.time')}</th>
            <th scope="col" className="number">
              {t('sensing.chart.mean')}
            </th>
            <th scope="col" className="number">
              {t('sensing.chart.lowest')}
            </th>
            <th scope="col" className="number">
              {t('sensing.chart.highest')}
            </th>
          </tr>
        </thead>
        <tbody>
          {points
            .slice(-tableRows)
            .toReversed()
            .map((point) => (
              <tr key={point.at}>
                <td>
                  {shortDate(new Date(point.at), now, t)}, {clockTime(new Date(point.at))}
                </td>
                <td className="number">{valueText(point.mean, field, t)}</td>
                <td className="number">{valueText(point.lowest, field, t)}</td>
                <td className="number">{valueText(point.highest, field, t)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  );
}
