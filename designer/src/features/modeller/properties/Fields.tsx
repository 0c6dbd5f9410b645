import { type ReactNode, useState } from 'react';
import { TextArea, TextField } from '../../../ui/Field';

interface Props {
  label: string;
  hint?: string;
  value: string;
  onCommit: (value: string) => void;
  error?: string | null;
  list?: string;
  type?: 'text' | 'number' | 'datetime-local';
  min?: number;
  max?: number;
  optional?: boolean;
}

/** A text that is taken over when the field is left, so that typing it is one step of undo. */
export function CommittedText({ value, onCommit, ...rest }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    if (typed !== null && typed !== value) onCommit(typed.trim());
    setTyped(null);
  };
  return (
    <TextField
      {...rest}
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setTyped(null);
      }}
    />
  );
}

export function CommittedArea({
  value,
  onCommit,
  ...rest
}: Omit<Props, 'list' | 'type' | 'min' | 'max'> & { rows?: number }) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextArea
      {...rest}
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (typed !== null && typed !== value) onCommit(typed.trim());
        setTyped(null);
      }}
    />
  );
}

/** One question of an office with its answers below. */
export function Question({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="question">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}
