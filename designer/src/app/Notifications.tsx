import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api, bodyOf } from '../api/client';
import type { Notification } from '../api/schema';
import { Button, IconButton } from '../ui/Button';
import { countText } from '../ui/count';
import { Moment } from '../ui/Moment';
import { Empty, Loaded } from '../ui/states';

const pathOf: Record<NonNullable<Notification['target']>['kind'], string> = {
  task: '/posteingang',
  case: '/vorgaenge',
  idea: '/ideen',
  incident: '/betrieb?incident=',
};

/** Where a notice leads; null when it only informs. */
export function targetPath(target: Notification['target']): string | null {
  if (target === null) return null;
  const base = pathOf[target.kind];
  return base.endsWith('=') ? base + target.key : `${base}/${target.key}`;
}

export function Notifications({ unread }: { unread: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && anchor.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);
  const onKey = (event: React.KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    setOpen(false);
    anchor.current?.querySelector('button')?.focus();
  };
  return (
    <div className="menu-anchor" ref={anchor} onKeyDown={onKey} role="presentation">
      <IconButton
        icon="bell"
        size={24}
        label={unread > 0 ? t('notifications.unread', { count: unread }) : t('notifications.title')}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {unread > 0 && (
        <span className="bell-count" aria-hidden="true">
          {countText(unread)}
        </span>
      )}
      {open && <NotificationList onClose={() => setOpen(false)} />}
    </div>
  );
}

function NotificationList({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: ['notifications'],
    queryFn: ({ pageParam }) =>
      bodyOf(api.GET('/api/notifications', { params: { query: { after: pageParam ?? undefined } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const read = useMutation({
    mutationFn: (which: { keys: string[] } | { all: true }) =>
      bodyOf(api.POST('/api/notifications/read', { body: which })),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['notifications'] }),
        client.invalidateQueries({ queryKey: ['session'] }),
      ]),
  });
  const open = (entry: Notification) => {
    if (!entry.read) read.mutate({ keys: [entry.key] });
    const path = targetPath(entry.target);
    onClose();
    if (path !== null) void navigate(path);
  };
  return (
    <section className="menu notifications" aria-label={t('notifications.title')}>
      <header>
        <h2>{t('notifications.title')}</h2>
        <Button kind="plain" small onClick={() => read.mutate({ all: true })}>
          {t('notifications.readAll')}
        </Button>
      </header>
      <Loaded query={query}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0)
            return (
              <Empty icon="bell" title={t('notifications.none')}>
                {t('notifications.noneHint')}
              </Empty>
            );
          return (
            <ul>
              {rows.map((entry) => (
                <li key={entry.key}>
                  <button
                    type="button"
                    className={entry.read ? 'notification' : 'notification unread'}
                    onClick={() => open(entry)}
                  >
                    <span>
                      {entry.text}
                      {!entry.read && <span className="hidden-visually"> ({t('notifications.new')})</span>}
                    </span>
                    <small className="muted">
                      <Moment at={entry.at} />
                    </small>
                  </button>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      {query.hasNextPage && (
        <Button kind="plain" onClick={() => void query.fetchNextPage()}>
          {t('common.loadMore')}
        </Button>
      )}
    </section>
  );
}
