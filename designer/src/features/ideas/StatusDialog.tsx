import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ApiError, bodyOf } from '../../api/client';
import type { JsonObject, TaskDetail } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Message } from '../../ui/Message';
import { Loaded, Loading, problemText } from '../../ui/states';
import { showToast } from '../../ui/toast';
import { FaultSummary, type FormFault, SurveyForm, type SurveyFormHandle } from '../forms';

/** Changes an idea's status by completing the task that decides it. */
export function StatusDialog({ taskKey, onClose }: { taskKey: string; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['task', taskKey],
    queryFn: () => bodyOf(api.GET('/api/tasks/{key}', { params: { path: { key: taskKey } } })),
  });
  return (
    <Dialog title={query.data?.title ?? t('ideas.changeStatus')} size="huge" onClose={onClose}>
      <Loaded query={query}>{(task) => <Decision task={task} onClose={onClose} />}</Loaded>
    </Dialog>
  );
}

function Decision({ task, onClose }: { task: TaskDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useRef<SurveyFormHandle>(null);
  const [faults, setFaults] = useState<FormFault[]>([]);
  const complete = useMutation({
    mutationFn: (variables: JsonObject) =>
      bodyOf(api.POST('/api/tasks/{key}/complete', { params: { path: { key: task.key } }, body: { variables } })),
    onSuccess: async () => {
      showToast(t('task.done'));
      onClose();
      await client.invalidateQueries();
    },
    onError: (error) => {
      if (error instanceof ApiError && error.problem.errors !== undefined)
        form.current?.showErrors(error.problem.errors);
    },
  });
  const submit = () => {
    const variables = task.form === null ? {} : (form.current?.check() ?? null);
    if (variables !== null) complete.mutate(variables);
  };
  return (
    <>
      {complete.isError && <Message kind="danger">{problemText(complete.error, t)}</Message>}
      <FaultSummary faults={faults} onJump={(name) => form.current?.focus(name)} />
      {task.form !== null && (
        <Suspense fallback={<Loading text={t('form.loading')} />}>
          <SurveyForm ref={form} form={task.form} data={{ ...task.data, ...task.draft?.data }} onFaults={setFaults} />
        </Suspense>
      )}
      <footer>
        <Button kind="main" icon="check" disabled={complete.isPending} onClick={submit}>
          {t('task.action.complete')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </footer>
    </>
  );
}
