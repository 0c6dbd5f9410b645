import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import type { CaseDetail, CaseReplay } from '../../api/schema';
import { Icon } from '../../ui/Icon';
import { exactTime } from '../../ui/time';
import { Loaded } from '../../ui/states';
import { DefinitionDiagram, type Paint } from '../diagram';
import { standingAfter } from './replay';
import { StepData } from './StepData';
import { TimeTravel } from './TimeTravel';

const legend: { paint: Paint | 'open'; icon: 'play' | 'check' | 'hourglass' | 'priority' | null }[] = [
  { paint: 'active', icon: 'play' },
  { paint: 'completed', icon: 'check' },
  { paint: 'waiting', icon: 'hourglass' },
  { paint: 'incident', icon: 'priority' },
  { paint: 'open', icon: null },
];

/** The diagram of a case, now or after any earlier step, with the data before and after it. */
export function Flow({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['case', detail.key, 'replay'],
    queryFn: () => bodyOf(api.GET('/api/cases/{key}/replay', { params: { path: { key: detail.key } } })),
  });
  return (
    <section className="panel flow" aria-labelledby="ablauf">
      <header>
        <h2 id="ablauf">{t('diagram.title')}</h2>
        <ul className="legend" aria-label={t('diagram.legend')}>
          {legend.map(({ paint, icon }) => (
            <li key={paint}>
              <span className={`swatch ${paint}`} />
              {icon !== null && <Icon name={icon} size={16} />}
              {t(`diagram.paint.${paint}`)}
            </li>
          ))}
        </ul>
      </header>
      <Loaded query={query} text={t('diagram.loading')}>
        {(replay) => <Replayed detail={detail} replay={replay} />}
      </Loaded>
    </section>
  );
}

function Replayed({ detail, replay }: { detail: CaseDetail; replay: CaseReplay }) {
  const { t } = useTranslation();
  const last = replay.steps.length - 1;
  const [chosen, setChosen] = useState<number | null>(null);
  const at = chosen === null ? last : Math.min(chosen, last);
  const step = replay.steps[at];
  const { painted, flows } = useMemo(() => standingAfter(replay, at), [replay, at]);
  const focus = [...painted].find(([, paint]) => paint !== 'completed')?.[0];
  const past = at < last;
  return (
    <>
      <DefinitionDiagram
        definitionKey={step?.definitionKey ?? detail.definitionKey}
        painted={painted}
        flows={flows}
        focus={focus}
        label={t('diagram.label', { title: detail.title })}
      />
      {past && step !== undefined && (
        <div className="past">
          <Icon name="history" />
          <span>{t('diagram.past', { at: exactTime(new Date(step.at), t) })}</span>
          <button type="button" className="link-button" onClick={() => setChosen(null)}>
            {t('diagram.toNow')}
          </button>
        </div>
      )}
      {last > 0 && <TimeTravel steps={replay.steps} at={at} onChoose={setChosen} />}
      {chosen !== null && <StepData detail={detail} replay={replay} at={at} />}
      {!replay.complete && <p className="muted small travel-note">{t('diagram.incomplete')}</p>}
    </>
  );
}
