import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import type { Model, PageModel } from 'survey-core';

export interface FormPage {
  name: string;
  title: string;
  state: 'done' | 'current' | 'open';
}

/** The pages of a form of which one is shown at a time. */
export interface FormPages {
  pages: FormPage[];
  index: number;
  /** Goes to a page; leaving it forwards needs correct answers. False where they are not. */
  goTo: (index: number) => boolean;
  /** Checks the pages seen so far, then shows the first one not seen yet. True when all were seen and are correct. */
  finish: () => boolean;
}

function subscribe(model: Model, listener: () => void): () => void {
  model.onCurrentPageChanged.add(listener);
  model.onPageVisibleChanged.add(listener);
  return () => {
    model.onCurrentPageChanged.remove(listener);
    model.onPageVisibleChanged.remove(listener);
  };
}

/** What stands for the pages now: which are visible, and which one is shown. */
function standing(model: Model): string {
  return [model.currentPageNo, ...model.visiblePages.map((page) => page.name)].join('\n');
}

function show(model: Model, index: number): void {
  model.currentPageNo = index;
}

export function useFormPages(model: Model, readOnly: boolean, pageWord: (number: number) => string): FormPages {
  const now = useSyncExternalStore(
    useCallback((listener: () => void) => subscribe(model, listener), [model]),
    () => standing(model),
  );
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());

  const correct = useCallback((page: PageModel) => readOnly || page.validate(true, false), [readOnly]);
  const leave = useCallback((page: PageModel) => setLeft((known) => new Set([...known, page.name])), []);

  const goTo = useCallback(
    (index: number) => {
      const current = model.currentPage as PageModel;
      if (index > model.currentPageNo && !correct(current)) return false;
      leave(current);
      show(model, index);
      return true;
    },
    [model, correct, leave],
  );
  const finish = useCallback(() => {
    const current = model.currentPage as PageModel;
    const pages = model.visiblePages as PageModel[];
    const known = pages.filter((page) => page === current || left.has(page.name));
    // Every page is checked before the answer, so that all faults are told at once.
    if (known.map(correct).includes(false)) return false;
    const unseen = pages.findIndex((page) => !known.includes(page));
    if (unseen === -1) return true;
    leave(current);
    show(model, unseen);
    return false;
  }, [model, left, correct, leave]);

  return useMemo(() => {
    const [index, ...names] = now.split('\n');
    const pages = names.map((name, at) => ({
      name,
      title: model.getPageByName(name)?.processedTitle || pageWord(at + 1),
      state: at === Number(index) ? ('current' as const) : left.has(name) ? ('done' as const) : ('open' as const),
    }));
    return { pages, index: Number(index), goTo, finish };
  }, [model, now, left, goTo, finish, pageWord]);
}
