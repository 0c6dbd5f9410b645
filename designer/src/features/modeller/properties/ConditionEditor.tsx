import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../ui/Button';
import { SelectField, TextField } from '../../../ui/Field';
import { Icon } from '../../../ui/Icon';
import {
  type Comparison,
  comparisons,
  type Condition,
  formatCondition,
  parseCondition,
  type Test,
} from '../model/condition';
import type { Variable } from '../model/variables';
import { FeelField } from './Feel';

interface Props {
  label: string;
  value: string;
  variables: Variable[];
  onCommit: (text: string) => void;
}

const withoutValue: Comparison[] = ['empty', 'notEmpty', 'true', 'false'];

/** A condition put together by choosing; its text is one click away, and stays where it says more. */
export function ConditionEditor({ label, value, variables, onCommit }: Props) {
  const { t } = useTranslation();
  const parsed = parseCondition(value);
  const [asText, setAsText] = useState(false);
  const [rows, setRows] = useState<Condition | null>(null);
  const condition = rows ?? (parsed?.tests.length === 0 ? { ...parsed, tests: [emptyTest] } : parsed);
  const typeOf = (field: string) => variables.find(({ name }) => name === field)?.type ?? 'unknown';
  const change = (next: Condition) => {
    setRows(next);
    onCommit(formatCondition(next, typeOf));
  };
  if (asText || condition === null)
    return (
      <>
        <FeelField label={label} value={value} variables={variables} onCommit={onCommit} />
        {parsed !== null && (
          <button type="button" className="link-button" onClick={() => setAsText(false)}>
            {t('modeller.condition.choose')}
          </button>
        )}
      </>
    );
  const set = (at: number, test: Test) =>
    change({ ...condition, tests: condition.tests.map((old, index) => (index === at ? test : old)) });
  return (
    <div className="condition" role="group" aria-label={label}>
      {condition.tests.map((test, at) => (
        // Rows have no identity of their own: they are what the text says, in its order.
        // oxlint-disable-next-line react/no-array-index-key
        <div className="condition-row" key={at}>
          {at > 0 && (
            <SelectField
              label={t('modeller.condition.join')}
              value={condition.join}
              onChange={(event) => change({ ...condition, join: event.target.value as Condition['join'] })}
            >
              <option value="and">{t('modeller.condition.and')}</option>
              <option value="or">{t('modeller.condition.or')}</option>
            </SelectField>
          )}
          <Row test={test} variables={variables} onChange={(next) => set(at, next)} />
          {condition.tests.length > 1 && (
            <IconButton
              icon="trash"
              compact
              label={t('modeller.condition.remove')}
              onClick={() => change({ ...condition, tests: condition.tests.filter((_, index) => index !== at) })}
            />
          )}
        </div>
      ))}
      <div className="row-line">
        <button
          type="button"
          className="link-button with-icon"
          onClick={() => setRows({ ...condition, tests: [...condition.tests, emptyTest] })}
        >
          <Icon name="add" size={16} />
          {t('modeller.condition.add')}
        </button>
        <Button small kind="plain" onClick={() => setAsText(true)}>
          {t('modeller.condition.text')}
        </Button>
      </div>
    </div>
  );
}

const emptyTest: Test = { field: '', comparison: '=', value: '' };

function Row({ test, variables, onChange }: { test: Test; variables: Variable[]; onChange: (test: Test) => void }) {
  const { t } = useTranslation();
  const known = variables.find(({ name }) => name === test.field);
  const offered = comparisons.filter((comparison) => fits(comparison, known));
  const choices = known?.choices ?? [];
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <>
      <SelectField
        label={t('modeller.condition.field')}
        value={test.field}
        onChange={(event) => {
          const chosen = variables.find(({ name }) => name === event.target.value);
          const comparison = fits(test.comparison, chosen)
            ? test.comparison
            : chosen?.type === 'boolean'
              ? 'true'
              : '=';
          onChange({ field: event.target.value, comparison, value: chosen?.choices[0]?.value ?? '' });
        }}
      >
        <option value="">{t('modeller.choose')}</option>
        {known === undefined && test.field !== '' && <option value={test.field}>{test.field}</option>}
        {variables.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('modeller.condition.comparison')}
        value={test.comparison}
        onChange={(event) => onChange({ ...test, comparison: event.target.value as Comparison })}
      >
        {offered.map((comparison) => (
          <option key={comparison} value={comparison}>
            {t(`modeller.comparison.${names[comparison]}`)}
          </option>
        ))}
      </SelectField>
      {!withoutValue.includes(test.comparison) &&
        (choices.length > 0 ? (
          <SelectField
            label={t('modeller.condition.value')}
            value={test.value}
            onChange={(event) => onChange({ ...test, value: event.target.value })}
          >
            {choices.every(({ value }) => value !== test.value) && <option value={test.value}>{test.value}</option>}
            {choices.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </SelectField>
        ) : (
          <TextField
            label={t('modeller.condition.value')}
            type={known?.type === 'date' ? 'date' : 'text'}
            value={typed ?? test.value}
            onChange={(event) => setTyped(event.target.value)}
            onBlur={() => {
              if (typed !== null && typed !== test.value) onChange({ ...test, value: typed });
              setTyped(null);
            }}
          />
        ))}
    </>
  );
}

const names: Record<Comparison, string> = {
  '=': 'equal',
  '!=': 'notEqual',
  '<': 'less',
  '<=': 'atMost',
  '>': 'more',
  '>=': 'atLeast',
  contains: 'contains',
  empty: 'empty',
  notEmpty: 'notEmpty',
  true: 'true',
  false: 'false',
};

function fits(comparison: Comparison, variable: Variable | undefined): boolean {
  const type = variable?.type ?? 'unknown';
  if (type === 'boolean') return ['true', 'false', 'empty', 'notEmpty'].includes(comparison);
  if (type === 'list') return ['contains', 'empty', 'notEmpty'].includes(comparison);
  if (comparison === 'true' || comparison === 'false') return type === 'unknown';
  return comparison !== 'contains' || type !== 'number';
}
