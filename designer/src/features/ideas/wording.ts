import type { TFunction } from 'i18next';
import type { IdeaItem, operations } from '../../api/schema';
import type { Tone } from '../../ui/Badge';
import type { IconName } from '../../ui/icons';
import { comingWords, dueWords, shortDate } from '../../ui/time';

export type IdeaStatus = IdeaItem['status'];
/** What narrows the ideas; any of the themes and views. */
export type IdeaFilter = NonNullable<operations['readIdeaOverview']['parameters']['query']>;

export const ideaStatuses = [
  'Idee',
  'Idee zur Entscheidung',
  'In Bearbeitung',
  'Umgesetzt',
  'Verworfen',
] as const satisfies IdeaStatus[];

export const statusSign: Record<IdeaStatus, { icon: IconName; tone: Tone }> = {
  Idee: { icon: 'idea', tone: 'neutral' },
  'Idee zur Entscheidung': { icon: 'decide', tone: 'warning' },
  'In Bearbeitung': { icon: 'playCircle', tone: 'action' },
  Umgesetzt: { icon: 'done', tone: 'success' },
  Verworfen: { icon: 'cancel', tone: 'neutral' },
};

export interface Standing {
  icon: IconName;
  text: string;
  overdue: boolean;
}

/** What an idea waits for, or how it ended, in one line. */
export function standingOf(idea: Pick<IdeaItem, 'standing'>, now: Date, t: TFunction): Standing | null {
  const { standing } = idea;
  if (standing === null) return null;
  if (standing.kind === 'result')
    return { icon: 'check', text: t('ideas.standing.result', { text: standing.text }), overdue: false };
  if (standing.kind === 'reason')
    return { icon: 'info', text: t('ideas.standing.reason', { text: standing.text }), overdue: false };
  if (standing.at === null) return null;
  const at = new Date(standing.at);
  const due = dueWords(at, now, t);
  if (due.tone === 'overdue') return { icon: 'alert', text: due.text, overdue: true };
  const date = standing.kind === 'step' ? comingWords(at, now, t) : shortDate(at, now, t);
  return { icon: 'calendar', text: t(`ideas.standing.${standing.kind}`, { date }), overdue: false };
}
