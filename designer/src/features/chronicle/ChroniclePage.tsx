import { useInfiniteQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { ChronicleItem } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Moment } from '../../ui/Moment';
import { personText } from '../../ui/people';
import { Empty, Loaded } from '../../ui/states';
import { useTitle } from '../../ui/title';
import './chronicle.css';

/** What moved, for everybody, newest first. */
export function ChroniclePage() {
  const { t } = useTranslation();
  useTitle(t('nav.chronicle'));
  const query = useInfiniteQuery({
    queryKey: ['chronicle'],
    queryFn: ({ pageParam }) =>
      bodyOf(api.GET('/api/chronicle', { params: { query: { after: pageParam ?? undefined } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  return (
    <div className="page" data-region>
      <div className="page-head">
        <h1>{t('nav.chronicle')}</h1>
        <span className="muted">{t('chronicle.intro')}</span>
      </div>
      <Loaded query={query} text={t('chronicle.loading')}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0)
            return (
              <Empty icon="news" title={t('chronicle.none')}>
                {t('chronicle.noneHint')}
              </Empty>
            );
          return (
            <>
              <ol className="chronicle">
                {rows.map((entry) => (
                  <Entry key={entry.key} entry={entry} />
                ))}
              </ol>
              {query.hasNextPage && (
                <div>
                  <Button onClick={() => void query.fetchNextPage()}>{t('common.loadMore')}</Button>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function headline(entry: ChronicleItem, t: TFunction): string | null {
  if (entry.kind === 'entered') return t('chronicle.entered');
  if (entry.kind !== 'statusChanged') return null;
  return entry.from === null
    ? t('chronicle.now', { to: entry.to })
    : t('chronicle.changed', { from: entry.from, to: entry.to });
}

function Entry({ entry }: { entry: ChronicleItem }) {
  const { t } = useTranslation();
  const line = headline(entry, t);
  return (
    <li className="panel">
      <Icon name={entry.kind === 'entered' ? 'idea' : entry.kind === 'statusChanged' ? 'flag' : 'news'} />
      <div>
        <h2>{entry.ideaKey === null ? entry.title : <Link to={`/ideen/${entry.ideaKey}`}>{entry.title}</Link>}</h2>
        {line !== null && <p>{line}</p>}
        {entry.text !== null && <p className="chronicle-text">{entry.text}</p>}
        <p className="muted small">
          <Moment at={entry.at} />
          {entry.ideaNumber !== null && ` · ${entry.ideaNumber}`}
          {entry.by !== null && ` · ${personText(entry.by)}`}
        </p>
      </div>
    </li>
  );
}
