import type { Tone } from '../../ui/Badge';
import type { IconName } from '../../ui/icons';

/** How results of checks look. */
export const checkSigns: Record<'ok' | 'degraded' | 'failed', { icon: IconName; tone: Tone }> = {
  ok: { icon: 'done', tone: 'success' },
  degraded: { icon: 'warning', tone: 'warning' },
  failed: { icon: 'alert', tone: 'danger' },
};
