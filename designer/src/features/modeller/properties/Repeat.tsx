import { useTranslation } from 'react-i18next';
import { Checkbox, SelectField } from '../../../ui/Field';
import type { Drawn, Moddle } from '../canvas/types';
import { attribute } from '../model/extensions';
import { variablesAt } from '../model/variables';
import { useBench } from '../workbench';
import { ConditionEditor } from './ConditionEditor';
import { FeelField } from './Feel';
import { CommittedText, Question } from './Fields';

const multi = 'bpmn:MultiInstanceLoopCharacteristics';
const standard = 'bpmn:StandardLoopCharacteristics';
type How = 'once' | 'parallel' | 'sequential' | 'while';

/** Wie oft? Once, for each entry of a list, or while a condition holds. */
export function RepeatQuestion({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const loop = element.businessObject.get<Moddle | undefined>('loopCharacteristics');
  const how: How =
    loop === undefined
      ? 'once'
      : loop.$type === standard
        ? 'while'
        : loop.get('isSequential') === true
          ? 'sequential'
          : 'parallel';
  const choose = (next: How) => {
    if (next === 'once') writer.update(element, { loopCharacteristics: undefined });
    else if (next === 'while') replace(standard, {});
    else if (loop?.$type === multi) writer.updatePart(element, loop, { isSequential: next === 'sequential' });
    else replace(multi, { isSequential: next === 'sequential' });
  };
  const replace = (type: string, attributes: object) =>
    writer.update(element, { loopCharacteristics: writer.create(type, attributes, element.businessObject) });
  return (
    <Question title={t('modeller.repeat.title')}>
      <SelectField label={t('modeller.repeat.how')} value={how} onChange={(event) => choose(event.target.value as How)}>
        {(['once', 'parallel', 'sequential', 'while'] as const).map((one) => (
          <option key={one} value={one}>
            {t(`modeller.repeat.${one}`)}
          </option>
        ))}
      </SelectField>
      {loop?.$type === multi && <ForEach element={element} loop={loop} />}
      {loop?.$type === standard && <While element={element} loop={loop} />}
    </Question>
  );
}

function ForEach({ element, loop }: { element: Drawn; loop: Moddle }) {
  const { t } = useTranslation();
  const { writer, forms } = useBench();
  const read = (name: string) => attribute(loop, 'zeebe:LoopCharacteristics', name);
  const write = (name: string) => (text: string) =>
    writer.setExtension(element, loop, 'zeebe:LoopCharacteristics', { [name]: text });
  const variables = variablesAt(element, forms);
  return (
    <>
      <FeelField
        label={t('modeller.repeat.list')}
        hint={t('modeller.repeat.listHint')}
        value={read('inputCollection')}
        variables={variables}
        onCommit={write('inputCollection')}
      />
      <CommittedText
        label={t('modeller.repeat.item')}
        hint={t('modeller.repeat.itemHint')}
        value={read('inputElement')}
        onCommit={write('inputElement')}
      />
      <CommittedText
        label={t('modeller.repeat.results')}
        optional
        value={read('outputCollection')}
        onCommit={write('outputCollection')}
      />
      <FeelField
        label={t('modeller.repeat.result')}
        value={read('outputElement')}
        variables={variables}
        onCommit={write('outputElement')}
      />
      <ConditionEditor
        label={t('modeller.repeat.enough')}
        value={loop.get<Moddle | undefined>('completionCondition')?.get<string | undefined>('body') ?? ''}
        variables={variables}
        onCommit={(text) => writer.setExpression(element, loop, 'completionCondition', text)}
      />
    </>
  );
}

function While({ element, loop }: { element: Drawn; loop: Moddle }) {
  const { t } = useTranslation();
  const { writer, forms } = useBench();
  return (
    <>
      <ConditionEditor
        label={t('modeller.repeat.condition')}
        value={loop.get<Moddle | undefined>('loopCondition')?.get<string | undefined>('body') ?? ''}
        variables={variablesAt(element, forms)}
        onCommit={(text) => writer.setExpression(element, loop, 'loopCondition', text)}
      />
      <Checkbox
        label={t('modeller.repeat.before')}
        checked={loop.get('testBefore') === true}
        onChange={(event) => writer.updatePart(element, loop, { testBefore: event.target.checked })}
      />
      <CommittedText
        label={t('modeller.repeat.maximum')}
        type="number"
        min={1}
        optional
        value={String(loop.get('loopMaximum') ?? '')}
        onCommit={(text) => writer.updatePart(element, loop, { loopMaximum: text === '' ? undefined : Number(text) })}
      />
    </>
  );
}
