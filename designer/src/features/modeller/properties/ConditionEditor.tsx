import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button';
import type { Condition } from '../../../ui/condition';
import { ConditionRows } from '../../../ui/ConditionRows';
import { formatCondition, parseCondition } from '../model/condition';
import type { Variable } from '../model/variables';
import { FeelField } from './Feel';

interface Props {
  label: string;
  value: string;
  variables: Variable[];
  onCommit: (text: string) => void;
}

/** A condition put together by choosing; its text is one click away, and stays where it says more. */
export function ConditionEditor({ label, value, variables, onCommit }: Props) {
  const { t } = useTranslation();
  const parsed = parseCondition(value);
  const [asText, setAsText] = useState(false);
  const [rows, setRows] = useState<Condition | null>(null);
  const condition = rows ?? parsed;
  const typeOf = (field: string) => variables.find(({ name }) => name === field)?.type ?? 'unknown';
  if (asText || condition === null)
    return (
      <>
        <FeelField label={label} value={value} variables={variables} onCommit={onCommit} />
        {parsed !== null && (
          <button type="button" className="link-button" onClick={() => setAsText(false)}>
            {t('condition.fromFields')}
          </button>
        )}
      </>
    );
  return (
    <ConditionRows
      label={label}
      condition={condition}
      fields={variables}
      onChange={(next) => {
        setRows(next);
        onCommit(formatCondition(next, typeOf));
      }}
    >
      <Button small kind="plain" onClick={() => setAsText(true)}>
        {t('condition.text')}
      </Button>
    </ConditionRows>
  );
}
