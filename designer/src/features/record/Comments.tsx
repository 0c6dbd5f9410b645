import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import type { Permission } from '../../api/schema';
import { Button, IconButton } from '../../ui/Button';
import { TextArea } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { Moment } from '../../ui/Moment';
import { initials, personText } from '../../ui/people';
import { Loaded, problemText } from '../../ui/states';
import { useComments } from './queries';
import './record.css';

interface Props {
  caseKey: string;
  taskKey?: string;
  write: Permission;
  /** The form, to put the focus there. */
  ref?: Ref<HTMLFormElement>;
}

const charactersMax = 4000;

/** What people say about a case, oldest first, and a place to add to it. */
export function Comments({ caseKey, taskKey, write, ref }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useComments(caseKey);
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const refresh = () =>
    Promise.all(
      ['comments', 'history', 'task', 'idea', 'ideas'].map((head) => client.invalidateQueries({ queryKey: [head] })),
    );
  const add = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/api/cases/{key}/comments', {
          params: { path: { key: caseKey } },
          body: { text: text.trim(), taskKey },
        }),
      ),
    onSuccess: () => {
      setText('');
      return refresh();
    },
  });
  const erase = useMutation({
    mutationFn: (key: string) => bodyOf(api.DELETE('/api/comments/{key}', { params: { path: { key } } })),
    onSettled: refresh,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(text.trim() === '');
    if (text.trim() !== '') add.mutate();
  };
  return (
    <div className="stack">
      <Loaded query={query} text={t('comments.loading')}>
        {(comments) => (
          <>
            {comments.length === 0 && <p className="muted">{t('comments.none')}</p>}
            <ul className="comments">
              {comments.map((comment) => (
                <li key={comment.key}>
                  <span className="comment-sign" aria-hidden="true">
                    {initials(comment.by.name)}
                  </span>
                  <div>
                    <p>
                      <b>{personText(comment.by)}</b>{' '}
                      <span className="muted">
                        <Moment at={comment.at} />
                        {comment.taskTitle !== null && ` · ${comment.taskTitle}`}
                      </span>
                    </p>
                    <p className="comment-text">{comment.text}</p>
                  </div>
                  {comment.canDelete && (
                    <IconButton
                      icon="trash"
                      compact
                      label={t('comments.delete')}
                      onClick={() => erase.mutate(comment.key)}
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
        <form className="stack-small" noValidate onSubmit={submit} ref={ref}>
          <TextArea
            label={t('comments.write')}
            rows={3}
            maxLength={charactersMax}
            value={text}
            error={missing && text.trim() === '' ? t('comments.missing') : null}
            onChange={(event) => setText(event.target.value)}
          />
          <div>
            <Button type="submit" icon="comment" disabled={add.isPending}>
              {t('comments.submit')}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
