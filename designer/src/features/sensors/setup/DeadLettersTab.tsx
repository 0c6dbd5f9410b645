import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pluginRequest } from '../../../api/client';
import { Badge } from '../../../ui/Badge';
import { Button } from '../../../ui/Button';
import { Checkbox, SelectField } from '../../../ui/Field';
import { Message } from '../../../ui/Message';
import { Moment } from '../../../ui/Moment';
import { TableScroll } from '../../../ui/TableScroll';
import { Empty, Loaded, problemText } from '../../../ui/states';
import { showToast } from '../../../ui/toast';
import { DeadLetterDialog, DiscardDialog } from './DeadLetterDialog';
import { type DeadLetter, deadRefreshMs, useDeadCounts, useReadAgain } from './deadLetters';

const codes = ['unreadable', 'unknown-device', 'not-decoded', 'refused'] as const;
/** Messages that could not be read: why, what they held, and reading them again. */
export function DeadLettersTab() {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [discarded, setDiscarded] = useState(false);
  const [open, setOpen] = useState<DeadLetter | null>(null);
  const [discarding, setDiscarding] = useState(false);
  const counts = useDeadCounts(true);
  const again = useReadAgain();
  const total = counts.data?.reduce((sum, entry) => sum + (code === '' || entry.code === code ? entry.count : 0), 0);
  const query = useInfiniteQuery({
    queryKey: ['sensor-dead', code, discarded],
    queryFn: ({ pageParam, signal }) =>
      pluginRequest<DeadLetter[]>(
        `/api/plugins/mqtt/dead-letters?code=${code}&discarded=${discarded}${pageParam === null ? '' : `&before=${pageParam}`}`,
        { signal },
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length === 50 ? (page.at(-1)?.number ?? null) : null),
    refetchInterval: deadRefreshMs,
  });
  const all = () =>
    again.mutate(code === '' ? {} : { code }, {
      onSuccess: ({ letters }) => showToast(t('sensing.dead.againAll', { count: letters })),
    });
  return (
    <div className="stack">
      <div className="section-head">
        <h2>{t('sensing.dead.title')}</h2>
        {!discarded && (total ?? 0) > 0 && (
          <span className="row-line">
            <Button icon="refresh" onClick={all}>
              {t(code === '' ? 'sensing.dead.readAll' : 'sensing.dead.readCode', { count: total ?? 0 })}
            </Button>
            {code !== '' && (
              <Button icon="trash" onClick={() => setDiscarding(true)}>
                {t('sensing.dead.discardCode')}
              </Button>
            )}
          </span>
        )}
      </div>
      <p className="muted">{t('sensing.dead.hint')}</p>
      <div className="toolbar">
        <SelectField label={t('sensing.dead.code')} value={code} onChange={(event) => setCode(event.target.value)}>
          <option value="">{t('common.all')}</option>
          {codes.map((name) => (
            <option key={name} value={name}>
              {t(`sensing.dead.codes.${name}`)}
            </option>
          ))}
        </SelectField>
        <Checkbox
          label={t('sensing.dead.showDiscarded')}
          checked={discarded}
          onChange={(event) => setDiscarded(event.target.checked)}
        />
      </div>
      {again.isError && <Message kind="danger">{problemText(again.error, t)}</Message>}
      <Loaded query={query}>
        {({ pages }) => {
          const letters = pages.flat();
          if (letters.length === 0)
            return (
              <Empty icon="done" title={t(discarded ? 'sensing.dead.noneDiscarded' : 'sensing.dead.none')}>
                {t('sensing.dead.noneHint')}
              </Empty>
            );
          return <Table letters={letters} onOpen={setOpen} />;
        }}
      </Loaded>
      {query.hasNextPage && (
        <div className="load-more">
          <Button kind="plain" onClick={() => void query.fetchNextPage()}>
            {t('common.loadMore')}
          </Button>
        </div>
      )}
      {open !== null && <DeadLetterDialog letter={open} onClose={() => setOpen(null)} />}
      {discarding && <DiscardDialog which={{ code }} count={total ?? 0} onClose={() => setDiscarding(false)} />}
    </div>
  );
}

function Table({ letters, onOpen }: { letters: DeadLetter[]; onOpen: (letter: DeadLetter) => void }) {
  const { t } = useTranslation();
  return (
    <TableScroll label={t('sensing.dead.title')}>
      <table className="table stacked">
        <thead>
          <tr>
            <th scope="col">{t('sensing.dead.at')}</th>
            <th scope="col">{t('sensing.dead.reason')}</th>
            <th scope="col">{t('sensing.dead.from')}</th>
            <th scope="col">
              <span className="hidden-visually">{t('operations.action')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {letters.map((letter) => (
            <tr key={letter.number}>
              <td className="nowrap">
                <Moment at={letter.at} />
              </td>
              <td data-label={t('sensing.dead.reason')}>
                {letter.code === 'again' ? (
                  <Badge icon="hourglass">{t('sensing.dead.codes.again')}</Badge>
                ) : (
                  letter.reason
                )}
                {letter.discardedBy !== null && (
                  <div className="muted small">
                    {t('sensing.dead.discardedBy', { by: letter.discardedBy, because: letter.discardedBecause ?? '' })}
                  </div>
                )}
              </td>
              <td data-label={t('sensing.dead.from')}>
                {letter.source} <code className="small">{letter.topic}</code>
              </td>
              <td>
                <Button small onClick={() => onOpen(letter)}>
                  {t('sensing.dead.open')}
                  <span className="hidden-visually">
                    {' '}
                    {letter.number}: {letter.reason}
                  </span>
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
