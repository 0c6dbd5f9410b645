import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox, SelectField, TextArea, TextField } from '../../../ui/Field';
import { useEditing } from '../editor';
import { childrenOf, type FormNode, type Json } from '../model/document';
import { textIn, withText } from '../model/texts';
import { propertyWord } from '../words';
import { ChoiceList } from './ChoiceList';
import type { PropertyQuestion } from './questions';

interface Props extends PropertyQuestion {
  node: FormNode;
  kind: string;
}

const boundTypes: Record<string, string> = {
  date: 'date',
  datetime: 'datetime-local',
  time: 'time',
  month: 'month',
};
const megabyte = 1_048_576;

/** One property of a field, asked for in the way that suits it. An emptied answer takes the property away. */
export function PropertyField({ property, control, node, kind }: Props) {
  const { t } = useTranslation();
  const { set, place } = useEditing();
  const label = propertyWord(property, kind, t);
  const hint = t(`formEditor.propHint.${property}`, { defaultValue: '' }) || undefined;
  const value = node[property];
  const put = (next: Json | undefined) => set({ [property]: next });
  switch (control) {
    case 'text':
      return (
        <TextField
          label={label}
          hint={hint}
          optional={property !== 'title'}
          value={textIn(value, 'de')}
          onChange={(event) => put(withText(value, 'de', event.target.value))}
        />
      );
    case 'area':
      return (
        <TextArea
          label={label}
          hint={hint}
          rows={6}
          value={textIn(value, 'de')}
          onChange={(event) => put(withText(value, 'de', event.target.value))}
        />
      );
    case 'plain':
    case 'expression':
      return (
        <TextField
          label={label}
          hint={hint}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) =>
            put(event.target.value === '' && property === 'valueName' ? undefined : event.target.value)
          }
        />
      );
    case 'number':
      return <NumberField label={label} hint={hint} value={value} onChange={put} />;
    case 'bound':
      return boundTypes[kind] === undefined ? (
        <NumberField label={label} hint={hint} value={value} onChange={put} />
      ) : (
        <TextField
          label={label}
          type={boundTypes[kind]}
          optional
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => put(event.target.value === '' ? undefined : event.target.value)}
        />
      );
    case 'flag':
      return (
        <Checkbox
          label={label}
          checked={value === true}
          onChange={(event) => put(event.target.checked ? true : undefined)}
        />
      );
    case 'flagOff':
      return (
        <Checkbox
          label={label}
          checked={value === false}
          onChange={(event) => put(event.target.checked ? false : undefined)}
        />
      );
    case 'lines':
      return <Lines label={label} hint={hint} value={value} onChange={put} />;
    case 'choices':
      return (
        <ChoiceList
          key={`${place} ${property}`}
          label={label}
          property={property}
          entries={Array.isArray(value) ? value : []}
        />
      );
    case 'megabytes':
      return (
        <NumberField
          label={label}
          hint={hint}
          value={typeof value === 'number' ? Math.round((value / megabyte) * 100) / 100 : undefined}
          onChange={(next) => put(typeof next === 'number' ? Math.round(next * megabyte) : undefined)}
        />
      );
    case 'fileTypes':
      return <FileTypes label={label} value={typeof value === 'string' ? value : ''} onChange={put} />;
    case 'key':
      return (
        <SelectField
          label={label}
          hint={hint}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => put(event.target.value === '' ? undefined : event.target.value)}
        >
          <option value="">{t('formEditor.noKey')}</option>
          {childrenOf(node, place).map((child) => (
            <option key={String(child.name)} value={String(child.name)}>
              {textIn(child.title, 'de') || String(child.name)}
            </option>
          ))}
        </SelectField>
      );
  }
}

interface NumberProps {
  label: string;
  hint?: string | undefined;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}

/** A number, typed with a comma or a point; what is no number yet stays in the field and is not taken over. */
export function NumberField({ label, hint, value, onChange }: NumberProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const said = typeof value === 'number' || typeof value === 'string' ? String(value).replace('.', ',') : '';
  const isWrong = typed !== null && typed.trim() !== '' && numberOf(typed) === null;
  return (
    <TextField
      label={label}
      hint={hint}
      optional
      inputMode="decimal"
      error={isWrong ? t('formEditor.noNumber') : null}
      value={typed ?? said}
      onChange={(event) => {
        setTyped(event.target.value);
        const number = numberOf(event.target.value);
        if (event.target.value.trim() === '') onChange(undefined);
        else if (number !== null) onChange(number);
      }}
      onBlur={() => !isWrong && setTyped(null)}
    />
  );
}

function numberOf(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/** A list of texts, one a line. */
function Lines({ label, hint, value, onChange }: NumberProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const lines = Array.isArray(value) ? value.map(String).join('\n') : '';
  return (
    <TextArea
      label={label}
      hint={hint}
      optional
      rows={3}
      value={typed ?? lines}
      onChange={(event) => {
        setTyped(event.target.value);
        const entries = event.target.value.split('\n').filter((line) => line.trim() !== '');
        onChange(entries.length === 0 ? undefined : entries);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

const presets = {
  all: '',
  pdf: '.pdf',
  pictures: 'image/*',
  pdfAndPictures: '.pdf,image/*',
  office: '.pdf,.docx,.xlsx,.odt,.ods',
} as const;

function FileTypes({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const known = Object.entries(presets).find(([, types]) => types === value)?.[0];
  const [own, setOwn] = useState(known === undefined);
  return (
    <>
      <SelectField
        label={label}
        value={own ? 'own' : known}
        onChange={(event) => {
          const chosen = event.target.value;
          setOwn(chosen === 'own');
          if (chosen !== 'own') onChange(presets[chosen as keyof typeof presets] || undefined);
        }}
      >
        {Object.keys(presets).map((preset) => (
          <option key={preset} value={preset}>
            {t(`formEditor.files.${preset}`)}
          </option>
        ))}
        <option value="own">{t('formEditor.files.own')}</option>
      </SelectField>
      {own && (
        <TextField
          label={t('formEditor.files.types')}
          hint={t('formEditor.files.typesHint')}
          value={value}
          onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        />
      )}
    </>
  );
}
