import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InsightElement, InsightReport } from '../../api/schema';
import { durationText, shareText } from '../../ui/duration';
import { SelectField } from '../../ui/Field';
import { heatOf } from '../../ui/heat';
import { Icon } from '../../ui/Icon';
import { TableScroll } from '../../ui/TableScroll';
import { DefinitionDiagram } from '../diagram';
import type { Question } from './Filters';
import { type Measure, isTime, measured, measures } from './measures';
import { Trend } from './Trend';

interface Props {
  report: InsightReport;
  question: Question;
}

/** The figures of one procedure: in short, on its drawing, step by step, week by week. */
export function Report({ report, question }: Props) {
  const { t } = useTranslation();
  const [measure, setMeasure] = useState<Measure>('waiting');
  const told = useMemo(
    () =>
      report.elements.flatMap((element): [InsightElement, number][] => {
        const value = measured(element, measure);
        return value === null || value === 0 ? [] : [[element, value]];
      }),
    [report, measure],
  );
  const heat = useMemo(() => heatOf(new Map(told.map(([element, value]) => [element.elementId, value]))), [told]);
  const notes = useMemo(
    () =>
      new Map(
        told.map(([element, value]) => [
          element.elementId,
          isTime(measure) ? durationText(value, t) : value.toLocaleString('de-DE'),
        ]),
      ),
    [told, measure, t],
  );
  return (
    <>
      <Figures report={report} />
      <section className="panel" aria-labelledby="waerme">
        <header>
          <h2 id="waerme">{t('insight.heat')}</h2>
        </header>
        <div className="insight-measure">
          <SelectField
            label={t('insight.shows')}
            value={measure}
            onChange={(event) => setMeasure(event.target.value as Measure)}
          >
            {measures.map((name) => (
              <option key={name} value={name}>
                {t(`insight.measure.${name}`)}
              </option>
            ))}
          </SelectField>
        </div>
        <DefinitionDiagram
          definitionKey={report.definitionKey}
          heat={heat}
          notes={notes}
          label={t('insight.drawing', { name: report.name, measure: t(`insight.measure.${measure}`) })}
        />
      </section>
      <Steps elements={report.elements} />
      <Trend weeks={report.trend} />
      <p>
        <a className="button" href={csvAddress(question)} download>
          <Icon name="download" />
          {t('insight.csv')}
        </a>
      </p>
    </>
  );
}

function csvAddress({ processId, version, group, from, to }: Question): string {
  const query = new URLSearchParams(Object.entries({ version, group, from, to }).filter(([, value]) => value !== ''));
  return `/api/insight/${encodeURIComponent(processId)}/csv?${query.toString()}`;
}

function Figures({ report }: { report: InsightReport }) {
  const { t } = useTranslation();
  const time = (seconds: number | null) => (seconds === null ? t('insight.tooFew') : durationText(seconds, t));
  const figures: [string, string][] = [
    [t('insight.started'), report.counts.started.toLocaleString('de-DE')],
    [t('insight.finished'), report.counts.finished.toLocaleString('de-DE')],
    [t('insight.running'), report.counts.running.toLocaleString('de-DE')],
    [t('insight.incidents'), report.counts.incidents.toLocaleString('de-DE')],
    [t('insight.cycleMedian'), time(report.cycle.medianSeconds)],
    [t('insight.cycleP90'), time(report.cycle.p90Seconds)],
    [
      t('insight.missed'),
      report.deadlines.share === null ? t('insight.noDeadlines') : shareText(report.deadlines.share),
    ],
    [t('insight.canceled'), report.counts.canceled.toLocaleString('de-DE')],
  ];
  return (
    <dl className="insight-figures">
      {figures.map(([label, value]) => (
        <div key={label} className="panel">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Steps({ elements }: { elements: InsightElement[] }) {
  const { t } = useTranslation();
  const time = (seconds: number | null) => (seconds === null ? '–' : durationText(seconds, t));
  return (
    <section className="panel" aria-labelledby="schritte">
      <header>
        <h2 id="schritte">{t('insight.steps')}</h2>
      </header>
      {elements.length === 0 ? (
        <p className="panel-body muted">{t('insight.nothing')}</p>
      ) : (
        <TableScroll label={t('insight.steps')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('simulation.step')}</th>
                {(['completed', 'standing', 'overdue', 'waiting', 'waitingP90', 'work', 'workP90'] as const).map(
                  (name) => (
                    <th key={name} scope="col" className="number">
                      {t(`insight.measure.${name}`)}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {elements.map((element) => (
                <tr key={element.elementId}>
                  <th scope="row">{element.name ?? element.elementId}</th>
                  <td className="number">{element.completed.toLocaleString('de-DE')}</td>
                  <td className="number">{element.standing.toLocaleString('de-DE')}</td>
                  <td className="number">{element.overdue.toLocaleString('de-DE')}</td>
                  <td className="number">{time(element.waiting.medianSeconds)}</td>
                  <td className="number">{time(element.waiting.p90Seconds)}</td>
                  <td className="number">{time(element.work.medianSeconds)}</td>
                  <td className="number">{time(element.work.p90Seconds)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}
