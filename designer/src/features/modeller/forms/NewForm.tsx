import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { TextField } from '../../../ui/Field';
import { identifier } from '../../../ui/identifier';
import { formPath, newForm } from '../../formEditor';
import { useBench } from '../workbench';

interface Props {
  /** What the form is called unless told otherwise. */
  name: string;
  onClose: () => void;
  onCreated: (id: string) => void;
}

/** A new form gets its title; then it is open in the editor. */
export function NewForm({ name, onClose, onCreated }: Props) {
  const { t } = useTranslation();
  const { session, forms, openForm } = useBench();
  const [title, setTitle] = useState(name);
  const [isTried, setTried] = useState(false);
  const id = identifier(title);
  const taken = forms.some((form) => form.id === id);
  const fault = taken ? t('formEditor.forms.taken') : isTried && id === '' ? t('formEditor.forms.nameMissing') : null;
  const create = () => {
    setTried(true);
    if (id === '' || taken) return;
    session.change(formPath(id), newForm(title.trim()));
    onClose();
    onCreated(id);
    openForm(id);
  };
  return (
    <Dialog title={t('formEditor.forms.newTitle')} onClose={onClose} onSubmit={create}>
      <TextField
        label={t('formEditor.forms.name')}
        value={title}
        error={fault}
        onChange={(event) => setTitle(event.target.value)}
      />
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit">
          {t('formEditor.forms.create')}
        </Button>
      </footer>
    </Dialog>
  );
}
