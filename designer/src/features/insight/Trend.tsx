import { useTranslation } from 'react-i18next';
import type { InsightWeek } from '../../api/schema';
import { plainDate } from '../../ui/time';
import { TableScroll } from '../../ui/TableScroll';
import { scale } from './measures';

const height = 160;
const weekWidth = 44;
const barWidth = 11;
const series = ['started', 'finished', 'missed'] as const;

/** Week numbers below the bars: as many as can be read. */
const labelsMax = 16;

function monday(week: InsightWeek): string {
  return plainDate(new Date(`${week.monday}T12:00:00Z`));
}

/** Cases begun and finished and deadlines missed, week by week: bars, and the same as a table. */
export function Trend({ weeks }: { weeks: InsightWeek[] }) {
  const { t } = useTranslation();
  const largest = Math.max(0, ...weeks.flatMap((week) => series.map((name) => week[name])));
  const share = scale(largest);
  const width = weeks.length * weekWidth;
  const labelEvery = Math.ceil(weeks.length / labelsMax);
  return (
    <section className="panel" aria-labelledby="verlauf">
      <header>
        <h2 id="verlauf">{t('insight.trend')}</h2>
        <ul className="insight-legend" aria-hidden="true">
          {series.map((name) => (
            <li key={name}>
              <span className={`insight-swatch ${name}`} />
              {t(`insight.series.${name}`)}
            </li>
          ))}
        </ul>
      </header>
      <div className="insight-chart">
        <svg
          role="img"
          aria-label={t('insight.chart', { largest, weeks: weeks.length })}
          viewBox={`0 0 ${width} ${height + 24}`}
          style={{ maxWidth: width }}
        >
          <line x1={0} x2={width} y1={height} y2={height} className="insight-axis" />
          {weeks.map((week, index) => (
            <g key={week.week} transform={`translate(${index * weekWidth} 0)`}>
              <title>{t('insight.weekOf', { monday: monday(week) })}</title>
              {series.map((name, bar) => (
                <rect
                  key={name}
                  className={`insight-bar ${name}`}
                  x={4 + bar * (barWidth + 1)}
                  y={height - share(week[name]) * (height - 8)}
                  width={barWidth}
                  height={share(week[name]) * (height - 8)}
                />
              ))}
              {index % labelEvery === 0 && (
                <text x={weekWidth / 2} y={height + 17} textAnchor="middle" className="insight-week">
                  {week.week.slice(-3)}
                </text>
              )}
            </g>
          ))}
        </svg>
      </div>
      <details className="panel-body">
        <summary>{t('insight.asTable')}</summary>
        <TableScroll label={t('insight.asTable')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('insight.week')}</th>
                {series.map((name) => (
                  <th key={name} scope="col" className="number">
                    {t(`insight.series.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {weeks.map((week) => (
                <tr key={week.week}>
                  <th scope="row">{t('insight.weekOf', { monday: monday(week) })}</th>
                  {series.map((name) => (
                    <td key={name} className="number">
                      {week[name].toLocaleString('de-DE')}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </details>
    </section>
  );
}
