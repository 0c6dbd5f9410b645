import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button';
import { type Comparison, comparisons, type Condition, type ConditionField, type Test } from './condition';
import { SelectField, TextField } from './Field';
import { Icon } from './Icon';

interface Props {
  label: string;
  condition: Condition;
  fields: ConditionField[];
  onChange: (condition: Condition) => void;
  /** What stands beside "one more condition", such as the way to the text. */
  children?: ReactNode;
}

const emptyTest: Test = { field: '', comparison: '=', value: '' };
const withoutValue: Comparison[] = ['empty', 'notEmpty', 'true', 'false'];

/** Tests put together by choosing field, comparison and value; the last one may still be unfinished. */
export function ConditionRows({ label, condition, fields, onChange, children }: Props) {
  const { t } = useTranslation();
  const tests = condition.tests.length === 0 ? [emptyTest] : condition.tests;
  const set = (at: number, test: Test) =>
    onChange({ ...condition, tests: tests.map((old, index) => (index === at ? test : old)) });
  return (
    <div className="condition" role="group" aria-label={label}>
      {tests.map((test, at) => (
        // Rows have no identity of their own: they are what the text says, in its order.
        // oxlint-disable-next-line react/no-array-index-key
        <div className="condition-row" key={at}>
          {at > 0 && (
            <SelectField
              label={t('condition.join')}
              value={condition.join}
              onChange={(event) => onChange({ ...condition, join: event.target.value as Condition['join'] })}
            >
              <option value="and">{t('condition.and')}</option>
              <option value="or">{t('condition.or')}</option>
            </SelectField>
          )}
          <Row test={test} fields={fields} onChange={(next) => set(at, next)} />
          {tests.length > 1 && (
            <IconButton
              icon="trash"
              compact
              label={t('condition.remove')}
              onClick={() => onChange({ ...condition, tests: tests.filter((_, index) => index !== at) })}
            />
          )}
        </div>
      ))}
      <div className="row-line">
        <button
          type="button"
          className="link-button with-icon"
          onClick={() => onChange({ ...condition, tests: [...tests, emptyTest] })}
        >
          <Icon name="add" size={16} />
          {t('condition.add')}
        </button>
        {children}
      </div>
    </div>
  );
}

interface RowProps {
  test: Test;
  fields: ConditionField[];
  onChange: (test: Test) => void;
}

function Row({ test, fields, onChange }: RowProps) {
  const { t } = useTranslation();
  const known = fields.find(({ name }) => name === test.field);
  const offered = comparisons.filter((comparison) => fits(comparison, known));
  const choices = known?.choices ?? [];
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <>
      <SelectField
        label={t('condition.field')}
        value={test.field}
        onChange={(event) => {
          const chosen = fields.find(({ name }) => name === event.target.value);
          const comparison = fits(test.comparison, chosen) ? test.comparison : firstFor(chosen);
          onChange({ field: event.target.value, comparison, value: chosen?.choices[0]?.value ?? '' });
        }}
      >
        <option value="">{t('condition.choose')}</option>
        {known === undefined && test.field !== '' && <option value={test.field}>{test.field}</option>}
        {fields.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('condition.comparison')}
        value={test.comparison}
        onChange={(event) => onChange({ ...test, comparison: event.target.value as Comparison })}
      >
        {offered.map((comparison) => (
          <option key={comparison} value={comparison}>
            {t(`condition.is.${names[comparison]}`)}
          </option>
        ))}
      </SelectField>
      {!withoutValue.includes(test.comparison) &&
        (choices.length > 0 ? (
          <SelectField
            label={t('condition.value')}
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
            label={t('condition.value')}
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

function firstFor(field: ConditionField | undefined): Comparison {
  if (field?.type === 'boolean') return 'true';
  return field?.type === 'list' ? 'contains' : '=';
}

function fits(comparison: Comparison, field: ConditionField | undefined): boolean {
  const type = field?.type ?? 'unknown';
  if (type === 'boolean') return ['true', 'false', 'empty', 'notEmpty'].includes(comparison);
  if (type === 'list') return ['contains', 'empty', 'notEmpty'].includes(comparison);
  if (comparison === 'true' || comparison === 'false') return type === 'unknown';
  return comparison !== 'contains' || type !== 'number';
}
