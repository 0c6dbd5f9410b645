import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplayStep } from '../../api/schema';
import { IconButton } from '../../ui/Button';
import { useNow } from '../../ui/now';
import { momentWords } from '../../ui/time';
import { stepText } from '../record';

/** How long a step stays while the case is played. */
const playMs = 1_200;

interface Props {
  steps: ReplayStep[];
  at: number;
  onChoose: (index: number) => void;
}

/** The bar under the diagram: one notch per step, with the keys of a slider (arrows, Home, End, page). */
export function TimeTravel({ steps, at, onChoose }: Props) {
  const { t } = useTranslation();
  const now = useNow();
  const [playing, setPlaying] = useState(false);
  const last = steps.length - 1;
  const step = steps[at];
  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => {
      onChoose(at + 1);
      if (at + 1 >= last) setPlaying(false);
    }, playMs);
    return () => clearTimeout(timer);
  }, [playing, at, last, onChoose]);

  const choose = (index: number) => {
    setPlaying(false);
    onChoose(index);
  };
  const play = () => {
    if (!playing && at === last) onChoose(0);
    setPlaying(!playing);
  };
  const page = (event: KeyboardEvent) => {
    const far = Math.max(1, Math.round(last / 10));
    if (event.key === 'PageUp') choose(Math.max(0, at - far));
    else if (event.key === 'PageDown') choose(Math.min(last, at + far));
    else return;
    event.preventDefault();
  };
  if (step === undefined) return null;
  const when = momentWords(new Date(step.at), now, t);
  const words = t('diagram.stepOf', { step: at + 1, steps: steps.length });
  const what = stepText(step.lines, now, t);
  return (
    <div className="time-travel">
      <b id="zeitreise">{t('diagram.timeTravel')}</b>
      <span className="travel-buttons">
        <IconButton
          icon="skipBack"
          compact
          label={t('diagram.earlier')}
          disabled={at === 0}
          onClick={() => choose(at - 1)}
        />
        <IconButton
          icon={playing ? 'pause' : 'play'}
          compact
          label={t(playing ? 'diagram.pause' : 'diagram.play')}
          onClick={play}
        />
        <IconButton
          icon="skipNext"
          compact
          label={t('diagram.later')}
          disabled={at === last}
          onClick={() => choose(at + 1)}
        />
      </span>
      <span className="travel-bar">
        <input
          type="range"
          min={0}
          max={last}
          step={1}
          value={at}
          list="zeitreise-schritte"
          aria-labelledby="zeitreise"
          aria-valuetext={`${words}, ${when}: ${what}`}
          onKeyDown={page}
          onChange={(event) => choose(Number(event.target.value))}
        />
        <span className="travel-ends muted small" aria-hidden="true">
          <span>{momentWords(new Date(steps[0]?.at ?? step.at), now, t)}</span>
          <span>{t('diagram.now')}</span>
        </span>
        <datalist id="zeitreise-schritte">
          {steps.map((_, index) => (
            <option key={index} value={index} />
          ))}
        </datalist>
      </span>
      <span className="time-travel-at" role="status">
        <b>{words}</b>
        <span className="muted">{at === last ? t('diagram.now') : when}</span>
      </span>
    </div>
  );
}
