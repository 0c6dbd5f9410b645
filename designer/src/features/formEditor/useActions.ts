import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { hideToast, showToast } from '../../ui/toast';
import type { Actions } from './editor';
import {
  addPage,
  type Change,
  childPlaces,
  type FormNode,
  insertAt,
  type Json,
  moveBy,
  moveInto,
  moveOut,
  moveTo,
  nodeAt,
  type Place,
  placeForNew,
  removeAt,
  roleOf,
  rowsOf,
  setProperties,
  standing,
} from './model/document';
import { newField } from './model/kinds';
import { copied, keepCopied } from './clipboard';
import { copyOf, nameFor, rename, scopeOf, takenNames, withFreeNames } from './model/names';
import { textIn } from './model/texts';
import { titleOf } from './words';

interface Needs {
  form: FormNode;
  place: Place;
  change: (change: Change, key?: string | null) => void;
  undo: () => void;
  announce: (text: string) => void;
  focusRow: (place: Place) => void;
  focusQuestions: () => void;
}

type Setting = Actions & { set: (changes: Record<string, Json | undefined>) => void };

/** What can be done with the lines of a form; each says what it did. */
export function useActions(needs: Needs): Setting {
  const { t } = useTranslation();
  const latest = useRef(needs);
  const toast = useRef<number | null>(null);
  const made = useRef(new Set<Json>());
  useEffect(() => {
    latest.current = needs;
  });
  // What was deleted can be brought back as long as nothing else has been changed.
  const { form } = needs;
  const deleted = useRef<FormNode | null>(null);
  useEffect(() => {
    if (toast.current === null || deleted.current === form) return;
    hideToast(toast.current);
    toast.current = null;
  }, [form]);

  return useMemo(() => {
    const nameOf = (current: FormNode, place: Place) => {
      const row = rowsOf(current).find((one) => one.place === place);
      return row === undefined ? '' : titleOf(current, row, t);
    };
    const whereabouts = (current: FormNode, place: Place) => {
      const { owner, index } = standing(place);
      const holder = nodeAt(current, owner);
      return {
        name: nameOf(current, place),
        owner: nameOf(current, owner),
        position: index + 1,
        size: holder === null ? 1 : childPlaces(holder, owner).length,
      };
    };
    const moved = (next: Change) => {
      const { form: before, change, announce, focusRow } = latest.current;
      if (next.form === before) {
        announce(t('formEditor.said.stays', { name: nameOf(before, next.place) }));
        return;
      }
      change(next);
      announce(t('formEditor.said.moved', whereabouts(next.form, next.place)));
      focusRow(next.place);
    };
    return {
      add: (kind, owner, index) => {
        const { form: current, place, change, announce, focusQuestions } = latest.current;
        const target = owner === undefined ? placeForNew(current, place) : { owner, index: index ?? 0 };
        const scope = scopeOf(current, `${target.owner}/elements/0`);
        const field = newField(kind, nameFor('feld', takenNames(current, scope, null)));
        const next = insertAt(current, target.owner, target.index, field);
        made.current.add(field.name ?? '');
        change(next);
        announce(t('formEditor.said.added', whereabouts(next.form, next.place)));
        focusQuestions();
      },
      addPage: () => {
        const { form: current, place, change, announce, focusQuestions } = latest.current;
        const next = addPage(current, place);
        change(next);
        announce(t('formEditor.said.added', whereabouts(next.form, next.place)));
        focusQuestions();
      },
      remove: (place) => {
        const { form: current, change, announce, focusRow } = latest.current;
        const { owner, list } = standing(place);
        if (place === '') return;
        if (list === 'pages' && childPlaces(nodeAt(current, owner) ?? {}, owner).length === 1) {
          announce(t('formEditor.said.lastPage'));
          showToast(t('formEditor.said.lastPage'));
          return;
        }
        const name = nameOf(current, place);
        const next = removeAt(current, place);
        change(next);
        deleted.current = next.form;
        announce(t('formEditor.said.removed', { name }));
        toast.current = showToast(t('formEditor.said.removed', { name }), {
          action: {
            label: t('modeller.undo'),
            run: () => {
              if (latest.current.form !== next.form) return;
              latest.current.undo();
              latest.current.announce(t('formEditor.said.restored', { name }));
              latest.current.focusRow(place);
            },
          },
        });
        focusRow(next.place);
      },
      duplicate: (place) => {
        const { form: current, change, announce, focusRow } = latest.current;
        const copy = place === '' ? null : copyOf(current, place);
        if (copy === null) return;
        const { owner, index } = standing(place);
        const next = insertAt(current, owner, index + 1, copy);
        change(next);
        announce(t('formEditor.said.copied', whereabouts(next.form, next.place)));
        focusRow(next.place);
      },
      copy: (place) => {
        const { form: current, announce } = latest.current;
        const node = nodeAt(current, place);
        const role = roleOf(place);
        if (node === null || (role !== 'page' && role !== 'field')) return;
        keepCopied(node, role === 'page');
        announce(t('formEditor.said.kept', { name: nameOf(current, place) }));
      },
      paste: () => {
        const { form: current, place, change, announce, focusRow } = latest.current;
        const kept = copied();
        if (kept === null) return;
        const paged = kept.isPage ? addPage(current, place) : null;
        const target = placeForNew(current, place);
        const scope = scopeOf(current, `${target.owner}/elements/0`);
        const node = withFreeNames(kept.node, kept.isPage, takenNames(current, kept.isPage ? '' : scope, null));
        const next =
          paged === null
            ? insertAt(current, target.owner, target.index, node)
            : { form: setProperties(paged.form, paged.place, node), place: paged.place };
        change(next);
        announce(t('formEditor.said.added', whereabouts(next.form, next.place)));
        focusRow(next.place);
      },
      move: (place, way) => {
        const { form: current } = latest.current;
        if (place === '') return;
        if (way === 'up' || way === 'down') moved(moveBy(current, place, way === 'up' ? -1 : 1));
        else moved(way === 'in' ? moveInto(current, place) : moveOut(current, place));
      },
      drop: (place, owner, index) => moved(moveTo(latest.current.form, place, owner, index)),
      set: (changes) => {
        const { form: current, place, change } = latest.current;
        change(
          { form: changed(current, place, changes, made.current), place },
          `${place} ${Object.keys(changes).join(' ')}`,
        );
      },
    };
  }, [t]);
}

/** A form with properties set; a field made here takes its name from its title, until somebody gives it one. */
function changed(form: FormNode, place: Place, changes: Record<string, Json | undefined>, made: Set<Json>): FormNode {
  const old = nodeAt(form, place)?.name;
  if (typeof changes.name === 'string' && roleOf(place) !== 'page') {
    made.delete(old ?? '');
    return rename(form, place, changes.name);
  }
  const next = setProperties(form, place, changes);
  if (changes.title === undefined || old === undefined || !made.has(old)) return next;
  const title = textIn(changes.title, 'de');
  const name = nameFor(title.trim() === '' ? 'feld' : title, takenNames(form, scopeOf(form, place), place));
  made.add(name);
  return rename(next, place, name);
}
