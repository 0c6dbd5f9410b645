import type { TFunction } from 'i18next';
import type { HistoryEntry, HistoryKind } from '../../api/schema';
import type { IconName } from '../../ui/icons';
import { personText } from '../../ui/people';
import { shortDate } from '../../ui/time';

const icons: Record<HistoryKind, IconName> = {
  caseStarted: 'play',
  caseCompleted: 'done',
  caseCanceled: 'cancel',
  caseMigrated: 'sync',
  caseModified: 'edit',
  taskCreated: 'inbox',
  taskClaimed: 'badge',
  taskUnclaimed: 'group',
  taskAssigned: 'badge',
  taskDelegated: 'badge',
  taskResolved: 'badge',
  taskCompleted: 'done',
  taskCanceled: 'cancel',
  followUpSet: 'alarm',
  dueChanged: 'clock',
  priorityChanged: 'flag',
  commentAdded: 'comment',
  commentDeleted: 'comment',
  attachmentAdded: 'attach',
  attachmentDeleted: 'attach',
  variablesChanged: 'edit',
  elementCompleted: 'gear',
  timerFired: 'clock',
  messageReceived: 'mail',
  jobFailed: 'warning',
  incidentCreated: 'alert',
  incidentResolved: 'done',
};

export function historyIcon(kind: HistoryKind): IconName {
  return icons[kind] ?? 'history';
}

const dated: HistoryKind[] = ['followUpSet', 'dueChanged'];

/** What happened, as a sentence without its subject: `„Anmeldung prüfen“ übernommen`. */
export function historyText(entry: HistoryEntry, now: Date, t: TFunction): string {
  const step = entry.elementName ?? t('history.case');
  let subject = entry.subject ?? '';
  if (dated.includes(entry.kind))
    subject = entry.subject === null ? t('history.withoutDate') : shortDate(new Date(entry.subject), now, t);
  return t(`history.${entry.kind}`, { step, subject });
}

/** Who acted, and for whom: `M. K., Steueramt in Vertretung von S. W.` */
export function actorText(entry: HistoryEntry, t: TFunction): string {
  if (entry.by === null) return t('history.automatic');
  if (entry.onBehalfOf === null) return personText(entry.by);
  return t('history.onBehalf', { by: personText(entry.by), of: entry.onBehalfOf.name });
}

/** What a step did, in one line. */
export function stepText(lines: HistoryEntry[], now: Date, t: TFunction): string {
  return lines.length === 0 ? t('diagram.machine') : lines.map((entry) => historyText(entry, now, t)).join(' · ');
}
