import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api, bodyOf } from '../api/client';
import type { SearchResult } from '../api/schema';
import { Icon } from '../ui/Icon';
import type { IconName } from '../ui/icons';

interface Hit {
  id: string;
  to: string;
  icon: IconName;
  title: string;
  detail: string;
}

/** All hits as one list in the order they are shown. */
export function hitsOf(result: SearchResult): Hit[] {
  return [
    ...result.tasks.map((row) => ({
      id: `t${row.key}`,
      to: `/posteingang/${row.key}`,
      icon: 'inbox' as const,
      title: row.title,
      detail: `${row.caseNumber} · ${row.processName}`,
    })),
    ...result.cases.map((row) => ({
      id: `c${row.key}`,
      to: `/vorgaenge/${row.key}`,
      icon: 'folder' as const,
      title: row.title,
      detail: `${row.number} · ${row.processName}`,
    })),
    ...result.ideas.map((row) => ({
      id: `i${row.key}`,
      to: `/ideen/${row.key}`,
      icon: 'idea' as const,
      title: row.title,
      detail: `${row.number} · ${row.status}`,
    })),
    ...result.processes.map((row) => ({
      id: `p${row.id}`,
      to: `/prozesse/${row.id}`,
      icon: 'process' as const,
      title: row.name,
      detail: '',
    })),
  ];
}

const settleMs = 200;

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** Search over everything the person may see; arrows choose, Enter opens. */
export function SearchBox({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(0);
  const wanted = useSettled(text.trim());
  const result = useQuery({
    queryKey: ['search', wanted],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/search', { params: { query: { q: wanted } }, signal })),
    enabled: wanted.length > 1,
    placeholderData: keepPreviousData,
  });
  const hits = result.data === undefined || wanted.length < 2 ? [] : hitsOf(result.data);
  const shown = open && wanted.length > 1 && result.data !== undefined;

  const go = (hit: Hit | undefined) => {
    if (hit === undefined && wanted === '') return;
    setOpen(false);
    onDone();
    void navigate(hit?.to ?? `/vorgaenge?q=${encodeURIComponent(text.trim())}`);
  };
  const onKey = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      setOpen(false);
    } else if (event.key === 'Enter') {
      go(shown ? hits[chosen] : undefined);
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && hits.length > 0) {
      event.preventDefault();
      setChosen((at) => (at + (event.key === 'ArrowDown' ? 1 : -1) + hits.length) % hits.length);
    }
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- leaving the box closes its hits
    <div
      className="search"
      role="search"
      ref={box}
      onBlur={(event) => {
        if (event.relatedTarget === null || box.current?.contains(event.relatedTarget) !== true) setOpen(false);
      }}
    >
      <Icon name="search" />
      <input
        className="input"
        type="search"
        role="combobox"
        id="suche"
        autoComplete="off"
        aria-label={t('search.label')}
        placeholder={t('search.placeholder')}
        aria-expanded={shown}
        aria-controls={`${id}-hits`}
        aria-autocomplete="list"
        aria-activedescendant={shown && hits[chosen] !== undefined ? `${id}-${hits[chosen].id}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={onKey}
      />
      <kbd aria-hidden="true">/</kbd>
      <div
        className="hits"
        role="listbox"
        id={`${id}-hits`}
        aria-label={t('search.hits')}
        hidden={!shown || hits.length === 0}
      >
        {hits.map((hit, at) => (
          // The list is walked from the field; a pointer may choose directly.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={hit.id}
            id={`${id}-${hit.id}`}
            role="option"
            aria-selected={at === chosen}
            className="hit"
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => go(hit)}
          >
            <Icon name={hit.icon} />
            <span>
              <b>{hit.title}</b>
              <small className="muted">{hit.detail}</small>
            </span>
          </div>
        ))}
      </div>
      {shown && hits.length === 0 && (
        <div className="hits nothing" role="status">
          {t('search.nothing', { text: wanted })}
        </div>
      )}
    </div>
  );
}
