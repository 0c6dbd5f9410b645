import { useTranslation } from 'react-i18next';
import { Icon } from '../../../ui/Icon';
import { reveal } from '../canvas/steps';
import { isAny, type Drawn, type Moddle } from '../canvas/types';
import { useBench } from '../workbench';
import { CommittedText, Question } from './Fields';
import { FeelField } from './Feel';
import { variablesAt } from '../model/variables';

/** Welche Wege gibt es? The ways out of a branching, each with its name and condition. */
export function WaysQuestion({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { modeler, writer, forms } = useBench();
  const ways = element.outgoing.filter((flow) => isAny(flow, 'bpmn:SequenceFlow'));
  const asksConditions = isAny(element, 'bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway') && ways.length > 1;
  const activation = element.businessObject.$type === 'bpmn:ComplexGateway';
  return (
    <>
      <Question title={t('modeller.ways.title')}>
        {ways.length === 0 && <p className="small muted">{t('modeller.ways.none')}</p>}
        <ul className="ways">
          {ways.map((way) => (
            <li key={way.id}>
              <CommittedText
                label={t('modeller.ways.name', { target: way.target?.businessObject.name ?? way.target?.id ?? '' })}
                value={way.businessObject.name ?? ''}
                onCommit={(name) => writer.update(way, { name: name === '' ? undefined : name })}
              />
              {asksConditions && (
                <button type="button" className="link-button with-icon" onClick={() => reveal(modeler, way.id)}>
                  <Icon name="fork" size={16} />
                  {conditionText(element, way, t)}
                </button>
              )}
            </li>
          ))}
        </ul>
      </Question>
      {activation && (
        <Question title={t('modeller.ways.activation')}>
          <FeelField
            label={t('modeller.flow.condition')}
            value={element.businessObject.get<Moddle | undefined>('activationCondition')?.get<string>('body') ?? ''}
            variables={variablesAt(element, forms)}
            onCommit={(text) => writer.setExpression(element, element.businessObject, 'activationCondition', text)}
          />
        </Question>
      )}
    </>
  );
}

function conditionText(gateway: Drawn, way: Drawn, t: (key: string) => string): string {
  if (gateway.businessObject.get('default') === way.businessObject) return t('modeller.outline.otherwise');
  const body = way.businessObject.get<Moddle | undefined>('conditionExpression')?.get<string | undefined>('body');
  return body === undefined || body === '' ? t('modeller.ways.noCondition') : body.replace(/^=/, '');
}
