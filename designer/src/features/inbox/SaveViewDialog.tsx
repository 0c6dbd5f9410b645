import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import { useMay, useMe } from '../../api/session';
import type { InboxQuery, SavedView } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Checkbox, TextField } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { problemText } from '../../ui/states';

interface Props {
  /** The saved view to change; null makes a new one of what is shown. */
  view: SavedView | null;
  query: InboxQuery;
  onClose: () => void;
}

/** Keeps what the list shows now under a name, for oneself or for groups. */
export function SaveViewDialog({ view, query, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const me = useMe();
  const mayShareWithAll = useMay('shareViews');
  const groups = useQuery({
    queryKey: ['groups'],
    queryFn: () => bodyOf(api.GET('/api/groups')),
    enabled: mayShareWithAll,
  });
  const [name, setName] = useState(view?.name ?? '');
  const [sharedWith, setSharedWith] = useState(view?.sharedWith.map((group) => group.id) ?? []);
  const [checked, setChecked] = useState(false);
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), query: view?.query ?? query, sharedWith };
      return view === null
        ? bodyOf(api.POST('/api/saved-views', { body }))
        : bodyOf(api.PUT('/api/saved-views/{key}', { params: { path: { key: view.key } }, body }));
    },
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['saved-views'] }),
        client.invalidateQueries({ queryKey: ['inbox-counts'] }),
      ]);
      onClose();
    },
  });
  const choices = mayShareWithAll ? (groups.data ?? []) : me.groups;
  const submit = () => {
    setChecked(true);
    if (name.trim() !== '') save.mutate();
  };
  return (
    <Dialog title={t(view === null ? 'inbox.saveView' : 'inbox.changeView')} onClose={onClose} onSubmit={submit}>
      {save.isError && <Message kind="danger">{problemText(save.error, t)}</Message>}
      <TextField
        label={t('inbox.viewName')}
        hint={t('inbox.viewNameHint')}
        value={name}
        error={checked && name.trim() === '' ? t('inbox.viewNameMissing') : null}
        onChange={(event) => setName(event.target.value)}
      />
      {choices.length > 0 && (
        <fieldset className="stack-small">
          <legend className="field-label">
            {t('inbox.shareWith')} <span className="muted">{t('common.optional')}</span>
          </legend>
          {choices.map((group) => (
            <Checkbox
              key={group.id}
              label={group.name}
              checked={sharedWith.includes(group.id)}
              onChange={(event) =>
                setSharedWith(
                  event.target.checked ? [...sharedWith, group.id] : sharedWith.filter((id) => id !== group.id),
                )
              }
            />
          ))}
        </fieldset>
      )}
      <footer>
        <Button kind="main" type="submit">
          {t('common.save')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </footer>
    </Dialog>
  );
}
