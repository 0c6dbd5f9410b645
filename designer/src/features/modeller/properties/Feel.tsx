import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../ui/Icon';
import type { Variable } from '../model/variables';

interface Outcome {
  value: string | null;
  fault: string | null;
}

interface Props {
  label: string;
  hint?: string;
  value: string;
  variables: Variable[];
  onCommit: (text: string) => void;
}

const word = /[\p{L}_][\p{L}\p{N}_.]*$/u;
const choicesShown = 8;

/** The text of an expression, with the names known here and its result for sample values. */
export function FeelField({ label, hint, value, variables, onCommit }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(-1);
  const [closed, setClosed] = useState(true);
  const area = useRef<HTMLTextAreaElement>(null);
  const text = typed ?? value;
  const start = word.exec(text.slice(0, caret))?.[0] ?? '';
  const matching = closed || start === '' ? [] : matches(variables, start);
  const commit = () => {
    setClosed(true);
    if (typed !== null && typed !== value)
      onCommit(typed.trim() === '' || typed.startsWith('=') ? typed.trim() : `=${typed.trim()}`);
    setTyped(null);
  };
  const take = (name: string) => {
    const before = text.slice(0, caret - start.length) + name;
    setTyped(before + text.slice(caret));
    setClosed(true);
    requestAnimationFrame(() => area.current?.setSelectionRange(before.length, before.length));
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      setClosed(false);
      return;
    }
    if (matching.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = matching[active];
    if (step !== undefined) setActive((active + step + matching.length) % matching.length);
    else if (event.key === 'Escape') setClosed(true);
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) take(chosen.name);
    else return;
    event.preventDefault();
  };
  return (
    <div className="field feel">
      <label htmlFor={id}>{label}</label>
      <span className="hint" id={`${id}-hint`}>
        {hint ?? t('modeller.feel.hint')}
      </span>
      <textarea
        id={id}
        ref={area}
        className="input feel-text"
        rows={3}
        spellCheck={false}
        role="combobox"
        aria-expanded={matching.length > 0}
        aria-controls={`${id}-names`}
        aria-autocomplete="list"
        aria-activedescendant={matching[active] === undefined ? undefined : `${id}-${active}`}
        aria-describedby={`${id}-hint`}
        value={text}
        onChange={(event) => {
          setTyped(event.target.value);
          setCaret(event.target.selectionStart);
          setActive(-1);
          setClosed(false);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={commit}
        onKeyDown={onKey}
      />
      <div
        className="feel-names"
        id={`${id}-names`}
        role="listbox"
        aria-label={t('modeller.feel.names')}
        hidden={matching.length === 0}
      >
        {matching.map((variable, at) => (
          // The keys are taken by the text field, as in every combobox.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={variable.name}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === active}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(variable.name)}
          >
            <b>{variable.name}</b> <span className="muted">{variable.from}</span>
          </div>
        ))}
      </div>
      {text.trim() !== '' && <TryOut expression={text} variables={variables} />}
    </div>
  );
}

function matches(variables: Variable[], start: string): Variable[] {
  const wanted = start.toLocaleLowerCase('de');
  return variables
    .filter(({ name, title }) => name !== start && `${name} ${title}`.toLocaleLowerCase('de').includes(wanted))
    .slice(0, choicesShown);
}

/** The result for sample values, at once. */
function TryOut({ expression, variables }: { expression: string; variables: Variable[] }) {
  const { t } = useTranslation();
  const used = useMemo(
    () =>
      variables.filter(({ name }) =>
        new RegExp(`(^|[^\\p{L}\\p{N}_.])${name}([^\\p{L}\\p{N}_]|$)`, 'u').test(expression),
      ),
    [expression, variables],
  );
  const [samples, setSamples] = useState<Record<string, string>>({});
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useEffect(() => {
    let gone = false;
    void import('../model/feel').then(({ evaluate }) => {
      const values = Object.fromEntries(used.map((variable) => [variable.name, sampleOf(variable, samples)]));
      if (!gone) setOutcome(evaluate(expression, values));
    });
    return () => {
      gone = true;
    };
  }, [expression, used, samples]);
  return (
    <div className="try-out">
      {used.map((variable) => (
        <label key={variable.name}>
          <span>{variable.title}</span>
          <input
            className="input"
            placeholder={t('modeller.feel.sample')}
            value={samples[variable.name] ?? ''}
            onChange={(event) => setSamples({ ...samples, [variable.name]: event.target.value })}
          />
        </label>
      ))}
      <p role="status" className={outcome?.fault == null ? 'small' : 'small danger-text'}>
        {outcome !== null &&
          (outcome.fault === null ? (
            t('modeller.feel.result', { value: outcome.value })
          ) : (
            <>
              <Icon name="alert" size={16} /> {t('modeller.feel.fault', { fault: outcome.fault })}
            </>
          ))}
      </p>
    </div>
  );
}

function sampleOf({ name, type }: Variable, samples: Record<string, string>): unknown {
  const text = samples[name];
  if (text === undefined || text === '') return null;
  if (type === 'boolean') return /^(ja|true|yes)$/i.test(text);
  const number = Number(text.replace(',', '.'));
  return type !== 'text' && type !== 'date' && !Number.isNaN(number) ? number : text;
}
