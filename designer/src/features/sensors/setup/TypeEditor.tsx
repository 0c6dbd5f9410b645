import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button, IconButton } from '../../../ui/Button';
import { SelectField, TextField } from '../../../ui/Field';
import { showToast } from '../../../ui/toast';
import { numberOf, numberText } from '../devices/deviceForm';
import { Editor, NameFields } from './Editor';
import { type DeviceField, type DeviceType, type FieldKind, fieldNameOf } from './model';
import { useSave } from './queries';
import { TypeTrial } from './TypeTrial';

const kinds: FieldKind[] = ['measure', 'distance', 'flag', 'people'];
const usualSmallestCount = 5;
const usualGeometry = { empty: 2400, full: 300 };

const emptyField: DeviceField = {
  name: '',
  label: '',
  path: '',
  kind: 'measure',
  unit: '',
  sentUnit: null,
  min: null,
  max: null,
  invalidValues: null,
};

/** What is kept of a kind of device's messages, tried with a message of one. */
export function TypeEditor({ type: saved }: { type: DeviceType | null }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [type, setType] = useState<DeviceType>(saved ?? { id: '', name: '', fields: [emptyField], geometry: null });
  const [checked, setChecked] = useState(false);
  const save = useSave('types');
  const measuresDistance = type.fields.some((field) => field.kind === 'distance');
  const whole: DeviceType = { ...type, geometry: measuresDistance ? (type.geometry ?? usualGeometry) : null };
  const nameMissing = type.name.trim() === '' || type.id === '' ? t('sensing.nameMissing') : null;
  const submit = () => {
    setChecked(true);
    if (nameMissing !== null || type.fields.some((field) => fieldProblem(field) !== null)) return;
    save.mutate(
      { id: whole.id, content: whole },
      {
        onSuccess: () => {
          showToast(t('sensing.saved', { name: whole.name }));
          void navigate('/sensorik/typen');
        },
      },
    );
  };
  const setField = (index: number, field: DeviceField) => setType({ ...type, fields: type.fields.with(index, field) });
  const add = (path: string) => {
    const label = path.split('.').at(-1) ?? '';
    const field = { ...emptyField, path, label, name: fieldNameOf(label) };
    setType({ ...type, fields: [...type.fields.filter((entry) => entry.path !== '' || entry.label !== ''), field] });
  };
  return (
    <Editor
      kind="types"
      id={saved?.id ?? null}
      title={saved === null ? t('sensing.types.new') : saved.name}
      back="/sensorik/typen"
      error={save.error}
      saving={save.isPending}
      onSave={submit}
      trial={<TypeTrial type={whole} onAdd={add} />}
    >
      <NameFields
        isNew={saved === null}
        id={type.id}
        name={type.name}
        error={checked ? nameMissing : null}
        onChange={(id, name) => setType({ ...type, id, name })}
      />
      <h3>{t('sensing.type.fields')}</h3>
      <p className="muted small">{t('sensing.type.allowList')}</p>
      {type.fields.map((field, index) => (
        <FieldForm
          // Fields have no identity of their own until they are saved; the place in the list is it.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          number={index + 1}
          field={field}
          error={checked && fieldProblem(field) !== null ? t('sensing.type.fieldMissing') : null}
          onChange={(changed) => setField(index, changed)}
          onRemove={
            type.fields.length > 1
              ? () => setType({ ...type, fields: type.fields.filter((_, at) => at !== index) })
              : null
          }
        />
      ))}
      <div>
        <Button icon="add" small onClick={() => setType({ ...type, fields: [...type.fields, emptyField] })}>
          {t('sensing.type.addField')}
        </Button>
      </div>
      {measuresDistance && (
        <fieldset className="fieldset">
          <legend className="field-label">{t('sensing.type.geometry')}</legend>
          <p className="muted small">{t('sensing.type.geometryHint')}</p>
          <div className="pair">
            {(['empty', 'full'] as const).map((end) => (
              <TextField
                key={end}
                label={t(`sensing.type.${end}`)}
                inputMode="numeric"
                value={numberText(whole.geometry?.[end] ?? null)}
                onChange={(event) =>
                  setType({
                    ...type,
                    geometry: { ...(whole.geometry ?? usualGeometry), [end]: numberOf(event.target.value) ?? 0 },
                  })
                }
              />
            ))}
          </div>
        </fieldset>
      )}
    </Editor>
  );
}

function fieldProblem(field: DeviceField): 'missing' | null {
  return field.label.trim() === '' || field.path.trim() === '' ? 'missing' : null;
}

interface FieldProps {
  number: number;
  field: DeviceField;
  error: string | null;
  onChange: (field: DeviceField) => void;
  onRemove: (() => void) | null;
}

function FieldForm({ number, field, error, onChange, onRemove }: FieldProps) {
  const { t } = useTranslation();
  const set = (change: Partial<DeviceField>) => onChange({ ...field, ...change });
  const relabel = (label: string) =>
    set({ label, name: field.name === fieldNameOf(field.label) ? fieldNameOf(label) : field.name });
  return (
    <fieldset className="fieldset">
      <legend className="field-label">{t('sensing.type.field', { number, label: field.label })}</legend>
      {onRemove !== null && (
        <IconButton
          className="fieldset-remove"
          icon="trash"
          compact
          label={t('sensing.type.removeField', { label: field.label })}
          onClick={onRemove}
        />
      )}
      <div className="pair">
        <TextField
          label={t('sensing.type.label')}
          value={field.label}
          error={error}
          onChange={(event) => relabel(event.target.value)}
        />
        <TextField
          label={t('sensing.type.path')}
          hint={t('sensing.type.pathHint')}
          className="input code"
          autoCapitalize="none"
          value={field.path}
          onChange={(event) => set({ path: event.target.value.trim() })}
        />
        <SelectField
          label={t('sensing.type.kind')}
          hint={t(`sensing.type.kindHint.${field.kind}`)}
          value={field.kind}
          onChange={(event) => {
            const kind = event.target.value as FieldKind;
            set({ kind, unit: kind === 'distance' ? '%' : kind === 'measure' ? field.unit : '' });
          }}
        >
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`sensing.type.kinds.${kind}`)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t('sensing.type.name')}
          hint={t('sensing.type.nameHint')}
          className="input code"
          autoCapitalize="none"
          value={field.name}
          onChange={(event) => set({ name: fieldNameOf(event.target.value) })}
        />
      </div>
      {field.kind === 'people' && (
        <TextField
          label={t('sensing.type.smallestCount')}
          hint={t('sensing.type.smallestCountHint')}
          inputMode="numeric"
          value={String(field.smallestCount ?? usualSmallestCount)}
          onChange={(event) => set({ smallestCount: numberOf(event.target.value) ?? usualSmallestCount })}
        />
      )}
      {field.kind !== 'flag' && (
        <details open={field.min !== null || field.max !== null || field.invalidValues !== null || undefined}>
          <summary>{t('sensing.type.more')}</summary>
          <div className="quad">
            <TextField
              label={t('sensing.type.unit')}
              optional
              disabled={field.kind === 'distance'}
              value={field.unit}
              onChange={(event) => set({ unit: event.target.value.trim() })}
            />
            <TextField
              label={t('sensing.type.sentUnit')}
              optional
              placeholder={field.kind === 'distance' ? 'mm' : field.unit}
              value={field.sentUnit ?? ''}
              onChange={(event) => set({ sentUnit: event.target.value.trim() || null })}
            />
            <NumberText label={t('sensing.type.min')} value={field.min} onChange={(min) => set({ min })} />
            <NumberText label={t('sensing.type.max')} value={field.max} onChange={(max) => set({ max })} />
          </div>
          <TextField
            label={t('sensing.type.invalid')}
            hint={t('sensing.type.invalidHint')}
            optional
            value={(field.invalidValues ?? []).join('; ')}
            onChange={(event) =>
              set({
                invalidValues: event.target.value === '' ? null : event.target.value.split(/; ?/),
              })
            }
          />
        </details>
      )}
    </fieldset>
  );
}

/** A number typed freely; what is no number counts as none. */
function NumberText({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  const [text, setText] = useState(numberText(value));
  return (
    <TextField
      label={label}
      optional
      inputMode="decimal"
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange(numberOf(event.target.value));
      }}
    />
  );
}
