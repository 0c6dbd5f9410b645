import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FolderItem } from '../../../api/schema';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { Checkbox, TextField } from '../../../ui/Field';
import { Message } from '../../../ui/Message';
import { Loaded, problemText } from '../../../ui/states';
import { api, bodyOf } from '../../../api/client';
import { procedures } from '../api';

const roles = ['viewers', 'editors', 'publishers'] as const;
type Role = (typeof roles)[number];

/** The folders of the offices: which groups see, edit and publish the procedures in them. */
export function FoldersDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<FolderItem | 'new' | null>(null);
  const query = useQuery({ queryKey: ['procedure-folders'], queryFn: procedures.folders });
  if (editing !== null)
    return <FolderDialog folder={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />;
  return (
    <Dialog title={t('modeller.folders.title')} size="wide" onClose={onClose}>
      <p>{t('modeller.folders.hint')}</p>
      <Loaded query={query}>
        {(folders) => (
          <ul className="folders">
            {folders.map((folder) => (
              <li key={folder.id}>
                <h3>{folder.name}</h3>
                <dl>
                  {roles.map((role) => (
                    <div key={role}>
                      <dt>{t(`modeller.folders.${role}`)}</dt>
                      <dd>{folder[role].map(({ name }) => name).join(', ') || t('modeller.folders.nobody')}</dd>
                    </div>
                  ))}
                </dl>
                <Button small icon="edit" onClick={() => setEditing(folder)}>
                  {t('modeller.folders.edit')}
                  <span className="hidden-visually">: {folder.name}</span>
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <footer>
        <Button onClick={onClose}>{t('common.close')}</Button>
        <Button kind="main" icon="add" onClick={() => setEditing('new')}>
          {t('modeller.folders.add')}
        </Button>
      </footer>
    </Dialog>
  );
}

function FolderDialog({ folder, onClose }: { folder: FolderItem | null; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const groups = useQuery({ queryKey: ['groups'], queryFn: () => bodyOf(api.GET('/api/groups')) }).data ?? [];
  const [name, setName] = useState(folder?.name ?? '');
  const [chosen, setChosen] = useState<Record<Role, string[]>>({
    viewers: folder?.viewers.map(({ id }) => id) ?? [],
    editors: folder?.editors.map(({ id }) => id) ?? [],
    publishers: folder?.publishers.map(({ id }) => id) ?? [],
  });
  const save = useMutation({
    mutationFn: () => procedures.saveFolder(folder?.id ?? null, { name: name.trim(), ...chosen }),
    onSuccess: async () => {
      await Promise.all(
        ['procedure-folders', 'procedures'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
      onClose();
    },
  });
  const tick = (role: Role, id: string, isChosen: boolean) =>
    setChosen({ ...chosen, [role]: isChosen ? [...chosen[role], id] : chosen[role].filter((one) => one !== id) });
  return (
    <Dialog
      title={t(folder === null ? 'modeller.folders.add' : 'modeller.folders.editTitle', { name: folder?.name })}
      size="wide"
      onClose={onClose}
      onSubmit={() => save.mutate()}
    >
      <TextField label={t('modeller.folders.name')} value={name} onChange={(event) => setName(event.target.value)} />
      <div className="folder-roles">
        {roles.map((role) => (
          <fieldset key={role}>
            <legend>{t(`modeller.folders.${role}`)}</legend>
            {groups.map((group) => (
              <Checkbox
                key={group.id}
                label={group.name}
                checked={chosen[role].includes(group.id)}
                onChange={(event) => tick(role, group.id, event.target.checked)}
              />
            ))}
          </fieldset>
        ))}
      </div>
      {save.error !== null && <Message kind="danger">{problemText(save.error, t)}</Message>}
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit" disabled={save.isPending}>
          {t('modeller.folders.save')}
        </Button>
      </footer>
    </Dialog>
  );
}
