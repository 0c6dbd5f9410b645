import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button';
import type { Condition } from '../../../ui/condition';
import { ConditionRows } from '../../../ui/ConditionRows';
import { TextArea } from '../../../ui/Field';
import { useEditing } from '../editor';
import { formatExpression, parseExpression } from '../model/expression';
import { fieldsFor } from '../model/summary';

interface Props {
  label: string;
  value: string;
  onChange: (text: string) => void;
}

/** The condition of a field, put together by choosing; its text is one click away, and stays where it says more. */
export function ExpressionEditor({ label, value, onChange }: Props) {
  const { t } = useTranslation();
  const { form, place, known } = useEditing();
  const fields = fieldsFor(form, place, known);
  const parsed = parseExpression(value);
  const [asText, setAsText] = useState(false);
  const [rows, setRows] = useState<Condition | null>(null);
  const condition = rows ?? parsed;
  const typeOf = (field: string) => fields.find(({ name }) => name === field)?.type ?? 'unknown';
  if (asText || condition === null)
    return (
      <>
        <TextArea
          label={label}
          hint={t('formEditor.expressionHint')}
          className="input feel-text"
          rows={3}
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
        {parsed !== null && (
          <button
            type="button"
            className="link-button"
            onClick={() => {
              setRows(null);
              setAsText(false);
            }}
          >
            {t('condition.fromFields')}
          </button>
        )}
      </>
    );
  return (
    <ConditionRows
      label={label}
      condition={condition}
      fields={fields}
      onChange={(next) => {
        setRows(next);
        onChange(formatExpression(next, typeOf));
      }}
    >
      <Button small kind="plain" onClick={() => setAsText(true)}>
        {t('condition.text')}
      </Button>
    </ConditionRows>
  );
}
