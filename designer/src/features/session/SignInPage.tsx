import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { api, bodyOf } from '../../api/client';
import { sessionQuery, useSession } from '../../api/session';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { problemText } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { Door } from './Door';

interface Arrival {
  from?: string;
}

/** Signs in and goes on where the person wanted to go. */
export function SignInPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const from = (useLocation().state as Arrival | null)?.from ?? '/posteingang';
  const refusal = useSearchParams()[0].get('fehler');
  const session = useSession();
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState(false);
  useTitle(t('signIn.title'));

  useEffect(() => {
    if (session?.user != null) void navigate(from, { replace: true });
  }, [session, navigate, from]);

  const signIn = useMutation({
    mutationFn: () => bodyOf(api.POST('/api/session', { body: { userName: userName.trim(), password } })),
    onSuccess: (answer) => client.setQueryData(sessionQuery.queryKey, answer),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const incomplete = userName.trim() === '' || password === '';
    setMissing(incomplete);
    if (!incomplete) signIn.mutate();
  };
  return (
    <Door title={t('signIn.title')}>
      {session?.setupNeeded === true && <Message kind="info">{t('signIn.setupNeeded')}</Message>}
      {session?.demo === true && <Message kind="info">{t('signIn.demo')}</Message>}
      {refusal !== null && (
        <Message kind="danger">{t(refusal === 'unbekannt' ? 'signIn.noAccount' : 'signIn.providerRefused')}</Message>
      )}
      {signIn.isError && <Message kind="danger">{problemText(signIn.error, t)}</Message>}
      <form noValidate onSubmit={submit}>
        <TextField
          label={t('signIn.userName')}
          autoComplete="username"
          autoCapitalize="none"
          value={userName}
          error={missing && userName.trim() === '' ? t('signIn.userNameMissing') : null}
          onChange={(event) => setUserName(event.target.value)}
        />
        <TextField
          label={t('signIn.password')}
          type="password"
          autoComplete="current-password"
          value={password}
          error={missing && password === '' ? t('signIn.passwordMissing') : null}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button kind="main" type="submit" disabled={signIn.isPending}>
          {t('signIn.submit')}
        </Button>
      </form>
      {session?.singleSignOn != null && (
        <p>
          <a className="button" href={`/api/session/oidc?returnTo=${encodeURIComponent(from)}`}>
            {session.singleSignOn}
          </a>
        </p>
      )}
    </Door>
  );
}
