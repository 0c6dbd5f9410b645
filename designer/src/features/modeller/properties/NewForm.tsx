import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { Checkbox, SelectField, TextField } from '../../../ui/Field';
import { Icon } from '../../../ui/Icon';
import type { Drawn } from '../canvas/types';
import { identifier } from '../model/identifier';
import { type FieldKind, fieldKinds, type NewField, newForm } from '../model/newForm';
import { useBench } from '../workbench';

const emptyField: NewField = { title: '', kind: 'text', choices: '', required: true };

interface Props {
  element: Drawn;
  onDone: () => void;
  onCreated: (id: string) => void;
}

/** A new form: its name and what it asks, one line a field. */
export function NewForm({ element, onDone, onCreated }: Props) {
  const { t } = useTranslation();
  const { session, forms } = useBench();
  const [title, setTitle] = useState(element.businessObject.name ?? '');
  const [fields, setFields] = useState<NewField[]>([emptyField]);
  const id = identifier(title);
  const taken = forms.some((form) => form.id === id);
  const set = (at: number, field: NewField) => setFields(fields.map((old, index) => (index === at ? field : old)));
  const create = () => {
    if (id === '' || taken) return;
    session.change(`forms/${id}.form.json`, newForm(title, fields));
    onCreated(id);
    onDone();
  };
  return (
    <Dialog title={t('modeller.form.createTitle')} size="wide" onClose={onDone} onSubmit={create}>
      <TextField
        label={t('modeller.form.name')}
        value={title}
        error={taken ? t('modeller.form.taken') : null}
        onChange={(event) => setTitle(event.target.value)}
      />
      <ol className="new-fields">
        {fields.map((field, at) => (
          // Lines have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at}>
            <FieldLine field={field} number={at + 1} onChange={(next) => set(at, next)} />
            <IconButton
              icon="trash"
              compact
              label={t('modeller.form.removeField', { number: at + 1 })}
              onClick={() => setFields(fields.filter((_, index) => index !== at))}
            />
          </li>
        ))}
      </ol>
      <button type="button" className="link-button with-icon" onClick={() => setFields([...fields, emptyField])}>
        <Icon name="add" size={16} />
        {t('modeller.form.addField')}
      </button>
      <footer>
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit">
          {t('modeller.form.createDo')}
        </Button>
      </footer>
    </Dialog>
  );
}

interface LineProps {
  field: NewField;
  number: number;
  onChange: (field: NewField) => void;
}

function FieldLine({ field, number, onChange }: LineProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t('modeller.form.field', { number })}
        value={field.title}
        onChange={(event) => onChange({ ...field, title: event.target.value })}
      />
      <SelectField
        label={t('modeller.form.kind')}
        value={field.kind}
        onChange={(event) => onChange({ ...field, kind: event.target.value as FieldKind })}
      >
        {fieldKinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`modeller.form.kinds.${kind}`)}
          </option>
        ))}
      </SelectField>
      {field.kind === 'choice' && (
        <TextField
          label={t('modeller.form.choices')}
          value={field.choices}
          onChange={(event) => onChange({ ...field, choices: event.target.value })}
        />
      )}
      <Checkbox
        label={t('modeller.form.required')}
        checked={field.required}
        onChange={(event) => onChange({ ...field, required: event.target.checked })}
      />
    </>
  );
}
