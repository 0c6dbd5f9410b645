import type { TFunction } from 'i18next';
import type { FourEyesNote, TaskItem } from '../../api/schema';
import type { IconName } from '../../ui/icons';
import { personText } from '../../ui/people';

const normalPriority = 50;

/** Who has a task, from the reader's side: `Mir zugewiesen`, `Gruppe Steueramt`, `In Vertretung: Kämmerei`. */
export function responsibilityText(row: TaskItem, me: string, t: TFunction): string {
  if (row.deputyFor !== null) return t('task.deputyFor', { name: row.deputyFor.name });
  if (row.assignee !== null)
    return row.assignee.userName === me ? t('task.mine') : t('task.with', { name: personText(row.assignee) });
  const group = row.candidateGroups[0];
  if (group === undefined) return t('task.unassigned');
  const others = row.candidateGroups.length - 1;
  return others > 0 ? t('task.groups', { name: group.name, count: others }) : t('task.group', { name: group.name });
}

/** Why two people are needed, always with the reason. */
export function fourEyesText(rule: FourEyesNote, t: TFunction): string {
  return t(rule.kind === 'excluded' ? 'task.fourEyesExcluded' : 'task.fourEyesSeparates', { task: rule.taskName });
}

/** The same in few words, for a row of the list. */
export function fourEyesShort(rule: FourEyesNote, t: TFunction): string {
  return t(rule.kind === 'excluded' ? 'task.fourEyesExcludedShort' : 'task.fourEyesSeparatesShort', {
    task: rule.taskName,
  });
}

/** Word for a priority that is not the normal one, else null. */
export function priorityText(priority: number, t: TFunction): string | null {
  if (priority === normalPriority) return null;
  return t(priority > normalPriority ? 'task.high' : 'task.low');
}

export function priorityIcon(priority: number): IconName {
  return priority > normalPriority ? 'priority' : 'down';
}
