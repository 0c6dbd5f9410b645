import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import type { UserItem } from '../../api/schema';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { Moment } from '../../ui/Moment';
import { Loaded, problemText } from '../../ui/states';
import { UserDialog } from './UserDialog';

interface Secret {
  userName: string;
  password: string;
}

/** All accounts; new ones and forgotten passwords get a one-time password. */
export function Users() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [words, setWords] = useState('');
  const [editing, setEditing] = useState<{ user: UserItem | null } | null>(null);
  const [secret, setSecret] = useState<Secret | null>(null);
  const query = useInfiniteQuery({
    queryKey: ['users', words],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(api.GET('/api/users', { params: { query: { q: words.trim(), after: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const reset = useMutation({
    mutationFn: (user: UserItem) =>
      bodyOf(api.POST('/api/users/{userName}/password', { params: { path: { userName: user.userName } } })),
    onSuccess: ({ oneTimePassword }, user) => setSecret({ userName: user.userName, password: oneTimePassword }),
  });
  return (
    <div className="stack">
      <div className="toolbar">
        <div className="grow">
          <TextField
            label={t('administration.search')}
            type="search"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </div>
        <Button kind="main" icon="add" onClick={() => setEditing({ user: null })}>
          {t('administration.newUser')}
        </Button>
      </div>
      {reset.isError && <Message kind="danger">{problemText(reset.error, t)}</Message>}
      <Loaded query={query}>
        {({ pages }) => (
          <div className="table-scroll">
            <table className="table stacked">
              <thead>
                <tr>
                  <th>{t('setup.name')}</th>
                  <th>{t('signIn.userName')}</th>
                  <th>{t('account.unit')}</th>
                  <th>{t('account.groups')}</th>
                  <th>{t('administration.state')}</th>
                  <th>{t('administration.lastSignIn')}</th>
                  <th>
                    <span className="hidden-visually">{t('operations.action')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {pages
                  .flatMap((page) => page.rows)
                  .map((user) => (
                    <tr key={user.userName}>
                      <td>{user.name}</td>
                      <td data-label={t('signIn.userName')}>{user.userName}</td>
                      <td data-label={t('account.unit')}>{user.unit}</td>
                      <td data-label={t('account.groups')}>{user.groups.map((group) => group.name).join(', ')}</td>
                      <td data-label={t('administration.state')}>
                        <Badge icon={user.active ? 'check' : 'lock'}>
                          {t(user.active ? 'administration.active' : 'administration.locked')}
                        </Badge>
                      </td>
                      <td className="nowrap" data-label={t('administration.lastSignIn')}>
                        {user.lastSignInAt !== null && <Moment at={user.lastSignInAt} />}
                      </td>
                      <td>
                        <span className="row-line">
                          <Button small onClick={() => setEditing({ user })}>
                            {t('common.edit')}
                            <span className="hidden-visually">: {user.name}</span>
                          </Button>
                          <Button small onClick={() => reset.mutate(user)}>
                            {t('administration.reset')}
                            <span className="hidden-visually">: {user.name}</span>
                          </Button>
                        </span>
                      </td>
                    </tr>
                  ))}
              </tbody>
            </table>
            {query.hasNextPage && (
              <div className="load-more">
                <Button kind="plain" onClick={() => void query.fetchNextPage()}>
                  {t('common.loadMore')}
                </Button>
              </div>
            )}
          </div>
        )}
      </Loaded>
      {editing !== null && (
        <UserDialog
          user={editing.user}
          onClose={() => setEditing(null)}
          onSaved={async (created) => {
            setEditing(null);
            setSecret(created);
            await client.invalidateQueries({ queryKey: ['users'] });
          }}
        />
      )}
      {secret !== null && (
        <Dialog title={t('administration.oneTimeTitle', { name: secret.userName })} onClose={() => setSecret(null)}>
          <p>{t('administration.oneTimeHint')}</p>
          <p className="one-time">
            <code>{secret.password}</code>
          </p>
          <footer>
            <Button kind="main" onClick={() => setSecret(null)}>
              {t('administration.noted')}
            </Button>
          </footer>
        </Dialog>
      )}
    </div>
  );
}
