import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { api, ApiError, bodyOf } from '../../api/client';
import { sessionQuery } from '../../api/session';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { problemText } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { Door } from './Door';

const passwordCharactersMin = 12;

/** The one-time link of the first start: makes the first administrator. The code stays in the fragment, out of logs. */
export function SetupPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const code = window.location.hash.slice(1);
  const [account, setAccount] = useState({ userName: '', name: '', password: '', repeated: '' });
  const [checked, setChecked] = useState(false);
  useTitle(t('setup.title'));

  const errors = {
    userName: account.userName.trim() === '' ? t('setup.userNameMissing') : null,
    name: account.name.trim() === '' ? t('setup.nameMissing') : null,
    password:
      account.password.length < passwordCharactersMin
        ? t('setup.passwordShort', { count: passwordCharactersMin })
        : null,
    repeated: account.repeated === account.password ? null : t('setup.passwordDiffers'),
  };
  const create = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/api/setup', {
          body: {
            code,
            userName: account.userName.trim(),
            name: account.name.trim(),
            password: account.password,
          },
        }),
      ),
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      void navigate('/verwaltung', { replace: true });
    },
  });
  const refused = create.error instanceof ApiError ? create.error.problem.errors : undefined;
  const error = (field: keyof typeof errors) => (checked ? errors[field] : null) ?? refused?.[field]?.join(' ') ?? null;
  const change = (field: keyof typeof account) => (event: { target: { value: string } }) =>
    setAccount({ ...account, [field]: event.target.value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (Object.values(errors).every((entry) => entry === null)) create.mutate();
  };

  if (code === '') {
    return (
      <Door title={t('setup.title')}>
        <Message kind="warning">{t('setup.linkIncomplete')}</Message>
        <Link to="/anmelden">{t('signIn.title')}</Link>
      </Door>
    );
  }
  return (
    <Door title={t('setup.title')}>
      <p>{t('setup.intro')}</p>
      {create.isError && refused === undefined && <Message kind="danger">{problemText(create.error, t)}</Message>}
      <form noValidate onSubmit={submit}>
        <TextField
          label={t('setup.userName')}
          autoComplete="username"
          autoCapitalize="none"
          value={account.userName}
          error={error('userName')}
          onChange={change('userName')}
        />
        <TextField
          label={t('setup.name')}
          autoComplete="name"
          value={account.name}
          error={error('name')}
          onChange={change('name')}
        />
        <TextField
          label={t('setup.password')}
          hint={t('setup.passwordHint', { count: passwordCharactersMin })}
          type="password"
          autoComplete="new-password"
          value={account.password}
          error={error('password')}
          onChange={change('password')}
        />
        <TextField
          label={t('setup.repeated')}
          type="password"
          autoComplete="new-password"
          value={account.repeated}
          error={error('repeated')}
          onChange={change('repeated')}
        />
        <Button kind="main" type="submit" disabled={create.isPending}>
          {t('setup.submit')}
        </Button>
      </form>
    </Door>
  );
}
