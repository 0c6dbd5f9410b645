import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, api, bodyOf } from '../../api/client';
import type { FieldDescription, PluginItem, PluginSettingsPage } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Checkbox, SelectField, TextArea, TextField } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { Loaded, problemText } from '../../ui/states';
import { showToast } from '../../ui/toast';
import { type Entry, entryOf, masked, valueOf } from './pluginForm';

/** A plugin's settings. Secrets can be written and deleted, never read. */
export function PluginSettings({ plugin, onClose }: { plugin: PluginItem; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['plugin-settings', plugin.id],
    queryFn: () => bodyOf(api.GET('/api/plugins/{id}/settings', { params: { path: { id: plugin.id } } })),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Loaded query={query}>
      {(page) => (
        <Form
          key={plugin.id}
          plugin={plugin}
          page={page}
          onClose={onClose}
          onSaved={() => {
            showToast(t('operations.plugin.saved', { name: plugin.name }));
            onClose();
          }}
        />
      )}
    </Loaded>
  );
}

interface FormProps {
  plugin: PluginItem;
  page: PluginSettingsPage;
  onClose: () => void;
  onSaved: () => void;
}

function Form({ plugin, page, onClose, onSaved }: FormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [entries, setEntries] = useState<Record<string, Entry>>(() =>
    Object.fromEntries(page.fields.map((field) => [field.name, entryOf(field, page.values[field.name])])),
  );
  const [cleared, setCleared] = useState<ReadonlySet<string>>(new Set());
  const [badJson, setBadJson] = useState<ReadonlySet<string>>(new Set());
  const save = useMutation({
    mutationFn: (values: Record<string, unknown>) =>
      bodyOf(api.PUT('/api/plugins/{id}/settings', { params: { path: { id: plugin.id } }, body: { values } })),
    onSuccess: async () => {
      await Promise.all(['plugins', 'plugin-settings'].map((head) => client.invalidateQueries({ queryKey: [head] })));
      onSaved();
    },
  });
  const submit = () => {
    const values = Object.fromEntries(
      page.fields.map((field) => [
        field.name,
        valueOf(field, entries[field.name] ?? '', page.values[field.name] === masked && !cleared.has(field.name)),
      ]),
    );
    const wrong = page.fields.filter((field) => values[field.name] === undefined).map((field) => field.name);
    setBadJson(new Set(wrong));
    if (wrong.length === 0) save.mutate(values);
  };
  const refused = save.error instanceof ApiError ? save.error.problem.errors : undefined;
  return (
    <Dialog
      title={t('operations.plugin.settingsTitle', { name: plugin.name })}
      size="wide"
      onClose={onClose}
      onSubmit={submit}
    >
      {save.isError && (
        <Message kind="danger">
          {refused === undefined ? problemText(save.error, t) : t('operations.plugin.wrong')}
        </Message>
      )}
      {page.fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          entry={entries[field.name] ?? ''}
          isSet={page.values[field.name] === masked}
          isCleared={cleared.has(field.name)}
          error={badJson.has(field.name) ? t('operations.plugin.badJson') : (refused?.[field.name]?.join(' ') ?? null)}
          onChange={(entry) => setEntries({ ...entries, [field.name]: entry })}
          onClear={(clear) => {
            const next = new Set(cleared);
            if (clear) next.add(field.name);
            else next.delete(field.name);
            setCleared(next);
          }}
        />
      ))}
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit" disabled={save.isPending}>
          {t('common.save')}
        </Button>
      </footer>
    </Dialog>
  );
}

interface FieldProps {
  field: FieldDescription;
  entry: Entry;
  /** A secret that has a value. */
  isSet: boolean;
  isCleared: boolean;
  error: string | null;
  onChange: (entry: Entry) => void;
  onClear: (clear: boolean) => void;
}

function Field({ field, entry, isSet, isCleared, error, onChange, onClear }: FieldProps) {
  const { t } = useTranslation();
  if (typeof entry === 'boolean')
    return (
      <div className="field">
        <Checkbox label={field.label} checked={entry} onChange={(event) => onChange(event.target.checked)} />
        {field.help !== null && <span className="hint">{field.help}</span>}
      </div>
    );
  const formHint = {
    list: t('operations.plugin.listHint'),
    duration: t('operations.plugin.durationHint'),
  }[field.type as string];
  const secretHint = field.secret ? t(isSet ? 'operations.plugin.secretKept' : 'operations.plugin.secretHint') : null;
  const hint = [field.help, formHint, secretHint].filter(Boolean).join(' ');
  const frame = {
    label: field.label,
    hint: hint === '' ? undefined : hint,
    error,
    optional: !field.required,
    value: entry,
  };
  if (field.choices.length > 0)
    return (
      <SelectField {...frame} onChange={(event) => onChange(event.target.value)}>
        {!field.required && <option value="">{t('operations.plugin.choose')}</option>}
        {field.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </SelectField>
    );
  const isLong = ['multiline', 'list', 'json'].includes(field.type);
  return (
    <>
      {isLong ? (
        <TextArea {...frame} autoComplete="off" onChange={(event) => onChange(event.target.value)} />
      ) : (
        <TextField
          {...frame}
          type={field.secret ? 'password' : field.type === 'date' ? 'date' : 'text'}
          autoComplete={field.secret ? 'new-password' : 'off'}
          inputMode={field.type === 'number' ? 'decimal' : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {isSet && entry === '' && (
        <Checkbox
          label={t('operations.plugin.clearSecret')}
          checked={isCleared}
          onChange={(event) => onClear(event.target.checked)}
        />
      )}
    </>
  );
}
