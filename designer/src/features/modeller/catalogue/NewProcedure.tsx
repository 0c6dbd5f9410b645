import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { TextField } from '../../../ui/Field';
import { Message } from '../../../ui/Message';
import { problemText } from '../../../ui/states';
import { FolderSelect, useFolders } from './FolderSelect';
import { type Imported, procedures } from '../api';

/** Begins a procedure: empty, or from a file of another modeler or a folder as zip. */
export function NewProcedure({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [missing, setMissing] = useState(false);
  const open = (id: string) => void navigate(`/prozesse/${id}/bearbeiten`);
  const { folders, mayBeNone } = useFolders();
  const [chosen, setChosen] = useState<string | null>(null);
  const folder = chosen ?? (mayBeNone ? null : (folders[0]?.id ?? null));
  const create = useMutation({
    mutationFn: () => procedures.create(name.trim(), folder),
    onSuccess: ({ id }) => open(id),
  });
  const bringIn = useMutation({
    mutationFn: (file: File) => procedures.importFile(file),
    onSuccess: (answer) => {
      if (answer.notUsed.length === 0) open(answer.procedure.id);
    },
  });
  const submit = () => {
    setMissing(name.trim() === '');
    if (name.trim() !== '') create.mutate();
  };
  if (bringIn.data !== undefined && bringIn.data.notUsed.length > 0)
    return <NotUsed imported={bringIn.data} onClose={onClose} onOpen={() => open(bringIn.data.procedure.id)} />;
  return (
    <Dialog title={t('modeller.new.title')} onClose={onClose} onSubmit={submit}>
      <TextField
        label={t('modeller.new.name')}
        hint={t('modeller.new.hint')}
        value={name}
        error={missing && name.trim() === '' ? t('modeller.new.nameMissing') : null}
        onChange={(event) => setName(event.target.value)}
      />
      {folders.length > 0 && <FolderSelect value={folder} onChange={setChosen} />}
      <label className="new-import">
        <span className="field-label">{t('modeller.new.file')}</span>
        <input
          type="file"
          accept=".bpmn,.xml,.zip"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file !== undefined) bringIn.mutate(file);
          }}
        />
      </label>
      {create.error !== null && <Message kind="danger">{problemText(create.error, t)}</Message>}
      {bringIn.error !== null && <Message kind="danger">{problemText(bringIn.error, t)}</Message>}
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit" disabled={create.isPending}>
          {t('modeller.new.do')}
        </Button>
      </footer>
    </Dialog>
  );
}

function NotUsed({ imported, onClose, onOpen }: { imported: Imported; onClose: () => void; onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('modeller.new.importedTitle', { name: imported.procedure.name })}
      onClose={onClose}
      onSubmit={onOpen}
    >
      <p>{t('modeller.new.notUsed')}</p>
      <ul className="differences">
        {imported.notUsed.map(({ file, reason }) => (
          <li key={`${file}-${reason}`}>
            <b>{file}</b>: {reason}
          </li>
        ))}
      </ul>
      <footer>
        <Button kind="main" type="submit">
          {t('modeller.new.open')}
        </Button>
      </footer>
    </Dialog>
  );
}
