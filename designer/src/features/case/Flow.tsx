import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../api/types';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { useNow } from '../../ui/now';
import { exactTime, momentWords } from '../../ui/time';
import { DefinitionDiagram, type Paint } from '../diagram';
import { elementPaint, moments, takenFlows } from './painting';

const legend: { paint: Paint | 'open'; icon: 'play' | 'check' | 'hourglass' | 'priority' | null }[] = [
  { paint: 'active', icon: 'play' },
  { paint: 'completed', icon: 'check' },
  { paint: 'waiting', icon: 'hourglass' },
  { paint: 'incident', icon: 'priority' },
  { paint: 'open', icon: null },
];

/** The diagram of a case, now or at any earlier moment. */
export function Flow({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const now = useNow();
  const times = useMemo(() => moments(detail), [detail]);
  const [chosen, setChosen] = useState<number | null>(null);
  const last = times.length - 1;
  const at = chosen === null || chosen >= last ? last : chosen;
  const past = at < last;
  const moment = past ? (times[at]?.at ?? 0) : Number.MAX_SAFE_INTEGER;
  const painted = useMemo(() => elementPaint(detail, moment), [detail, moment]);
  const flows = useMemo(() => takenFlows(detail, moment), [detail, moment]);
  const focus = [...painted].find(([, paint]) => paint !== 'completed')?.[0];
  const shown = times[at];
  const shownAt = shown === undefined ? null : new Date(shown.at);
  const words = shownAt === null ? '' : t('diagram.stepOf', { step: at + 1, steps: times.length });
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
      {past && shownAt !== null && (
        <div className="past" role="status">
          <Icon name="history" />
          <span>{t('diagram.past', { at: exactTime(shownAt, t) })}</span>
          <button type="button" className="link-button" onClick={() => setChosen(null)}>
            {t('diagram.toNow')}
          </button>
        </div>
      )}
      <DefinitionDiagram
        definitionKey={detail.definitionKey}
        painted={painted}
        flows={flows}
        focus={focus}
        label={t('diagram.label', { title: detail.title })}
      />
      {times.length > 1 && shownAt !== null && (
        <div className="time-travel">
          <b id="zeitreise">{t('diagram.timeTravel')}</b>
          <IconButton
            icon="skipBack"
            compact
            label={t('diagram.earlier')}
            disabled={at === 0}
            onClick={() => setChosen(Math.max(0, at - 1))}
          />
          <IconButton
            icon="skipNext"
            compact
            label={t('diagram.later')}
            disabled={!past}
            onClick={() => setChosen(at + 1)}
          />
          <input
            type="range"
            min={0}
            max={last}
            step={1}
            value={at}
            aria-labelledby="zeitreise"
            aria-valuetext={`${words}, ${shown?.step ?? ''} ${momentWords(shownAt, now, t)}`}
            onChange={(event) => setChosen(Number(event.target.value))}
          />
          <span className="time-travel-at">
            <b>{words}</b>
            <span className="muted">{past ? momentWords(shownAt, now, t) : t('diagram.now')}</span>
          </span>
        </div>
      )}
    </section>
  );
}
