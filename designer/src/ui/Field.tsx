import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon';

interface Frame {
  label: string;
  hint?: string | undefined;
  error?: string | null | undefined;
  optional?: boolean | undefined;
}

interface Wiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

function FieldFrame({ label, hint, error, optional, children }: Frame & { children: (wiring: Wiring) => ReactNode }) {
  const { t } = useTranslation();
  const id = useId();
  const invalid = error != null && error !== '';
  const described = [hint === undefined ? '' : `${id}-hint`, invalid ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={invalid ? 'field invalid' : 'field'}>
      <label htmlFor={id}>
        {label} {optional === true && <span className="optional">{t('common.optional')}</span>}
      </label>
      {hint !== undefined && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': invalid || undefined,
      })}
      {invalid && (
        <span className="error" id={`${id}-error`}>
          <Icon name="alert" size={16} /> {error}
        </span>
      )}
    </div>
  );
}

export function TextField({ label, hint, error, optional, ...input }: Frame & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <FieldFrame label={label} hint={hint} error={error} optional={optional}>
      {(wiring) => <input className="input" {...input} {...wiring} />}
    </FieldFrame>
  );
}

export function TextArea({
  label,
  hint,
  error,
  optional,
  ...input
}: Frame & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <FieldFrame label={label} hint={hint} error={error} optional={optional}>
      {(wiring) => <textarea className="input" rows={4} {...input} {...wiring} />}
    </FieldFrame>
  );
}

export function SelectField({
  label,
  hint,
  error,
  optional,
  children,
  ...input
}: Frame & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <FieldFrame label={label} hint={hint} error={error} optional={optional}>
      {(wiring) => (
        <span className="select">
          <select className="input" {...input} {...wiring}>
            {children}
          </select>
          <Icon name="down" />
        </span>
      )}
    </FieldFrame>
  );
}

interface CheckProps extends InputHTMLAttributes<HTMLInputElement> {
  label: ReactNode;
  count?: number;
}

export function Checkbox({ label, count, ...input }: CheckProps) {
  return (
    <label className="check-row">
      <input type="checkbox" className="checkbox" {...input} />
      <span>{label}</span>
      {count !== undefined && <span className="count">{count}</span>}
    </label>
  );
}
