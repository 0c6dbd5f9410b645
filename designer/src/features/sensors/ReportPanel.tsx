import { useTranslation } from 'react-i18next';
import { Loaded } from '../../ui/states';
import { useReport } from './queries';

const number = new Intl.NumberFormat('de-DE', { maximumFractionDigits: 1 });

/** What emptying by level saves against fixed rounds, and what it costs in overflow. */
export function ReportPanel() {
  const { t } = useTranslation();
  const query = useReport();
  return (
    <Loaded query={query}>
      {(report) => (
        <div className="report">
          <p className="muted">{t('sensors.report.intro')}</p>
          <dl className="report-figures">
            {(
              [
                ['saved', report.tripsSaved],
                ['trips', report.trips],
                ['fixed', report.tripsOfFixedRounds],
                ['emptyings', report.emptyings],
                ['overflow', report.overflowHours],
                ['containers', report.containers],
              ] as const
            ).map(([name, value]) => (
              <div className="panel" key={name}>
                <dt>{t(`sensors.report.${name}`)}</dt>
                <dd>{number.format(value)}</dd>
              </div>
            ))}
            {report.meanLevelAtEmptying !== null && (
              <div className="panel">
                <dt>{t('sensors.report.meanLevel')}</dt>
                <dd>{number.format(report.meanLevelAtEmptying)} %</dd>
              </div>
            )}
          </dl>
        </div>
      )}
    </Loaded>
  );
}
