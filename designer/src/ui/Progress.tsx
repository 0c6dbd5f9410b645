import { useTranslation } from 'react-i18next';
import type { JobProgressItem } from '../api/schema';

/** How far machine work is: a bar, and in words what is being done just now. */
export function Progress({ progress }: { progress: JobProgressItem }) {
  const { t } = useTranslation();
  return (
    <span className="progress">
      <progress max={100} value={progress.percent} aria-label={t('common.progress')} />
      <span className="small">
        {t('common.percent', { percent: progress.percent })}
        {progress.text !== null && ` · ${progress.text}`}
      </span>
    </span>
  );
}
