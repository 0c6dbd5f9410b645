import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../ui/Button';
import { Icon } from '../../../ui/Icon';
import { useEditing } from '../editor';
import { isNode, type Json } from '../model/document';
import { choiceText, textIn, withChoiceText } from '../model/texts';

/** What can be chosen, one a line: Enter adds the next one, Alt and arrows move it. A value that was stored stays as it is. */
export function ChoiceList({ label, property, entries }: { label: string; property: string; entries: Json[] }) {
  const { t } = useTranslation();
  const { set, announce } = useEditing();
  const list = useRef<HTMLOListElement>(null);
  const put = (next: Json[]) => set({ [property]: next });
  const focus = (at: number) =>
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLInputElement>('input')[at]?.focus());
  const add = (at: number) => {
    put(entries.toSpliced(at, 0, ''));
    focus(at);
  };
  const move = (at: number, to: number) => {
    const entry = entries[at];
    if (entry === undefined || to < 0 || to >= entries.length) return;
    put(entries.toSpliced(at, 1).toSpliced(to, 0, entry));
    announce(
      t('formEditor.said.entryMoved', {
        name: textIn(choiceText(entry), 'de'),
        position: to + 1,
        size: entries.length,
      }),
    );
    focus(to);
  };
  const remove = (at: number) => {
    put(entries.toSpliced(at, 1));
    focus(Math.max(at - 1, 0));
  };
  const onKey = (event: KeyboardEvent, at: number) => {
    const isLast =
      event.key === 'Backspace' && event.currentTarget instanceof HTMLInputElement && event.currentTarget.value === '';
    const keys: Record<string, () => void> = {
      Enter: () => add(at + 1),
      ...(event.altKey ? { ArrowUp: () => move(at, at - 1), ArrowDown: () => move(at, at + 1) } : {}),
      ...(isLast && entries.length > 1 ? { Backspace: () => remove(at) } : {}),
    };
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <div className="choice-list" role="group" aria-label={label}>
      <span className="choice-list-label">{label}</span>
      <ol ref={list}>
        {entries.map((entry, at) => (
          // Lines have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at}>
            <input
              className="input"
              aria-label={t('formEditor.entry', { list: label, number: at + 1 })}
              aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
              value={textIn(choiceText(entry), 'de')}
              onChange={(event) =>
                put(entries.map((old, index) => (index === at ? named(old, event.target.value) : old)))
              }
              onKeyDown={(event) => onKey(event, at)}
            />
            <IconButton
              icon="trash"
              compact
              label={t('formEditor.removeEntry', { name: textIn(choiceText(entry), 'de') || String(at + 1) })}
              onClick={() => remove(at)}
            />
          </li>
        ))}
      </ol>
      <button type="button" className="link-button with-icon" onClick={() => add(entries.length)}>
        <Icon name="add" size={16} />
        {t(
          property === 'rows'
            ? 'formEditor.addRow'
            : property === 'columns'
              ? 'formEditor.addColumn'
              : 'formEditor.addChoice',
        )}
      </button>
    </div>
  );
}

/** A plain entry is its own value; one with a value of its own only reads otherwise. */
function named(entry: Json, text: string): Json {
  return isNode(entry) ? withChoiceText(entry, 'de', text) : text;
}
