import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ApiError, bodyOf } from '../../api/client';
import type { UserItem, UserRequest } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Checkbox, TextField } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { problemText } from '../../ui/states';

interface Props {
  user: UserItem | null;
  onClose: () => void;
  /** With the one-time password of a new account, null after a change. */
  onSaved: (created: { userName: string; password: string } | null) => Promise<void>;
}

/** One account: its name, office, groups, and whether it may sign in. */
export function UserDialog({ user, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const groups = useQuery({ queryKey: ['groups'], queryFn: () => bodyOf(api.GET('/api/groups')) });
  const [request, setRequest] = useState<UserRequest>({
    userName: user?.userName ?? '',
    name: user?.name ?? '',
    unit: user?.unit ?? null,
    email: user?.email ?? null,
    active: user?.active ?? true,
    groups: user?.groups.map((group) => group.id) ?? [],
  });
  const [checked, setChecked] = useState(false);
  const save = useMutation({
    mutationFn: async () => {
      if (user !== null) {
        await bodyOf(
          api.PUT('/api/users/{userName}', { params: { path: { userName: user.userName } }, body: request }),
        );
        return null;
      }
      const created = await bodyOf(api.POST('/api/users', { body: request }));
      return { userName: created.user.userName, password: created.oneTimePassword };
    },
    onSuccess: onSaved,
  });
  const refused = save.error instanceof ApiError ? save.error.problem.errors : undefined;
  const missing = {
    userName: request.userName.trim() === '' ? t('setup.userNameMissing') : null,
    name: request.name.trim() === '' ? t('setup.nameMissing') : null,
  };
  const error = (name: 'userName' | 'name' | 'email') =>
    (checked && name !== 'email' ? missing[name] : null) ?? refused?.[name]?.join(' ') ?? null;
  const submit = () => {
    setChecked(true);
    if (missing.userName === null && missing.name === null) save.mutate();
  };
  return (
    <Dialog
      title={t(user === null ? 'administration.newUser' : 'administration.editUser')}
      size="wide"
      onClose={onClose}
      onSubmit={submit}
    >
      {save.isError && refused === undefined && <Message kind="danger">{problemText(save.error, t)}</Message>}
      <TextField
        label={t('signIn.userName')}
        autoCapitalize="none"
        disabled={user !== null}
        value={request.userName}
        error={error('userName')}
        onChange={(event) => setRequest({ ...request, userName: event.target.value })}
      />
      <TextField
        label={t('setup.name')}
        value={request.name}
        error={error('name')}
        onChange={(event) => setRequest({ ...request, name: event.target.value })}
      />
      <TextField
        label={t('account.unit')}
        optional
        value={request.unit ?? ''}
        onChange={(event) => setRequest({ ...request, unit: event.target.value === '' ? null : event.target.value })}
      />
      <TextField
        label={t('administration.email')}
        type="email"
        optional
        value={request.email ?? ''}
        error={error('email')}
        onChange={(event) => setRequest({ ...request, email: event.target.value === '' ? null : event.target.value })}
      />
      <fieldset className="stack-small">
        <legend className="field-label">{t('account.groups')}</legend>
        {groups.data?.map((group) => (
          <Checkbox
            key={group.id}
            label={group.name}
            checked={request.groups.includes(group.id)}
            onChange={(event) =>
              setRequest({
                ...request,
                groups: event.target.checked
                  ? [...request.groups, group.id]
                  : request.groups.filter((id) => id !== group.id),
              })
            }
          />
        ))}
      </fieldset>
      <Checkbox
        label={t('administration.maySignIn')}
        checked={request.active}
        onChange={(event) => setRequest({ ...request, active: event.target.checked })}
      />
      <footer>
        <Button kind="main" type="submit" disabled={save.isPending}>
          {t('common.save')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </footer>
    </Dialog>
  );
}
