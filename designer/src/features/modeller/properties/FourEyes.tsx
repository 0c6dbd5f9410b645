import { useTranslation } from 'react-i18next';
import { Checkbox } from '../../../ui/Field';
import { isAny, type Drawn } from '../canvas/types';
import { names, property } from '../model/extensions';
import { useBench } from '../workbench';
import { Question } from './Fields';

/** Wer darf nicht beides tun? Who did one of the ticked tasks may not do this one. */
export function FourEyesQuestion({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { modeler, writer } = useBench();
  const chosen = names(property(element.businessObject, 'kommune:fourEyes'));
  const others = modeler
    .get('elementRegistry')
    .filter((other) => other !== element && other.type !== 'label' && isAny(other, 'bpmn:UserTask'));
  if (others.length === 0) return null;
  const write = (ids: string[]) =>
    writer.setProperty(element, element.businessObject, 'kommune:fourEyes', ids.join(' '));
  return (
    <Question title={t('modeller.fourEyes.title')}>
      {others.map((other) => (
        <Checkbox
          key={other.id}
          label={t('modeller.fourEyes.rule', {
            other: other.businessObject.name ?? other.id,
            name: element.businessObject.name ?? element.id,
          })}
          checked={chosen.includes(other.id)}
          onChange={(event) =>
            write(event.target.checked ? [...chosen, other.id] : chosen.filter((id) => id !== other.id))
          }
        />
      ))}
    </Question>
  );
}
