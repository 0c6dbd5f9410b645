import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button';
import { Moment } from '../../../ui/Moment';
import { personText } from '../../../ui/people';
import { Loaded } from '../../../ui/states';
import { procedures } from '../api';
import { useBench } from '../workbench';

/** Who did what with the procedure and its folder, newest first. */
export function RecordPanel() {
  const { t } = useTranslation();
  const { procedure } = useBench();
  const query = useInfiniteQuery({
    queryKey: ['procedure-record', procedure.id],
    queryFn: ({ pageParam }) => procedures.record(procedure.id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  return (
    <Loaded query={query}>
      {({ pages }) => (
        <>
          <div className="table-scroll">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('modeller.record.when')}</th>
                  <th scope="col">{t('modeller.record.who')}</th>
                  <th scope="col">{t('modeller.record.what')}</th>
                  <th scope="col">{t('modeller.record.comment')}</th>
                </tr>
              </thead>
              <tbody>
                {pages
                  .flatMap(({ items }) => items)
                  .map(({ key, at, by, what, comment }) => (
                    <tr key={key}>
                      <td>
                        <Moment at={at} />
                      </td>
                      <td>{by === null ? t('modeller.record.program') : personText(by)}</td>
                      <td>{what}</td>
                      <td>{comment}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </div>
          {query.hasNextPage && (
            <p className="panel-note">
              <Button small onClick={() => void query.fetchNextPage()}>
                {t('common.loadMore')}
              </Button>
            </p>
          )}
        </>
      )}
    </Loaded>
  );
}
