import { useMutation, useQuery } from '@tanstack/react-query';
import { Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { api, ApiError, bodyOf } from '../../api/client';
import type { JsonObject, StartForm } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Message } from '../../ui/Message';
import { Loaded, Loading, problemText } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { showToast } from '../../ui/toast';
import { FaultSummary, type FormFault, SurveyForm, type SurveyFormHandle } from '../forms';

/** Starts a case with its start form. */
export function StartPage() {
  const { t } = useTranslation();
  const id = useParams().processId ?? '';
  const query = useQuery({
    queryKey: ['start-form', id],
    queryFn: () => bodyOf(api.GET('/api/processes/{id}/start-form', { params: { path: { id } } })),
  });
  return (
    <div className="page" data-region>
      <nav className="breadcrumb" aria-label={t('cases.path')}>
        <Link to="/prozesse">{t('nav.processes')}</Link> ›{' '}
        <Link to={`/prozesse/${id}`}>{query.data?.processName ?? id}</Link> › <span>{t('catalogue.start')}</span>
      </nav>
      <Loaded query={query} text={t('form.loading')}>
        {(start) => <Start id={id} start={start} />}
      </Loaded>
    </div>
  );
}

function Start({ id, start }: { id: string; start: StartForm }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const form = useRef<SurveyFormHandle>(null);
  const [faults, setFaults] = useState<FormFault[]>([]);
  useTitle(t('catalogue.startOf', { name: start.processName }));
  const begin = useMutation({
    mutationFn: (variables: JsonObject) =>
      bodyOf(api.POST('/api/processes/{id}/cases', { params: { path: { id } }, body: { variables } })),
    onSuccess: ({ key, number }) => {
      showToast(t('catalogue.started', { number }));
      void navigate(`/vorgaenge/${key}`);
    },
    onError: (error) => {
      if (error instanceof ApiError && error.problem.errors !== undefined)
        form.current?.showErrors(error.problem.errors);
    },
  });
  const submit = () => {
    const variables = start.form === null ? {} : (form.current?.check() ?? null);
    if (variables !== null) begin.mutate(variables);
  };
  const finish = (
    <Button kind="main" disabled={begin.isPending} onClick={submit}>
      {t('catalogue.submit')}
    </Button>
  );
  const cancel = (
    <Link className="button" to={`/prozesse/${id}`}>
      {t('common.cancel')}
    </Link>
  );
  return (
    <div className="start stack">
      <h1>{t('catalogue.startOf', { name: start.processName })}</h1>
      {begin.isError && <Message kind="danger">{problemText(begin.error, t)}</Message>}
      <FaultSummary faults={faults} onJump={(name) => form.current?.focus(name)} />
      {start.form === null ? (
        <>
          <p>{t('catalogue.noForm')}</p>
          <div className="row-line">
            {finish} {cancel}
          </div>
        </>
      ) : (
        <Suspense fallback={<Loading text={t('form.loading')} />}>
          <SurveyForm
            ref={form}
            form={start.form}
            data={start.data}
            onFaults={setFaults}
            finish={finish}
            cancel={cancel}
          />
        </Suspense>
      )}
    </div>
  );
}
