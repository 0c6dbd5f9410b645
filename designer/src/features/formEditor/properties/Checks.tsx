import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../ui/Button';
import { Checkbox, SelectField, TextField } from '../../../ui/Field';
import { useEditing } from '../editor';
import {
  type CheckKind,
  checksFor,
  newCheck,
  patternFault,
  patternName,
  type PatternName,
  patterns,
} from '../model/checks';
import { type FormNode, isNode, type Json } from '../model/document';
import { textIn, withText } from '../model/texts';
import { ExpressionEditor } from './ExpressionEditor';
import { NumberField } from './PropertyField';

/** The checks of an answer, each with what people are told when it does not pass. */
export function Checks({ node, kind }: { node: FormNode; kind: string }) {
  const { t } = useTranslation();
  const { set } = useEditing();
  const checks = Array.isArray(node.validators) ? node.validators : [];
  const put = (next: Json[]) => set({ validators: next.length === 0 ? undefined : next });
  return (
    <>
      <ol className="checks">
        {checks.map((check, at) =>
          isNode(check) ? (
            // Checks have no identity but their place.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={at}>
              <div className="check-head">
                <b>{t(`formEditor.check.${String(check.type)}`, { defaultValue: String(check.type) })}</b>
                <IconButton
                  icon="trash"
                  compact
                  label={t('formEditor.removeCheck', { number: at + 1 })}
                  onClick={() => put(checks.toSpliced(at, 1))}
                />
              </div>
              <CheckFields
                check={check}
                onChange={(changes) => put(checks.map((old, index) => (index === at ? merged(check, changes) : old)))}
              />
            </li>
          ) : null,
        )}
      </ol>
      <SelectField
        label={t('formEditor.addCheck')}
        value=""
        onChange={(event) => put([...checks, newCheck(event.target.value as CheckKind)])}
      >
        <option value="">{t('condition.choose')}</option>
        {checksFor(kind).map((one) => (
          <option key={one} value={one}>
            {t(`formEditor.check.${one}`)}
          </option>
        ))}
      </SelectField>
    </>
  );
}

function merged(check: FormNode, changes: Record<string, Json | undefined>): FormNode {
  const entries = Object.entries({ ...check, ...changes }).filter(
    (entry): entry is [string, Json] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}

interface Props {
  check: FormNode;
  onChange: (changes: Record<string, Json | undefined>) => void;
}

function CheckFields({ check, onChange }: Props) {
  const { t } = useTranslation();
  const number = (property: string) => (
    <NumberField
      label={t(`formEditor.checkField.${property}`)}
      value={check[property]}
      onChange={(value) => onChange({ [property]: value })}
    />
  );
  return (
    <>
      {check.type === 'text' && (
        <>
          {number('minLength')}
          {number('maxLength')}
          <Checkbox
            label={t('formEditor.checkField.allowDigits')}
            checked={check.allowDigits === false}
            onChange={(event) => onChange({ allowDigits: event.target.checked ? false : undefined })}
          />
        </>
      )}
      {check.type === 'numeric' && (
        <>
          {number('minValue')}
          {number('maxValue')}
        </>
      )}
      {check.type === 'answercount' && (
        <>
          {number('minCount')}
          {number('maxCount')}
        </>
      )}
      {check.type === 'regex' && <Pattern check={check} onChange={onChange} />}
      {check.type === 'expression' && (
        <ExpressionEditor
          label={t('formEditor.checkField.expression')}
          value={typeof check.expression === 'string' ? check.expression : ''}
          onChange={(expression) => onChange({ expression })}
        />
      )}
      <TextField
        label={t('formEditor.checkField.message')}
        hint={t('formEditor.checkField.messageHint')}
        optional={check.type !== 'regex' && check.type !== 'expression'}
        value={textIn(check.text, 'de')}
        onChange={(event) => onChange({ text: withText(check.text, 'de', event.target.value) })}
      />
    </>
  );
}

function Pattern({ check, onChange }: Props) {
  const { t } = useTranslation();
  const regex = typeof check.regex === 'string' ? check.regex : '';
  const name = patternName(check);
  return (
    <>
      <SelectField
        label={t('formEditor.checkField.pattern')}
        value={name ?? 'own'}
        onChange={(event) => {
          const chosen = event.target.value;
          if (chosen === 'own') onChange({ regex: '' });
          else onChange({ caseInsensitive: undefined, ...patterns[chosen as PatternName] });
        }}
      >
        <option value="own">{t('formEditor.pattern.own')}</option>
        {Object.keys(patterns).map((one) => (
          <option key={one} value={one}>
            {t(`formEditor.pattern.${one}`)}
          </option>
        ))}
      </SelectField>
      {name === null && (
        <TextField
          label={t('formEditor.checkField.regex')}
          hint={t('formEditor.checkField.regexHint')}
          spellCheck={false}
          error={patternFault(regex) === null ? null : t('formEditor.checkField.regexFault')}
          value={regex}
          onChange={(event) => onChange({ regex: event.target.value })}
        />
      )}
      <Checkbox
        label={t('formEditor.checkField.caseInsensitive')}
        checked={check.caseInsensitive === true}
        onChange={(event) => onChange({ caseInsensitive: event.target.checked ? true : undefined })}
      />
    </>
  );
}
