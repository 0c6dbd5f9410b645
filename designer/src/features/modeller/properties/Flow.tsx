import { useTranslation } from 'react-i18next';
import { Checkbox } from '../../../ui/Field';
import { isAny, type Drawn, type Moddle } from '../canvas/types';
import { variablesAt } from '../model/variables';
import { useBench } from '../workbench';
import { ConditionEditor } from './ConditionEditor';
import { Question } from './Fields';

/** Wann geht es hier weiter? */
export function FlowQuestion({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { writer, forms } = useBench();
  const { source } = element;
  if (source === undefined || !decides(source)) return <p className="small muted">{t('modeller.flow.always')}</p>;
  const moddle = element.businessObject;
  const isDefault = source.businessObject.get('default') === moddle;
  const body = moddle.get<Moddle | undefined>('conditionExpression')?.get<string | undefined>('body') ?? '';
  return (
    <Question title={t('modeller.flow.title')}>
      <Checkbox
        label={t('modeller.flow.default')}
        checked={isDefault}
        onChange={(event) =>
          writer.together(() => {
            if (event.target.checked) writer.setExpression(element, moddle, 'conditionExpression', '');
            writer.update(source, { default: event.target.checked ? moddle : undefined });
          })
        }
      />
      {!isDefault && (
        <ConditionEditor
          label={t('modeller.flow.condition')}
          value={body}
          variables={variablesAt(element, forms)}
          onCommit={(text) => writer.setExpression(element, moddle, 'conditionExpression', text)}
        />
      )}
    </Question>
  );
}

/** Only here does the engine look at conditions. */
function decides(source: Drawn): boolean {
  return isAny(source, 'bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway', 'bpmn:ComplexGateway', 'bpmn:Activity');
}
