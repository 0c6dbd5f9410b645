import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import { Button } from './Button';
import { Icon } from './Icon';
import type { IconName } from './icons';

interface EmptyProps {
  icon: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** Nothing to show, what that means, and one thing to do instead. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className="state">
      <Icon name={icon} size={40} />
      <h3>{title}</h3>
      {children !== undefined && <p>{children}</p>}
      {action !== undefined && <div className="actions">{action}</div>}
    </div>
  );
}

const patienceMs = 300;

/** Still placeholders, shown only when waiting is noticed. */
export function Loading({ text, rows = 3 }: { text?: string; rows?: number }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-live="polite">
      {shown && (
        <>
          <div className="loading-line">
            <Icon name="hourglass" size={16} /> {text ?? t('state.loading')}
          </div>
          {Array.from({ length: rows }, (_, row) => (
            <div className="placeholder" key={row} aria-hidden="true">
              <i style={{ width: '55%' }} />
              <i style={{ width: '75%' }} />
              <i style={{ width: '30%' }} />
            </div>
          ))}
        </>
      )}
    </div>
  );
}

/** What did not work, and trying again. Missing access names the responsible group and nothing else. */
export function Failure({ error, title, onRetry }: { error: unknown; title?: string; onRetry?: () => void }) {
  const { t } = useTranslation();
  const problem = error instanceof ApiError ? error.problem : null;
  if (problem?.status === 403) {
    const groups = problem.groups ?? [];
    return (
      <Empty icon="lock" title={t('state.noAccess')}>
        {problem.detail} {groups.length > 0 && t('state.responsible', { groups: groups.join(', ') })}
      </Empty>
    );
  }
  if (problem?.status === 404)
    return (
      <Empty icon="search" title={t('state.notFound')}>
        {t('state.notFoundHint')}
      </Empty>
    );
  return (
    <div role="alert">
      <Empty
        icon="alert"
        title={title ?? t('state.failed')}
        action={
          onRetry !== undefined && (
            <Button kind="main" onClick={onRetry}>
              {t('common.retry')}
            </Button>
          )
        }
      >
        {problemText(error, t)} {problem?.traceId !== undefined && t('state.trace', { id: problem.traceId })}
      </Empty>
    </div>
  );
}

/** The sentence that explains an error to a person. */
export function problemText(error: unknown, t: (key: string) => string): string {
  if (error instanceof ApiError) {
    if (error.status === 0) return t('state.unreachable');
    if (error.problem.detail !== '') return error.problem.detail;
  }
  return t('state.unexpected');
}

interface Query<Data> {
  data: Data | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** Shows a query's content; what is there stays while it is read again. */
export function Loaded<Data>({
  query,
  text,
  children,
}: {
  query: Query<Data>;
  text?: string;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error != null) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return text === undefined ? <Loading /> : <Loading text={text} />;
}
