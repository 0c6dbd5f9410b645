import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import type { GroupItem } from '../../api/schema';
import type { PermissionName } from '../../api/session';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Checkbox, TextField } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { Loaded, problemText } from '../../ui/states';

const permissions: PermissionName[] = ['operations', 'administration', 'deploy', 'shareViews', 'integration'];

/** Groups and what their members may do. */
export function Groups() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [editing, setEditing] = useState<{ group: GroupItem | null } | null>(null);
  const query = useQuery({ queryKey: ['groups'], queryFn: () => bodyOf(api.GET('/api/groups')) });
  const refresh = () => client.invalidateQueries({ queryKey: ['groups'] });
  const erase = useMutation({
    mutationFn: (group: GroupItem) => bodyOf(api.DELETE('/api/groups/{id}', { params: { path: { id: group.id } } })),
    onSettled: refresh,
  });
  return (
    <div className="stack">
      <div>
        <Button kind="main" icon="add" onClick={() => setEditing({ group: null })}>
          {t('administration.newGroup')}
        </Button>
      </div>
      {erase.isError && <Message kind="danger">{problemText(erase.error, t)}</Message>}
      <Loaded query={query}>
        {(groups) => (
          <div className="table-scroll">
            <table className="table stacked">
              <thead>
                <tr>
                  <th>{t('setup.name')}</th>
                  <th>{t('administration.groupId')}</th>
                  <th className="number">{t('administration.members')}</th>
                  <th>{t('administration.permissions')}</th>
                  <th>
                    <span className="hidden-visually">{t('operations.action')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {groups.map((group) => (
                  <tr key={group.id}>
                    <td>{group.name}</td>
                    <td data-label={t('administration.groupId')}>{group.id}</td>
                    <td className="number" data-label={t('administration.members')}>
                      {group.members}
                    </td>
                    <td data-label={t('administration.permissions')}>
                      {group.permissions.map((name) => t(`administration.permission.${name}`)).join(', ')}
                    </td>
                    <td>
                      <span className="row-line">
                        <Button small onClick={() => setEditing({ group })}>
                          {t('common.edit')}
                          <span className="hidden-visually">: {group.name}</span>
                        </Button>
                        <Button
                          small
                          blocked={group.members > 0 ? t('administration.groupInUse') : null}
                          onClick={() => erase.mutate(group)}
                        >
                          {t('common.delete')}
                          <span className="hidden-visually">: {group.name}</span>
                        </Button>
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      {editing !== null && <GroupDialog group={editing.group} onClose={() => setEditing(null)} onSaved={refresh} />}
    </div>
  );
}

function GroupDialog({
  group,
  onClose,
  onSaved,
}: {
  group: GroupItem | null;
  onClose: () => void;
  onSaved: () => Promise<void>;
}) {
  const { t } = useTranslation();
  const [request, setRequest] = useState({
    id: group?.id ?? '',
    name: group?.name ?? '',
    permissions: group?.permissions ?? [],
  });
  const [checked, setChecked] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      group === null
        ? bodyOf(api.POST('/api/groups', { body: request }))
        : bodyOf(api.PUT('/api/groups/{id}', { params: { path: { id: group.id } }, body: request })),
    onSuccess: async () => {
      await onSaved();
      onClose();
    },
  });
  const idFault = /^[a-z][a-z0-9-]*$/.test(request.id) ? null : t('administration.groupIdFault');
  const nameFault = request.name.trim() === '' ? t('setup.nameMissing') : null;
  const submit = () => {
    setChecked(true);
    if (idFault === null && nameFault === null) save.mutate();
  };
  return (
    <Dialog
      title={t(group === null ? 'administration.newGroup' : 'administration.editGroup')}
      onClose={onClose}
      onSubmit={submit}
    >
      {save.isError && <Message kind="danger">{problemText(save.error, t)}</Message>}
      <TextField
        label={t('setup.name')}
        value={request.name}
        error={checked ? nameFault : null}
        onChange={(event) => setRequest({ ...request, name: event.target.value })}
      />
      <TextField
        label={t('administration.groupId')}
        hint={t('administration.groupIdHint')}
        disabled={group !== null}
        value={request.id}
        error={checked ? idFault : null}
        onChange={(event) => setRequest({ ...request, id: event.target.value })}
      />
      <fieldset className="stack-small">
        <legend className="field-label">{t('administration.permissions')}</legend>
        {permissions.map((name) => (
          <Checkbox
            key={name}
            label={t(`administration.permission.${name}`)}
            checked={request.permissions.includes(name)}
            onChange={(event) =>
              setRequest({
                ...request,
                permissions: event.target.checked
                  ? [...request.permissions, name]
                  : request.permissions.filter((known) => known !== name),
              })
            }
          />
        ))}
      </fieldset>
      <footer>
        <Button kind="main" type="submit" disabled={save.isPending}>
          {t('common.save')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </footer>
    </Dialog>
  );
}
