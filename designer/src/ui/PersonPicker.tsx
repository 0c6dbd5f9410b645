import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../api/client';
import type { AssigneeChoice, Person } from '../api/schema';
import { Icon } from './Icon';
import { personText } from './people';

interface Props {
  label: string;
  value: Person | null;
  onChange: (person: Person) => void;
  /** Offers only who may take this task, and says why others may not. */
  taskKey?: string;
  error?: string | null;
}

const settleMs = 200;

async function choicesFor(taskKey: string | undefined, q: string, signal: AbortSignal): Promise<AssigneeChoice[]> {
  if (taskKey !== undefined)
    return bodyOf(api.GET('/api/tasks/{key}/assignees', { params: { path: { key: taskKey }, query: { q } }, signal }));
  const people = await bodyOf(api.GET('/api/people', { params: { query: { q } }, signal }));
  return people.map((person) => ({ person, allowed: true, reason: null }));
}

/** Finds a person by name or office and chooses one. */
export function PersonPicker({ label, value, onChange, taskKey, error }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setWanted(text.trim()), settleMs);
    return () => clearTimeout(timer);
  }, [text]);
  const choices = useQuery({
    queryKey: ['people', taskKey ?? null, wanted],
    queryFn: ({ signal }) => choicesFor(taskKey, wanted, signal),
    placeholderData: (known) => known,
  });
  const invalid = error != null;
  return (
    <fieldset className={invalid ? 'field person-picker invalid' : 'field person-picker'}>
      <legend className="field-label">{label}</legend>
      <input
        className="input"
        type="search"
        autoComplete="off"
        aria-label={t('people.search')}
        placeholder={t('people.search')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div
        className="people"
        role="radiogroup"
        aria-label={label}
        aria-describedby={invalid ? `${id}-error` : undefined}
      >
        {choices.data?.map(({ person, allowed, reason }) => (
          <label key={person.userName} className={allowed ? 'person' : 'person refused'}>
            <input
              type="radio"
              name={id}
              checked={value?.userName === person.userName}
              disabled={!allowed}
              onChange={() => onChange(person)}
            />
            <span>
              {personText(person)}
              {reason !== null && !allowed && (
                <small>
                  <Icon name="lock" size={16} /> {reason}
                </small>
              )}
            </span>
          </label>
        ))}
        {choices.data?.length === 0 && <p className="muted">{t('people.nobody')}</p>}
      </div>
      {invalid && (
        <span className="error" id={`${id}-error`}>
          <Icon name="alert" size={16} /> {error}
        </span>
      )}
    </fieldset>
  );
}
