import { useTranslation } from 'react-i18next';
import { Icon } from './Icon';
import { dueWords, exactTime, momentWords } from './time';

/** A time in words; the exact one is in the tooltip. */
export function Moment({ at }: { at: string }) {
  const { t } = useTranslation();
  const date = new Date(at);
  return <time dateTime={at} title={exactTime(date, t)}>{momentWords(date, new Date(), t)}</time>;
}

/** A deadline in words with its sign. */
export function Due({ at, done = false }: { at: string; done?: boolean }) {
  const { t } = useTranslation();
  const date = new Date(at);
  const words = done ? { text: momentWords(date, new Date(), t), tone: 'normal' } : dueWords(date, new Date(), t);
  return (
    <time className={`due ${words.tone}`} dateTime={at} title={exactTime(date, t)}>
      <Icon name={words.tone === 'overdue' ? 'alert' : 'clock'} size={16} />
      {words.text}
    </time>
  );
}
