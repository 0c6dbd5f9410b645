import { useTranslation } from 'react-i18next';
import type { CaseDetail, ElementVisit } from '../../api/schema';
import { Icon } from '../../ui/Icon';
import type { IconName } from '../../ui/icons';
import { Moment } from '../../ui/Moment';
import { Progress } from '../../ui/Progress';

const icons: Record<ElementVisit['state'], IconName> = {
  active: 'playCircle',
  waiting: 'hourglass',
  incident: 'alert',
  completed: 'done',
  terminated: 'cancel',
};

/** The steps of a case in words: what the diagram shows, for those who do not see it. */
export function Steps({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const named = detail.visits.filter((visit) => visit.elementName !== null);
  if (named.length === 0) return <p className="muted">{t('cases.noSteps')}</p>;
  return (
    <ol className="steps">
      {named.map((visit) => (
        <li key={visit.elementInstanceKey} className={visit.state}>
          <Icon name={icons[visit.state]} />
          <span>
            <b>{visit.elementName}</b>
            <span className="muted small">
              {t(`cases.step.${visit.state}`)} · <Moment at={visit.endedAt ?? visit.startedAt} />
            </span>
            {visit.progress !== null && <Progress progress={visit.progress} />}
          </span>
        </li>
      ))}
    </ol>
  );
}
