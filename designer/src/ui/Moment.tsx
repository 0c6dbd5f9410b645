import { useTranslation } from 'react-i18next';
import { Icon } from './Icon';
import { useNow } from './now';
import { dueWords, exactTime, momentWords } from './time';

/** A time in words; the exact one is in the tooltip. */
export function Moment({ at }: { at: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={exactTime(date, t)}>
      {momentWords(date, now, t)}
    </time>
  );
}

/** A deadline in words with its sign. */
export function Due({ at, done = false }: { at: string; done?: boolean }) {
  const { t } = useTranslation();
  const now = useNow();
  const date = new Date(at);
  const words = done ? { text: momentWords(date, now, t), tone: 'normal' } : dueWords(date, now, t);
  return (
    <time className={`due ${words.tone}`} dateTime={at} title={exactTime(date, t)}>
      <Icon name={words.tone === 'overdue' ? 'alert' : 'clock'} size={16} />
      {words.text}
    </time>
  );
}
