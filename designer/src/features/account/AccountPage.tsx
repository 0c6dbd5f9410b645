import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, ApiError, bodyOf } from '../../api/client';
import { sessionQuery, useMe } from '../../api/session';
import type { Preferences } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Checkbox, SelectField, TextField } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { problemText } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { showToast } from '../../ui/toast';
import './account.css';

const undoChoices = [8, 15, 30, 60];
const passwordCharactersMin = 12;

/** One's own account: how the application behaves, and the password. */
export function AccountPage() {
  const { t } = useTranslation();
  const me = useMe();
  useTitle(t('frame.account'));
  return (
    <div className="page account-page" data-region>
      <h1>{t('frame.account')}</h1>
      {me.mustChangePassword && <Message kind="warning">{t('account.mustChange')}</Message>}
      <section className="panel" aria-labelledby="person">
        <header>
          <h2 id="person">{t('account.person')}</h2>
        </header>
        <dl className="panel-body account-facts">
          <div>
            <dt>{t('setup.name')}</dt>
            <dd>{me.name}</dd>
          </div>
          {me.unit !== null && (
            <div>
              <dt>{t('account.unit')}</dt>
              <dd>{me.unit}</dd>
            </div>
          )}
          <div>
            <dt>{t('signIn.userName')}</dt>
            <dd>{me.userName}</dd>
          </div>
          <div>
            <dt>{t('account.groups')}</dt>
            <dd>{me.groups.map((group) => group.name).join(', ')}</dd>
          </div>
        </dl>
      </section>
      <p>
        <Link to="/vertretung">{t('account.toSubstitution')}</Link>
      </p>
      <PreferencesForm />
      <PasswordForm />
    </div>
  );
}

function PreferencesForm() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { preferences } = useMe();
  const save = useMutation({
    mutationFn: (next: Preferences) => bodyOf(api.PUT('/api/me/preferences', { body: next })),
    onSuccess: (saved) =>
      client.setQueryData(sessionQuery.queryKey, (known) =>
        known?.user == null ? known : { ...known, user: { ...known.user, preferences: saved } },
      ),
  });
  const change = (changes: Partial<Preferences>) => save.mutate({ ...preferences, ...changes });
  return (
    <section className="panel" aria-labelledby="verhalten">
      <header>
        <h2 id="verhalten">{t('account.behaviour')}</h2>
      </header>
      <div className="panel-body stack">
        {save.isError && <Message kind="danger">{problemText(save.error, t)}</Message>}
        <Checkbox
          label={t('account.singleKeys')}
          checked={preferences.singleKeyShortcuts}
          onChange={(event) => change({ singleKeyShortcuts: event.target.checked })}
        />
        <Checkbox
          label={t('account.compact')}
          checked={preferences.compactList}
          onChange={(event) => change({ compactList: event.target.checked })}
        />
        <SelectField
          label={t('account.undo')}
          hint={t('account.undoHint')}
          value={preferences.undoSeconds}
          onChange={(event) => change({ undoSeconds: Number(event.target.value) })}
        >
          {undoChoices.map((seconds) => (
            <option key={seconds} value={seconds}>
              {t('account.seconds', { count: seconds })}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('account.language')}
          value={preferences.language}
          onChange={(event) => change({ language: event.target.value === 'en' ? 'en' : 'de' })}
        >
          <option value="de" lang="de">
            Deutsch
          </option>
          <option value="en" lang="en">
            English
          </option>
        </SelectField>
      </div>
    </section>
  );
}

function PasswordForm() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [texts, setTexts] = useState({ current: '', next: '', repeated: '' });
  const [checked, setChecked] = useState(false);
  const faults = {
    current: texts.current === '' ? t('signIn.passwordMissing') : null,
    next: texts.next.length < passwordCharactersMin ? t('setup.passwordShort', { count: passwordCharactersMin }) : null,
    repeated: texts.next === texts.repeated ? null : t('setup.passwordDiffers'),
  };
  const save = useMutation({
    mutationFn: () => bodyOf(api.POST('/api/me/password', { body: { current: texts.current, next: texts.next } })),
    onSuccess: async () => {
      showToast(t('account.passwordChanged'));
      setTexts({ current: '', next: '', repeated: '' });
      setChecked(false);
      await client.invalidateQueries({ queryKey: ['session'] });
    },
  });
  const refused = save.error instanceof ApiError ? save.error.problem.errors : undefined;
  const error = (name: keyof typeof faults) => (checked ? faults[name] : null) ?? refused?.[name]?.join(' ') ?? null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (Object.values(faults).every((fault) => fault === null)) save.mutate();
  };
  const field = (name: keyof typeof texts, autoComplete: string, hint?: string) => (
    <TextField
      label={t(`account.password.${name}`)}
      hint={hint}
      type="password"
      autoComplete={autoComplete}
      value={texts[name]}
      error={error(name)}
      onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
    />
  );
  return (
    <section className="panel" aria-labelledby="kennwort">
      <header>
        <h2 id="kennwort">{t('account.changePassword')}</h2>
      </header>
      <form className="panel-body stack" noValidate onSubmit={submit}>
        {save.isError && refused === undefined && <Message kind="danger">{problemText(save.error, t)}</Message>}
        {field('current', 'current-password')}
        {field('next', 'new-password', t('setup.passwordHint', { count: passwordCharactersMin }))}
        {field('repeated', 'new-password')}
        <div>
          <Button type="submit" disabled={save.isPending}>
            {t('account.changePassword')}
          </Button>
        </div>
      </form>
    </section>
  );
}
