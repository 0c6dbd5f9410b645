import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pluginRequest } from '../../../api/client';
import { Badge } from '../../../ui/Badge';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { TextField } from '../../../ui/Field';
import { Message } from '../../../ui/Message';
import { Moment } from '../../../ui/Moment';
import { Loaded, problemText } from '../../../ui/states';
import { showToast } from '../../../ui/toast';
import { useCommand } from './queries';

interface Account {
  name: string;
  changedAt: string;
  changedBy: string;
  connected: boolean;
}

type Doing = { what: 'new' } | { what: 'password' | 'remove'; name: string };

/** Accounts of devices and gateways at the broker inside. A password is shown once, when it is made. */
export function Accounts() {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<Doing | null>(null);
  const query = useQuery({
    queryKey: ['sensor-accounts'],
    queryFn: ({ signal }) => pluginRequest<Account[]>('/api/plugins/mqtt/accounts', { signal }),
    refetchInterval: 5_000,
  });
  const close = () => setDoing(null);
  return (
    <section className="panel facts" aria-labelledby="accounts">
      <div className="section-head">
        <h3 id="accounts">{t('sensing.accounts.title')}</h3>
        <Button icon="add" small onClick={() => setDoing({ what: 'new' })}>
          {t('sensing.accounts.new')}
        </Button>
      </div>
      <Loaded query={query}>
        {(accounts) =>
          accounts.length === 0 ? (
            <p className="muted">{t('sensing.accounts.none')}</p>
          ) : (
            <ul className="account-list">
              {accounts.map((account) => (
                <li key={account.name}>
                  <span>
                    <b>{account.name}</b>{' '}
                    <span className="muted small">
                      {t('sensing.accounts.set', { by: account.changedBy })} <Moment at={account.changedAt} />
                    </span>
                  </span>
                  <Badge icon={account.connected ? 'done' : 'circle'} tone={account.connected ? 'success' : 'neutral'}>
                    {t(account.connected ? 'sensing.accounts.connected' : 'sensing.accounts.away')}
                  </Badge>
                  <span className="row-line">
                    <Button small onClick={() => setDoing({ what: 'password', name: account.name })}>
                      {t('sensing.accounts.newPassword')}
                      <span className="hidden-visually">: {account.name}</span>
                    </Button>
                    <Button small kind="plain" onClick={() => setDoing({ what: 'remove', name: account.name })}>
                      {t('sensing.accounts.remove')}
                      <span className="hidden-visually">: {account.name}</span>
                    </Button>
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {doing?.what === 'remove' && <RemoveDialog name={doing.name} onClose={close} />}
      {doing?.what === 'new' && <AccountDialog name={null} onClose={close} />}
      {doing?.what === 'password' && <AccountDialog name={doing.name} onClose={close} />}
    </section>
  );
}

function AccountDialog({ name, onClose }: { name: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(name ?? '');
  const [password, setPassword] = useState('');
  const [made, setMade] = useState<string | null>(null);
  const [checked, setChecked] = useState(false);
  const missing = wanted.trim() === '' ? t('sensing.nameMissing') : null;
  const save = useCommand<{ name: string; password: string }, { password: string | null }>(
    (asked) => ({
      path: `/api/plugins/mqtt/accounts/${encodeURIComponent(asked.name)}`,
      method: 'PUT',
      body: { password: asked.password === '' ? null : asked.password },
    }),
    ['sensor-accounts'],
  );
  if (made !== null)
    return (
      <Dialog title={t('sensing.accounts.madeTitle', { name: wanted })} onClose={onClose}>
        <p>{t('sensing.accounts.madeHint')}</p>
        <p className="one-time">
          <code>{made}</code>
        </p>
        <footer>
          <Button kind="main" onClick={onClose}>
            {t('administration.noted')}
          </Button>
        </footer>
      </Dialog>
    );
  const submit = () => {
    setChecked(true);
    if (missing !== null) return;
    save.mutate(
      { name: wanted.trim(), password },
      {
        onSuccess: (answer) => {
          if (answer.password !== null) setMade(answer.password);
          else {
            showToast(t('sensing.saved', { name: wanted.trim() }));
            onClose();
          }
        },
      },
    );
  };
  return (
    <Dialog
      title={name === null ? t('sensing.accounts.new') : t('sensing.accounts.passwordTitle', { name })}
      onClose={onClose}
      onSubmit={submit}
    >
      {save.isError && <Message kind="danger">{problemText(save.error, t)}</Message>}
      {name === null && (
        <TextField
          label={t('sensing.accounts.name')}
          hint={t('sensing.accounts.nameHint')}
          autoCapitalize="none"
          value={wanted}
          error={checked ? missing : null}
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      <TextField
        label={t('sensing.accounts.password')}
        hint={t('sensing.accounts.passwordHint')}
        type="password"
        autoComplete="new-password"
        optional
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit" disabled={save.isPending}>
          {t(name === null ? 'sensing.accounts.create' : 'common.save')}
        </Button>
      </footer>
    </Dialog>
  );
}

function RemoveDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useCommand<string>(
    (account) => ({ path: `/api/plugins/mqtt/accounts/${encodeURIComponent(account)}`, method: 'DELETE' }),
    ['sensor-accounts'],
  );
  return (
    <Dialog
      title={t('sensing.accounts.removeQuestion', { name })}
      onClose={onClose}
      onSubmit={() => remove.mutate(name, { onSuccess: onClose })}
    >
      <p>{t('sensing.accounts.removeHint')}</p>
      {remove.isError && <Message kind="danger">{problemText(remove.error, t)}</Message>}
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" className="danger" type="submit">
          {t('sensing.accounts.remove')}
        </Button>
      </footer>
    </Dialog>
  );
}
