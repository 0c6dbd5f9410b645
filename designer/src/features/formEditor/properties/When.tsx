import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../ui/Field';
import { useEditing } from '../editor';
import type { FormNode, Json } from '../model/document';
import { propertyWord } from '../words';
import { ExpressionEditor } from './ExpressionEditor';

type State = 'always' | 'never' | 'condition';

/** A fixed property and the condition that decides instead of it. */
interface Pair {
  condition: string;
  fixed: string;
  /** What the fixed property says when it is set. */
  set: { value: Json; means: State };
  /** What holds when neither is there. */
  otherwise: State;
}

const pairs: Pair[] = [
  { condition: 'visibleIf', fixed: 'visible', set: { value: false, means: 'never' }, otherwise: 'always' },
  { condition: 'requiredIf', fixed: 'isRequired', set: { value: true, means: 'always' }, otherwise: 'never' },
  { condition: 'enableIf', fixed: 'readOnly', set: { value: true, means: 'never' }, otherwise: 'always' },
];

/** When something is asked, when an answer is needed, and when one can be given. */
export function WhenQuestions({ node, known }: { node: FormNode; known: string[] }) {
  return pairs
    .filter(({ condition }) => known.includes(condition))
    .map((pair) => <When key={pair.condition} node={node} pair={pair} />);
}

function When({ node, pair }: { node: FormNode; pair: Pair }) {
  const { t } = useTranslation();
  const { set } = useEditing();
  const text = node[pair.condition];
  const [begun, setBegun] = useState(false);
  const state: State =
    begun || (typeof text === 'string' && text !== '')
      ? 'condition'
      : node[pair.fixed] === pair.set.value
        ? pair.set.means
        : pair.otherwise;
  const title = propertyWord(pair.condition, '', t);
  const choose = (chosen: State) => {
    setBegun(chosen === 'condition');
    if (chosen === 'condition') return;
    const isSet = chosen === pair.set.means;
    set({ [pair.condition]: undefined, [pair.fixed]: isSet ? pair.set.value : undefined });
  };
  return (
    <div className="when">
      <SelectField label={title} value={state} onChange={(event) => choose(event.target.value as State)}>
        {(['always', 'never', 'condition'] as const).map((one) => (
          <option key={one} value={one}>
            {t(`formEditor.when.${pair.condition}.${one}`)}
          </option>
        ))}
      </SelectField>
      {state === 'condition' && (
        <ExpressionEditor
          label={title}
          value={typeof text === 'string' ? text : ''}
          onChange={(next) => set({ [pair.condition]: next === '' ? undefined : next })}
        />
      )}
    </div>
  );
}
