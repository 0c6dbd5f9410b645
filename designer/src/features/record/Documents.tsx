import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import type { Permission } from '../../api/schema';
import { Button, IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Message } from '../../ui/Message';
import { Moment } from '../../ui/Moment';
import { personText } from '../../ui/people';
import { Loaded, problemText } from '../../ui/states';
import { useAttachments } from './queries';
import './record.css';
import { sizeText } from './size';
import { addAttachment } from './upload';

interface Props {
  caseKey: string;
  taskKey?: string;
  write: Permission;
}

/** The files of a case. */
export function Documents({ caseKey, taskKey, write }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const query = useAttachments(caseKey);
  const refresh = () =>
    Promise.all(['attachments', 'history', 'task'].map((head) => client.invalidateQueries({ queryKey: [head] })));
  const add = useMutation({
    mutationFn: (file: File) => addAttachment(caseKey, taskKey, file),
    onSettled: refresh,
  });
  const erase = useMutation({
    mutationFn: (key: string) => bodyOf(api.DELETE('/api/attachments/{key}', { params: { path: { key } } })),
    onSettled: refresh,
  });
  return (
    <div className="stack">
      <Loaded query={query} text={t('documents.loading')}>
        {(files) => (
          <>
            {files.length === 0 && <p className="muted">{t('documents.none')}</p>}
            <ul className="documents">
              {files.map((file) => (
                <li key={file.key}>
                  <Icon name="document" />
                  <span>
                    <a href={`/api/attachments/${file.key}`} download={file.fileName}>
                      {file.fileName}
                    </a>
                    <span className="muted small">
                      {' '}
                      {sizeText(file.sizeBytes)} · {personText(file.by)}
                    </span>
                  </span>
                  <span className="muted small">
                    <Moment at={file.at} />
                  </span>
                  {file.canDelete && (
                    <IconButton
                      icon="trash"
                      compact
                      label={t('documents.delete', { name: file.fileName })}
                      onClick={() => erase.mutate(file.key)}
                    />
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
      {(add.isError || erase.isError) && <Message kind="danger">{problemText(add.error ?? erase.error, t)}</Message>}
      {write.allowed && (
        <div>
          <input
            ref={chooser}
            type="file"
            hidden
            aria-label={t('documents.add')}
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file !== undefined) add.mutate(file);
              event.target.value = '';
            }}
          />
          <Button icon="attach" disabled={add.isPending} onClick={() => chooser.current?.click()}>
            {t('documents.add')}
          </Button>
        </div>
      )}
    </div>
  );
}
