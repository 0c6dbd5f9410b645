import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { ApiError } from '../../api/client';
import { useMe } from '../../api/session';
import type { InboxPage as Answer, InboxQuery, JsonObject, TaskDetail } from '../../api/schema';
import { Dialog } from '../../ui/Dialog';
import { useShortcuts } from '../../ui/shortcuts';
import { ShortcutList } from '../../ui/ShortcutList';
import { Empty, problemText } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { showToast } from '../../ui/toast';
import { type BulkAction, BulkBar } from './BulkBar';
import { BulkPane } from './BulkPane';
import { ListColumn } from './ListColumn';
import { Separator } from './Separator';
import { rowId } from './TaskRowItem';
import { TaskPane } from './TaskPane';
import { Views } from './ViewsColumn';
import { completeLater, useHiddenTasks } from './completion';
import './inbox.css';
import { addressOfQuery, isFiltered, queryOfAddress, sameQuery } from './location';
import { useInbox, useRefreshTasks, useSavedViews } from './queries';
import { markRows, neighbour, successor } from './selection';

const inList = (): boolean => document.activeElement?.closest('.list') != null;
const noPages: Answer[] = [];
const noFaults: { key: string; errors: Record<string, string[]> } | null = null;

/** Views, list and task side by side. */
export function InboxPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const selected = useParams().taskKey ?? null;
  const [search] = useSearchParams();
  const query = useMemo(() => queryOfAddress(search), [search]);
  const saved = useSavedViews().data;
  const result = useInbox(query);
  const hidden = useHiddenTasks();
  const refresh = useRefreshTasks();
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string | null>(null);
  const [bulkAction, setBulkAction] = useState<BulkAction>('claim');
  const [refused, setRefused] = useState(noFaults);
  const [helpOpen, setHelpOpen] = useState(false);
  const [entered, setEntered] = useState<string | null>(null);
  const left = useCallback(() => setEntered(null), []);
  const [listWidth, setListWidth] = useState(me.preferences.inboxListWidth);

  const address = addressOfQuery(query);
  const pages = result.data?.pages ?? noPages;
  const rows = useMemo(() => pages.flatMap((page) => page.rows).filter((row) => !hidden.has(row.key)), [pages, hidden]);
  const keys = useMemo(() => rows.map((row) => row.key), [rows]);
  const kept = isFiltered(query) ? saved?.find((view) => sameQuery(view.query, query)) : undefined;
  const title = kept?.name ?? t(`inbox.view.${query.view}`);
  useTitle(selected === null ? t('nav.inbox') : null);

  const open = useCallback(
    (key: string | null, focus: boolean) => {
      void navigate(`/posteingang${key === null ? '' : `/${key}`}${address}`, { replace: true });
      if (focus && key !== null) requestAnimationFrame(() => document.getElementById(rowId(key))?.focus());
    },
    [navigate, address],
  );
  const enter = useCallback(
    (key: string) => {
      open(key, false);
      setEntered(key);
    },
    [open],
  );
  const clear = () => setMarked(new Set());
  const mark = useCallback(
    (key: string, range: boolean) => {
      setMarked((known) => markRows(known, keys, key, range ? anchor.current : null));
      anchor.current = key;
    },
    [keys],
  );
  const step = (by: number) => open(neighbour(keys, selected, by), true);
  const extend = (by: number) => {
    const next = neighbour(keys, selected, by);
    if (selected === null || next === null) return;
    setMarked((known) => new Set([...known, selected, next]));
    open(next, true);
  };

  useShortcuts(
    {
      j: () => step(1),
      k: () => step(-1),
      x: () => selected !== null && mark(selected, false),
      '/': () => document.getElementById('suche')?.focus(),
      '?': () => setHelpOpen(true),
    },
    me.preferences.singleKeyShortcuts,
  );
  useShortcuts(
    {
      ArrowDown: () => inList() && step(1),
      ArrowUp: () => inList() && step(-1),
      'Shift+ArrowDown': () => inList() && extend(1),
      'Shift+ArrowUp': () => inList() && extend(-1),
      Escape: () => {
        if (marked.size > 0) return clear();
        if (selected === null || inList()) return false;
        document.getElementById(rowId(selected))?.focus();
      },
    },
    true,
  );

  const complete = useCallback(
    (task: TaskDetail, variables: JsonObject) => {
      const back = () => open(task.key, true);
      setRefused(null);
      completeLater({
        key: task.key,
        command:
          task.delegation?.state === 'pending' && task.delegation.owner.userName !== me.userName
            ? 'resolve'
            : 'complete',
        variables,
        undoSeconds: me.preferences.undoSeconds,
        texts: { done: t('task.done'), undo: t('task.undo', { count: me.preferences.undoSeconds }) },
        onUndo: back,
        onDone: () => void refresh(),
        onFailed: (error) => {
          if (error instanceof ApiError && error.problem.errors !== undefined)
            setRefused({ key: task.key, errors: error.problem.errors });
          showToast(t('task.notDone', { title: task.title, why: problemText(error, t) }), {
            seconds: null,
            action: { label: t('task.open'), run: back },
          });
          void refresh();
        },
      });
      open(successor(keys, task.key), true);
    },
    [keys, me, open, refresh, t],
  );

  const markedRows = rows.filter((row) => marked.has(row.key));
  return (
    <div
      className={selected === null ? 'inbox' : 'inbox has-task'}
      style={{ '--list-width': `${listWidth}px` } as React.CSSProperties}
    >
      <Views query={query} />
      <ListColumn
        query={query}
        title={title}
        rows={rows}
        total={pages[0] === undefined ? undefined : Math.max(0, pages[0].total - hiddenIn(pages, hidden))}
        result={result}
        selected={selected}
        marked={marked}
        onMark={mark}
        onEnter={enter}
        onMarkAll={(all) => setMarked(new Set(all ? keys : []))}
        onQuery={(next: InboxQuery) =>
          void navigate(`/posteingang${selected === null ? '' : `/${selected}`}${addressOfQuery(next)}`, {
            replace: true,
          })
        }
        bulk={<BulkBar count={marked.size} action={bulkAction} onAction={setBulkAction} onClear={clear} />}
      />
      <Separator width={listWidth} onWidth={setListWidth} />
      {markedRows.length > 0 ? (
        <BulkPane rows={markedRows} action={bulkAction} onDone={clear} />
      ) : selected !== null && !hidden.has(selected) ? (
        <TaskPane
          taskKey={selected}
          takesFocus={entered === selected}
          onFocused={left}
          backTo={`/posteingang${address}`}
          refused={refused?.key === selected ? refused.errors : null}
          onComplete={complete}
        />
      ) : (
        <section className="task-pane nothing" aria-label={t('task.region')}>
          <Empty icon="inbox" title={t('inbox.choose')}>
            {t('inbox.chooseHint')}
          </Empty>
        </section>
      )}
      {helpOpen && (
        <Dialog title={t('help.keysTitle')} size="wide" onClose={() => setHelpOpen(false)}>
          <ShortcutList />
        </Dialog>
      )}
    </div>
  );
}

function hiddenIn(pages: Answer[], hidden: ReadonlySet<string>): number {
  return pages.flatMap((page) => page.rows).filter((row) => hidden.has(row.key)).length;
}
