import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import type { CaseDetail, CaseField } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextArea } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { problemText } from '../../ui/states';
import { jsonText, parsedJson, valueText } from '../../ui/value';

const shownFirst = 10;

/** The data of a case under the words of its forms. */
export function Fields({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const [changing, setChanging] = useState(false);
  const [editing, setEditing] = useState<CaseField | null>(null);
  // What a form asked for stands first; what only the procedure needs follows.
  const fields = [...detail.fields].toSorted((one, other) => Number(one.label === null) - Number(other.label === null));
  return (
    <section className="panel" aria-labelledby="daten">
      <header>
        <h2 id="daten">{t('cases.data')}</h2>
        <span className="spacer" />
        {detail.actions.editData.allowed && fields.length > 0 && (
          <button type="button" className="link-button" aria-pressed={changing} onClick={() => setChanging(!changing)}>
            {t(changing ? 'cases.changeEnd' : 'cases.change')}
          </button>
        )}
        {fields.length > shownFirst && (
          <button type="button" className="link-button" onClick={() => setAll(!all)}>
            {t(all ? 'cases.fewerFields' : 'cases.allFields', { count: fields.length })}
          </button>
        )}
      </header>
      <div className="panel-body">
        {fields.length === 0 && <p className="muted">{t('cases.noData')}</p>}
        <dl className="fields">
          {fields.slice(0, all ? undefined : shownFirst).map((field) => (
            <div key={`${field.scopeKey}-${field.name}`}>
              <dt>{field.label ?? field.name}</dt>
              <dd>
                {valueText(field.value, t)}
                {changing && (
                  <button type="button" className="link-button small" onClick={() => setEditing(field)}>
                    {t('cases.change')}
                    <span className="hidden-visually"> {field.label ?? field.name}</span>
                  </button>
                )}
              </dd>
            </div>
          ))}
        </dl>
      </div>
      {editing !== null && <FieldDialog caseKey={detail.key} field={editing} onClose={() => setEditing(null)} />}
    </section>
  );
}

function FieldDialog({ caseKey, field, onClose }: { caseKey: string; field: CaseField; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [text, setText] = useState(jsonText(field.value));
  const parsed = parsedJson(text);
  const [checked, setChecked] = useState(false);
  const save = useMutation({
    mutationFn: (value: unknown) =>
      bodyOf(
        api.PUT('/api/cases/{key}/variables', {
          params: { path: { key: caseKey } },
          body: { scopeKey: field.scopeKey, variables: { [field.name]: value } },
        }),
      ),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['case'] }),
        client.invalidateQueries({ queryKey: ['history'] }),
      ]);
      onClose();
    },
  });
  const submit = () => {
    setChecked(true);
    if (parsed.ok) save.mutate(parsed.value);
  };
  return (
    <Dialog title={t('cases.changeField', { name: field.label ?? field.name })} onClose={onClose} onSubmit={submit}>
      {save.isError && <Message kind="danger">{problemText(save.error, t)}</Message>}
      <TextArea
        label={t('cases.value')}
        hint={t('cases.valueHint')}
        value={text}
        error={checked && !parsed.ok ? t('cases.valueWrong') : null}
        onChange={(event) => setText(event.target.value)}
      />
      <footer>
        <Button kind="main" type="submit">
          {t('common.save')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </footer>
    </Dialog>
  );
}
