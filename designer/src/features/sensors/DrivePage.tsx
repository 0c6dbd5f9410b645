import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { TaskItem } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Message } from '../../ui/Message';
import { Empty, Loaded } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { useConfirmations } from './confirmations';
import './sensors.css';

/** The driver's stops in the order of the round, one tap each; a confirmation waits when there is no network. */
export function DrivePage() {
  const { t } = useTranslation();
  useTitle(t('sensors.drive.title'));
  const query = useQuery({
    queryKey: ['inbox', 'drive'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/inbox', { params: { query: { process: 'behaelterleerung', sort: 'created' } }, signal })),
    refetchInterval: 10_000,
  });
  const { waiting, confirm, problem } = useConfirmations();
  return (
    <div className="page drive" data-region>
      <Loaded query={query} text={t('sensors.drive.loading')}>
        {(inbox) => {
          // Orders reach the drivers in the order of the round, the inbox shows the newest first.
          const stops = inbox.rows
            .toReversed()
            .filter((task) => task.elementId === 'Leeren' && !waiting.includes(task.key));
          return (
            <>
              <div className="page-head">
                <h1>{t('sensors.drive.title')}</h1>
                <span className="muted">{t('sensors.drive.left', { count: stops.length })}</span>
              </div>
              {waiting.length > 0 && (
                <Message kind="warning">{t('sensors.drive.waiting', { count: waiting.length })}</Message>
              )}
              {problem !== null && <Message kind="danger">{problem}</Message>}
              {stops.length === 0 ? (
                <Empty icon="lorry" title={t('sensors.drive.none')}>
                  {t('sensors.drive.noneHint')}
                </Empty>
              ) : (
                <ol className="drive-stops">
                  {stops.map((task, index) => (
                    <Stop key={task.key} task={task} order={index + 1} onDone={() => confirm(task)} />
                  ))}
                </ol>
              )}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function Stop({ task, order, onDone }: { task: TaskItem; order: number; onDone: () => void }) {
  const { t } = useTranslation();
  const name = task.title.replace(/^[^:]*: /, '');
  return (
    <li className="panel drive-stop">
      <h2>
        <b aria-hidden="true">{order}</b> {name}
      </h2>
      <p className="muted small">{task.caseNumber}</p>
      <div className="drive-actions">
        <Button kind={order === 1 ? 'main' : 'outline'} icon="check" onClick={onDone}>
          {t('sensors.drive.done')}
          <span className="hidden-visually">: {name}</span>
        </Button>
        <Link className="button" to={`/posteingang/${task.key}`}>
          {t('sensors.drive.problem')}
          <span className="hidden-visually">: {name}</span>
        </Link>
      </div>
    </li>
  );
}
