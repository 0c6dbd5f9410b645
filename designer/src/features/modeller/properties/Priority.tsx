import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../ui/Field';
import type { Drawn } from '../canvas/types';
import { attribute } from '../model/extensions';
import { useBench } from '../workbench';
import { Question } from './Fields';

const levels = ['', '25', '75', '100'];

/** Wie dringend ist es? */
export function PriorityQuestion({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const chosen = attribute(element.businessObject, 'zeebe:PriorityDefinition', 'priority');
  const shown = chosen === '50' ? '' : chosen;
  return (
    <Question title={t('modeller.priority.title')}>
      <SelectField
        label={t('modeller.priority.label')}
        value={shown}
        onChange={(event) =>
          writer.setExtension(element, element.businessObject, 'zeebe:PriorityDefinition', {
            priority: event.target.value,
          })
        }
      >
        {[...levels, ...(levels.includes(shown) ? [] : [shown])].map((level) => (
          <option key={level} value={level}>
            {t(`modeller.priority.level${level}`, { defaultValue: level })}
          </option>
        ))}
      </SelectField>
    </Question>
  );
}
