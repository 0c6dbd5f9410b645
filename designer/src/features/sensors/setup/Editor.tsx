import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { TextField } from '../../../ui/Field';
import { Icon } from '../../../ui/Icon';
import { Message } from '../../../ui/Message';
import { problemText } from '../../../ui/states';
import { showToast } from '../../../ui/toast';
import { useTitle } from '../../../ui/title';
import { idOf, type Kind } from './model';
import { useRemove } from './queries';

interface Props {
  kind: Kind;
  /** Null for a new one. */
  id: string | null;
  title: string;
  /** The list it belongs to. */
  back: string;
  error: unknown;
  saving: boolean;
  onSave: () => void;
  /** What can be tried, beside the form. */
  trial?: ReactNode;
  /** Further actions beside saving. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The page of one thing that is set up: the form, beside it a trial, saving and removing. */
export function Editor({ kind, id, title, back, error, saving, onSave, trial, actions, children }: Props) {
  const { t } = useTranslation();
  useTitle(title);
  return (
    <div className="stack">
      <Link className="breadcrumb" to={back}>
        <Icon name="left" size={16} /> {t(`sensing.back.${kind}`)}
      </Link>
      <h2>{title}</h2>
      <div className={trial === undefined ? 'editor' : 'editor beside'}>
        <form
          noValidate
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            onSave();
          }}
        >
          {children}
          {error != null && <Message kind="danger">{problemText(error, t)}</Message>}
          <div className="row-line">
            <Button kind="main" type="submit" disabled={saving}>
              {t('common.save')}
            </Button>
            {actions}
            {id !== null && <RemoveButton kind={kind} id={id} back={back} name={title} />}
          </div>
        </form>
        {trial !== undefined && <div className="trial stack">{trial}</div>}
      </div>
    </div>
  );
}

function RemoveButton({ kind, id, back, name }: { kind: Kind; id: string; back: string; name: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const remove = useRemove(kind);
  const [asking, setAsking] = useState(false);
  const submit = () =>
    remove.mutate(id, {
      onSuccess: () => {
        showToast(t('sensing.removed', { name }));
        void navigate(back);
      },
    });
  return (
    <>
      <Button kind="danger" icon="trash" onClick={() => setAsking(true)}>
        {t('sensing.remove')}
      </Button>
      {asking && (
        <Dialog title={t('sensing.removeQuestion', { name })} onClose={() => setAsking(false)} onSubmit={submit}>
          <p>{t(`sensing.removeHint.${kind}`)}</p>
          {remove.isError && <Message kind="danger">{problemText(remove.error, t)}</Message>}
          <footer>
            <Button onClick={() => setAsking(false)}>{t('common.cancel')}</Button>
            <Button kind="main" className="danger" type="submit">
              {t('common.delete')}
            </Button>
          </footer>
        </Dialog>
      )}
    </>
  );
}

interface NameProps {
  isNew: boolean;
  id: string;
  name: string;
  error: string | null;
  onChange: (id: string, name: string) => void;
}

/** The name people read, and the identifier that follows from it as long as nothing is saved. */
export function NameFields({ isNew, id, name, error, onChange }: NameProps) {
  const { t } = useTranslation();
  const follows = isNew && (id === '' || id === idOf(name));
  return (
    <div className="pair">
      <TextField
        label={t('sensing.name')}
        value={name}
        error={error}
        onChange={(event) => onChange(follows ? idOf(event.target.value) : id, event.target.value)}
      />
      <TextField
        label={t('sensing.id')}
        hint={t(isNew ? 'sensing.idHint' : 'sensing.idFixed')}
        disabled={!isNew}
        autoCapitalize="none"
        value={id}
        onChange={(event) => onChange(event.target.value, name)}
      />
    </div>
  );
}
