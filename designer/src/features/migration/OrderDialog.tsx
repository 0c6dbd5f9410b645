import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import type { CaseMigrationPreview, PlaceChoice, ProcessDetail } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextArea } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { problemText } from '../../ui/states';

interface Props {
  process: ProcessDetail;
  preview: CaseMigrationPreview;
  choices: PlaceChoice[];
  onClose: () => void;
}

/** The last question before cases are moved. */
export function OrderDialog({ process, preview, choices, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [comment, setComment] = useState('');
  const [checked, setChecked] = useState(false);
  const order = useMutation({
    mutationFn: () =>
      api.POST('/api/processes/{id}/migrations', {
        params: { path: { id: process.id } },
        body: { fromVersions: null, toVersion: preview.toVersion, mapping: choices, comment: comment.trim() },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['migrations', process.id] });
      onClose();
    },
  });
  const submit = () => {
    setChecked(true);
    if (comment.trim() !== '') order.mutate();
  };
  const stuck = preview.checked - preview.movable;
  return (
    <Dialog title={t('migration.question', { version: preview.toVersion })} onClose={onClose} onSubmit={submit}>
      <p>{t('migration.consequence', { count: preview.running })}</p>
      {stuck > 0 && <p>{t('migration.staying', { count: stuck })}</p>}
      {order.isError && <Message kind="danger">{problemText(order.error, t)}</Message>}
      <TextArea
        label={t('migration.comment')}
        hint={t('migration.commentHint')}
        value={comment}
        error={checked && comment.trim() === '' ? t('migration.commentMissing') : null}
        onChange={(event) => setComment(event.target.value)}
      />
      <footer>
        <Button kind="main" type="submit">
          {t('migration.submit')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </footer>
    </Dialog>
  );
}
