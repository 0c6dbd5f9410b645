import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { api, ApiError, bodyOf } from '../../api/client';
import type { JsonObject, StartForm } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Message } from '../../ui/Message';
import { Loaded, Loading, problemText } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { showToast } from '../../ui/toast';
import { FaultSummary, type FormFault, SurveyForm, type SurveyFormHandle } from '../forms';
import './ideas.css';

const processId = 'idee';
const settleMs = 600;
const titleCharactersMin = 4;

/** Enters an idea; likely duplicates are shown while writing. */
export function NewIdeaPage() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['start-form', processId],
    queryFn: () => bodyOf(api.GET('/api/processes/{id}/start-form', { params: { path: { id: processId } } })),
  });
  useTitle(t('ideas.newTitle'));
  return (
    <div className="page" data-region>
      <nav className="breadcrumb" aria-label={t('cases.path')}>
        <Link to="/ideen">{t('nav.ideas')}</Link> › <span>{t('ideas.newTitle')}</span>
      </nav>
      <h1>{t('ideas.newTitle')}</h1>
      <Loaded query={query} text={t('form.loading')}>
        {(start) => <Entry start={start} />}
      </Loaded>
    </div>
  );
}

function Entry({ start }: { start: StartForm }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const form = useRef<SurveyFormHandle>(null);
  const [faults, setFaults] = useState<FormFault[]>([]);
  const [written, setWritten] = useState<JsonObject>({});
  const enter = useMutation({
    mutationFn: (variables: JsonObject) =>
      bodyOf(api.POST('/api/processes/{id}/cases', { params: { path: { id: processId } }, body: { variables } })),
    onSuccess: async ({ key, number }) => {
      showToast(t('ideas.entered', { number }));
      await client.invalidateQueries({ queryKey: ['ideas'] });
      void navigate(`/ideen/${key}`);
    },
    onError: (error) => {
      if (error instanceof ApiError && error.problem.errors !== undefined)
        form.current?.showErrors(error.problem.errors);
    },
  });
  const submit = () => {
    const variables = form.current?.check() ?? null;
    if (variables !== null) enter.mutate(variables);
  };
  if (start.form === null) return <Message kind="warning">{t('ideas.noForm')}</Message>;
  return (
    <div className="new-idea">
      <div className="stack">
        {enter.isError && <Message kind="danger">{problemText(enter.error, t)}</Message>}
        <FaultSummary faults={faults} onJump={(name) => form.current?.focus(name)} />
        <Suspense fallback={<Loading text={t('form.loading')} />}>
          <SurveyForm
            ref={form}
            form={start.form}
            data={start.data}
            onFaults={setFaults}
            onChange={setWritten}
            finish={
              <Button kind="main" disabled={enter.isPending} onClick={submit}>
                {t('ideas.enter')}
              </Button>
            }
            cancel={
              <Link className="button" to="/ideen">
                {t('common.cancel')}
              </Link>
            }
          />
        </Suspense>
      </div>
      <Similar written={written} />
    </div>
  );
}

function Similar({ written }: { written: JsonObject }) {
  const { t } = useTranslation();
  const title = typeof written.titel === 'string' ? written.titel.trim() : '';
  const text = typeof written.problemstellung === 'string' ? written.problemstellung.trim() : '';
  const [wanted, setWanted] = useState({ title: '', text: '' });
  useEffect(() => {
    const timer = setTimeout(() => setWanted({ title, text }), settleMs);
    return () => clearTimeout(timer);
  }, [title, text]);
  const query = useQuery({
    queryKey: ['similar-ideas', wanted],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/ideas/similar', { params: { query: wanted }, signal })),
    enabled: wanted.title.length >= titleCharactersMin,
    placeholderData: (known) => known,
  });
  return (
    <aside className="panel" aria-live="polite" aria-labelledby="aehnliche">
      <header>
        <h2 id="aehnliche">{t('ideas.similar')}</h2>
      </header>
      <div className="panel-body idea-similar">
        {query.data === undefined || query.data.length === 0 ? (
          <p className="muted">{t('ideas.similarHint')}</p>
        ) : (
          <ul>
            {query.data.map((idea) => (
              <li key={idea.key}>
                <span>
                  <Link to={`/ideen/${idea.key}`} target="_blank">
                    {idea.title}
                  </Link>{' '}
                  <span className="muted small">
                    {idea.number} · {idea.status}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </aside>
  );
}
