import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../../ui/Badge';
import type { IconName } from '../../../ui/icons';
import type { Health } from './health';

const signs: Record<Health, { icon: IconName; tone: Tone }> = {
  ok: { icon: 'check', tone: 'success' },
  silent: { icon: 'sensorOff', tone: 'danger' },
  invalid: { icon: 'warning', tone: 'warning' },
  battery: { icon: 'battery', tone: 'warning' },
  never: { icon: 'hourglass', tone: 'neutral' },
  off: { icon: 'pause', tone: 'neutral' },
};

/** How a device fares, as sign and word. */
export function HealthBadge({ health }: { health: Health }) {
  const { t } = useTranslation();
  return (
    <Badge icon={signs[health].icon} tone={signs[health].tone}>
      {t(`sensing.health.${health}`)}
    </Badge>
  );
}
