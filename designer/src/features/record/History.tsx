import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Moment } from '../../ui/Moment';
import { useNow } from '../../ui/now';
import { Loaded } from '../../ui/states';
import { useHistory } from './queries';
import './record.css';
import { actorText, historyIcon, historyText } from './wording';

interface Props {
  caseKey: string;
  /** Shows only the newest so many, without going back further. */
  limit?: number;
}

/** Who did what when, newest first. */
export function History({ caseKey, limit }: Props) {
  const { t } = useTranslation();
  const now = useNow();
  const query = useHistory(caseKey);
  return (
    <Loaded query={query} text={t('history.loading')}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows);
        return (
          <>
            <ol className="history">
              {rows.slice(0, limit).map((entry) => (
                <li key={entry.seq}>
                  <span className="history-sign">
                    <Icon name={historyIcon(entry.kind)} />
                  </span>
                  <span className="history-text">
                    <b>{historyText(entry, now, t)}</b>
                    {entry.reason !== null && <span className="history-reason">{entry.reason}</span>}
                    <span className="muted small">
                      {actorText(entry, t)} · {t('history.version', { version: entry.version })}
                    </span>
                  </span>
                  <span className="muted small">
                    <Moment at={entry.at} />
                  </span>
                </li>
              ))}
            </ol>
            {limit === undefined && query.hasNextPage && (
              <Button kind="plain" onClick={() => void query.fetchNextPage()}>
                {t('history.older')}
              </Button>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
