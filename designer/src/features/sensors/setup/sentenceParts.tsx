import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../ui/Icon';
import { numberOf, numberText } from '../devices/deviceForm';
import { durationOf, partsOf, type Unit, units } from './duration';

/** A choice inside a sentence. */
export function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: { value: string; text: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <span className="select inline">
      <select
        className="input inline"
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </span>
  );
}

/** A number inside a sentence; what is no number yet is not taken over. */
export function Amount({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (value: number) => void;
}) {
  const [text, setText] = useState(numberText(value));
  const shown = numberOf(text) === value ? text : numberText(value);
  const [typing, setTyping] = useState(false);
  return (
    <input
      className="input inline amount"
      aria-label={label}
      inputMode="decimal"
      value={typing ? text : shown}
      onFocus={() => {
        setText(numberText(value));
        setTyping(true);
      }}
      onBlur={() => setTyping(false)}
      onChange={(event) => {
        setText(event.target.value);
        const read = numberOf(event.target.value);
        if (read !== null) onChange(read);
      }}
    />
  );
}

/** A span of time inside a sentence. */
export function DurationInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const { count, unit } = partsOf(value);
  return (
    <span className="duration">
      <Amount label={label} value={count} onChange={(next) => onChange(durationOf(next, unit))} />
      <Choice
        label={t('sensing.duration.unit', { label })}
        value={unit}
        options={units.map((name) => ({ value: name, text: t(`sensing.duration.names.${name}`) }))}
        onChange={(next) => onChange(durationOf(count, next as Unit))}
      />
    </span>
  );
}
