import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pluginRequest } from '../../../api/client';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { TextField } from '../../../ui/Field';
import { Message } from '../../../ui/Message';
import { Moment } from '../../../ui/Moment';
import { Loaded, problemText } from '../../../ui/states';
import { showToast } from '../../../ui/toast';
import { DeviceDialog } from '../devices/DeviceDialog';
import { type DeadLetter, deadHeads, useReadAgain } from './deadLetters';
import { useCommand } from './queries';

/** JSON is shown with line breaks, everything else as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** One message that could not be read: why, its content, and what can be done. */
export function DeadLetterDialog({ letter, onClose }: { letter: DeadLetter; onClose: () => void }) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<'discard' | 'device' | null>(null);
  const again = useReadAgain();
  if (doing === 'discard') return <DiscardDialog which={{ number: letter.number }} count={1} onClose={onClose} />;
  if (doing === 'device') return <DeviceDialog device={null} id={letter.device ?? ''} onClose={onClose} />;
  const read = () =>
    again.mutate(
      { number: letter.number },
      {
        onSuccess: () => {
          showToast(t('sensing.dead.again'));
          onClose();
        },
      },
    );
  const isOpen = letter.discardedBy === null;
  return (
    <Dialog title={t('sensing.dead.letter', { number: letter.number })} size="wide" onClose={onClose}>
      <Message kind="warning">{letter.reason}</Message>
      {again.isError && <Message kind="danger">{problemText(again.error, t)}</Message>}
      <dl className="letter-facts">
        <dt>{t('sensing.dead.at')}</dt>
        <dd>
          <Moment at={letter.at} />
        </dd>
        <dt>{t('sensing.dead.from')}</dt>
        <dd>
          {letter.source}, <code>{letter.topic}</code>
        </dd>
        {letter.device !== null && (
          <>
            <dt>{t('sensing.devices.name')}</dt>
            <dd>{letter.device}</dd>
          </>
        )}
      </dl>
      {letter.canBeReadAgain ? (
        <Content number={letter.number} />
      ) : (
        <p className="muted">{t('sensing.dead.noContent')}</p>
      )}
      {isOpen && (
        <footer>
          <Button icon="trash" onClick={() => setDoing('discard')}>
            {t('sensing.dead.discard')}
          </Button>
          {letter.code === 'unknown-device' && (
            <Button icon="add" onClick={() => setDoing('device')}>
              {t('sensing.dead.addDevice')}
            </Button>
          )}
          {letter.canBeReadAgain && (
            <Button kind="main" icon="refresh" onClick={read}>
              {t('sensing.dead.read')}
            </Button>
          )}
        </footer>
      )}
    </Dialog>
  );
}

function Content({ number }: { number: number }) {
  const query = useQuery({
    queryKey: ['sensor-dead-content', number],
    queryFn: ({ signal }) =>
      pluginRequest<{ text: string | null; hex: string }>(`/api/plugins/mqtt/dead-letters/${number}/content`, {
        signal,
      }),
  });
  return (
    <Loaded query={query}>
      {({ text, hex }) => <pre className="payload">{text === null ? hex.replace(/(..)/g, '$1 ') : pretty(text)}</pre>}
    </Loaded>
  );
}

interface DiscardProps {
  which: { number?: number; code?: string };
  count: number;
  onClose: () => void;
}

/** Discards with a reason; the content goes, who and why stays. */
export function DiscardDialog({ which, count, onClose }: DiscardProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const discard = useCommand<string>(
    (because) => ({
      path: '/api/plugins/mqtt/dead-letters/discard',
      method: 'POST',
      body: { ...which, reason: because },
    }),
    deadHeads,
  );
  const missing = reason.trim() === '' ? t('sensing.dead.reasonMissing') : null;
  const submit = () => {
    setChecked(true);
    if (missing !== null) return;
    discard.mutate(reason.trim(), {
      onSuccess: () => {
        showToast(t('sensing.dead.discarded', { count }));
        onClose();
      },
    });
  };
  return (
    <Dialog title={t('sensing.dead.discardQuestion', { count })} onClose={onClose} onSubmit={submit}>
      <p>{t('sensing.dead.discardHint')}</p>
      {discard.isError && <Message kind="danger">{problemText(discard.error, t)}</Message>}
      <TextField
        label={t('sensing.dead.because')}
        value={reason}
        error={checked ? missing : null}
        onChange={(event) => setReason(event.target.value)}
      />
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" className="danger" type="submit">
          {t('sensing.dead.discard')}
        </Button>
      </footer>
    </Dialog>
  );
}
