import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { api, bodyOf } from '../../api/client';
import { Empty, Loaded } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { Filters, type Question } from './Filters';
import { Report } from './Report';
import './insight.css';

function addressOf(question: Question): Record<string, string> {
  const { processId: prozess, version, group: gruppe, from: von, to: bis } = question;
  return Object.fromEntries(Object.entries({ prozess, version, gruppe, von, bis }).filter(([, value]) => value !== ''));
}

/** How procedures do: counts, times, deadlines, trends; nothing about single people. */
export function InsightPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  useTitle(t('nav.insight'));
  const processes = useQuery({ queryKey: ['insight'], queryFn: () => bodyOf(api.GET('/api/insight')) });
  return (
    <div className="page" data-region>
      <div className="page-head">
        <h1>{t('nav.insight')}</h1>
      </div>
      <Loaded query={processes} text={t('insight.loading')}>
        {(list) => {
          const processId = search.get('prozess') ?? list[0]?.processId;
          if (processId === undefined)
            return (
              <Empty icon="insight" title={t('insight.none')}>
                {t('insight.noneHint')}
              </Empty>
            );
          const question: Question = {
            processId,
            version: search.get('version') ?? '',
            group: search.get('gruppe') ?? '',
            from: search.get('von') ?? '',
            to: search.get('bis') ?? '',
          };
          return (
            <Answer
              processes={list}
              question={question}
              onAsk={(asked) => setSearch(addressOf(asked), { replace: true })}
            />
          );
        }}
      </Loaded>
    </div>
  );
}

interface AnswerProps {
  processes: { processId: string; name: string }[];
  question: Question;
  onAsk: (question: Question) => void;
}

function Answer({ processes, question, onAsk }: AnswerProps) {
  const { t } = useTranslation();
  const { processId, version, group, from, to } = question;
  const query = useQuery({
    queryKey: ['insight', question],
    queryFn: () =>
      bodyOf(
        api.GET('/api/insight/{processId}', {
          params: {
            path: { processId },
            query: {
              version: version === '' ? undefined : Number(version),
              group: group === '' ? undefined : group,
              from: from === '' ? undefined : from,
              to: to === '' ? undefined : to,
            },
          },
        }),
      ),
    placeholderData: (before) => (before?.processId === processId ? before : undefined),
  });
  return (
    <>
      <Filters processes={processes} report={query.data} question={question} onAsk={onAsk} />
      <p className="muted small">{t('insight.privacy')}</p>
      <Loaded query={query} text={t('insight.loading')}>
        {(report) => <Report report={report} question={question} />}
      </Loaded>
    </>
  );
}
