import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { TextField } from '../../../ui/Field';
import { Icon } from '../../../ui/Icon';
import { identifier } from '../../../ui/identifier';
import { Menu } from '../../../ui/Menu';
import { showToast } from '../../../ui/toast';
import { type FormSummary, formPath, retitled } from '../../formEditor';
import { useBench } from '../workbench';
import { NewForm } from './NewForm';
import { usesOf } from './usage';

/** All forms of the draft: open, make, rename, duplicate and delete them. */
export function FormList() {
  const { t } = useTranslation();
  const { session, forms, readOnly, openForm } = useBench();
  const [creating, setCreating] = useState(false);
  const [renaming, setRenaming] = useState<FormSummary | null>(null);
  const { files } = session.current();

  const duplicate = ({ id, title }: FormSummary) => {
    const name = t('formEditor.forms.copy', { title });
    let copy = identifier(name);
    for (let number = 2; forms.some((form) => form.id === copy); number++) copy = `${identifier(name)}-${number}`;
    session.change(formPath(copy), retitled(session.text(formPath(id)) ?? '', name));
    openForm(copy);
  };
  const remove = ({ id, title }: FormSummary) => {
    const text = session.text(formPath(id)) ?? null;
    session.change(formPath(id), null);
    showToast(t('formEditor.forms.removed', { title }), {
      action: { label: t('modeller.undo'), run: () => session.change(formPath(id), text) },
    });
  };
  return (
    <div className="outline form-list">
      {!readOnly && (
        <button type="button" className="link-button with-icon" onClick={() => setCreating(true)}>
          <Icon name="add" size={16} />
          {t('formEditor.forms.new')}
        </button>
      )}
      {forms.length === 0 && <p className="small muted">{t('formEditor.forms.none')}</p>}
      <ul aria-label={t('formEditor.forms.title')}>
        {forms.map((form) => {
          const steps = [...new Set(usesOf(files, form.id).map(({ name }) => `„${name}“`))].join(', ');
          return (
            <li key={form.id}>
              <button type="button" className="outline-line" data-form={form.id} onClick={() => openForm(form.id)}>
                <Icon name="document" size={16} />
                <span className="form-list-name">
                  {form.title}
                  <small>
                    {t('formEditor.forms.fieldCount', { count: form.fields.length })}
                    {steps === '' && `, ${t('formEditor.forms.unused')}`}
                  </small>
                </span>
              </button>
              {!readOnly && (
                <Menu
                  label={t('formEditor.forms.more', { title: form.title })}
                  trigger={(wiring) => (
                    <IconButton
                      {...wiring}
                      icon="more"
                      compact
                      label={t('formEditor.forms.more', { title: form.title })}
                    />
                  )}
                  items={[
                    { id: 'rename', label: t('formEditor.forms.rename'), onSelect: () => setRenaming(form) },
                    { id: 'duplicate', label: t('formEditor.forms.duplicate'), onSelect: () => duplicate(form) },
                    {
                      id: 'remove',
                      label: t('formEditor.forms.remove'),
                      blocked: steps === '' ? null : t('formEditor.forms.used', { steps }),
                      onSelect: () => remove(form),
                    },
                  ]}
                />
              )}
            </li>
          );
        })}
      </ul>
      {creating && <NewForm name="" onClose={() => setCreating(false)} onCreated={() => undefined} />}
      {renaming !== null && <Rename form={renaming} onClose={() => setRenaming(null)} />}
    </div>
  );
}

function Rename({ form, onClose }: { form: FormSummary; onClose: () => void }) {
  const { t } = useTranslation();
  const { session } = useBench();
  const [title, setTitle] = useState(form.title);
  const [isTried, setTried] = useState(false);
  const rename = () => {
    setTried(true);
    if (title.trim() === '') return;
    const path = formPath(form.id);
    session.change(path, retitled(session.text(path) ?? '', title.trim()));
    onClose();
  };
  return (
    <Dialog title={t('formEditor.forms.renameTitle', { title: form.title })} onClose={onClose} onSubmit={rename}>
      <TextField
        label={t('formEditor.forms.name')}
        hint={t('formEditor.forms.renameHint', { id: form.id })}
        value={title}
        error={isTried && title.trim() === '' ? t('formEditor.forms.nameMissing') : null}
        onChange={(event) => setTitle(event.target.value)}
      />
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit">
          {t('formEditor.forms.renameDo')}
        </Button>
      </footer>
    </Dialog>
  );
}
