import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../ui/Field';
import { type Period, type PeriodUnit, periodUnits } from '../model/period';
import { CommittedText } from './Fields';

/** A number and its unit, such as 14 days. */
export function PeriodFields({ period, onChange }: { period: Period; onChange: (period: Period) => void }) {
  const { t } = useTranslation();
  return (
    <div className="period">
      <CommittedText
        label={t('modeller.period.count')}
        type="number"
        min={1}
        value={String(period.count)}
        onCommit={(text) => onChange({ ...period, count: Math.max(1, Math.round(Number(text)) || 1) })}
      />
      <SelectField
        label={t('modeller.period.unit')}
        value={period.unit}
        onChange={(event) => onChange({ ...period, unit: event.target.value as PeriodUnit })}
      >
        {periodUnits.map((unit) => (
          <option key={unit} value={unit}>
            {t(`modeller.period.${unit}`)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
