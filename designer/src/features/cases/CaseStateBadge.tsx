import { useTranslation } from 'react-i18next';
import type { CaseItem } from '../../api/schema';
import { Badge, type Tone } from '../../ui/Badge';
import type { IconName } from '../../ui/icons';

export type CaseState = CaseItem['state'];

const signs: Record<CaseState, { icon: IconName; tone: Tone }> = {
  active: { icon: 'play', tone: 'action' },
  incident: { icon: 'priority', tone: 'danger' },
  completed: { icon: 'done', tone: 'success' },
  canceled: { icon: 'cancel', tone: 'neutral' },
};

/** Where a case stands, in a word; with the step when it runs. */
export function CaseStateBadge({ state, step }: { state: CaseState; step?: string | undefined }) {
  const { t } = useTranslation();
  const { icon, tone } = signs[state];
  const word = t(`cases.state.${state}`);
  return (
    <Badge icon={icon} tone={tone}>
      {step === undefined ? word : `${word}: ${step}`}
    </Badge>
  );
}
