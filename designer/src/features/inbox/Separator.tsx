import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import { sessionQuery, useMe } from '../../api/session';

const widthMin = 320;
const widthMax = 560;
const step = 16;

function within(width: number): number {
  return Math.min(Math.max(Math.round(width), widthMin), widthMax);
}

/** The line between list and task: dragged, or moved with the arrow keys; kept per person. */
export function Separator({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (inboxListWidth: number) =>
      bodyOf(api.PUT('/api/me/preferences', { body: { ...me.preferences, inboxListWidth } })),
    onSuccess: (preferences) => {
      client.setQueryData(sessionQuery.queryKey, (known) =>
        known?.user == null ? known : { ...known, user: { ...known.user, preferences } },
      );
    },
  });
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -step, ArrowRight: step }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onWidth(within(width + by));
    save.mutate(within(width + by));
  };
  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const list = event.currentTarget.previousElementSibling;
    if (list !== null) onWidth(within(event.clientX - list.getBoundingClientRect().left));
  };
  return (
    // A separator that can be moved is a control (ARIA 1.2); it has no native element.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className="separator"
      role="separator"
      aria-orientation="vertical"
      aria-label={t('inbox.separator')}
      aria-valuenow={width}
      aria-valuemin={widthMin}
      aria-valuemax={widthMax}
      tabIndex={0}
      onKeyDown={onKey}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onMove}
      onPointerUp={() => save.mutate(width)}
    />
  );
}
