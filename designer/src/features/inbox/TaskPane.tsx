import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/session';
import type { JsonObject, TaskDetail } from '../../api/schema';
import { Message } from '../../ui/Message';
import { useOffline } from '../../ui/offline';
import { type Shortcuts, useShortcuts } from '../../ui/shortcuts';
import { Failure, Loading, problemText } from '../../ui/states';
import { Tabs } from '../../ui/Tabs';
import { useTitle } from '../../ui/title';
import { FaultSummary, type FormFault, SurveyForm, type SurveyFormHandle } from '../forms';
import { addAttachment, Comments, Documents, History } from '../record';
import { FollowUpDialog } from './FollowUpDialog';
import { PassDialog } from './PassDialog';
import { TaskActions } from './TaskActions';
import { TaskHead } from './TaskHead';
import { TaskNotices } from './TaskNotices';
import { useDraft } from './draft';
import { useTask, useTaskCommand } from './queries';

interface Props {
  taskKey: string;
  backTo: string;
  /** The person went into the task: its title takes the focus once. */
  takesFocus: boolean;
  onFocused: () => void;
  /** Faults of the server to show at the form, from a completion that was refused. */
  refused: Record<string, string[]> | null;
  onComplete: (task: TaskDetail, variables: JsonObject) => void;
}

/** The task beside the list: its form, its record, and what can be done. */
export function TaskPane(props: Props) {
  const query = useTask(props.taskKey);
  const { t } = useTranslation();
  if (query.data !== undefined) return <OpenTask key={query.data.key} {...props} task={query.data} />;
  return (
    <section className="task-pane" aria-label={t('task.region')} data-region>
      {query.error === null ? (
        <Loading text={t('task.loading')} />
      ) : (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      )}
    </section>
  );
}

type Panel = 'work' | 'history' | 'comments' | 'documents';

function OpenTask({ task, backTo, takesFocus, onFocused, refused, onComplete }: Props & { task: TaskDetail }) {
  const { t } = useTranslation();
  const me = useMe();
  const offline = useOffline();
  const form = useRef<SurveyFormHandle>(null);
  const commentForm = useRef<HTMLFormElement>(null);
  const [panel, setPanel] = useState<Panel>('work');
  const [dialog, setDialog] = useState<'pass' | 'followUp' | null>(null);
  const [faults, setFaults] = useState<FormFault[]>([]);
  const draft = useDraft(task.key, task.draft === null ? null : new Date(task.draft.savedAt));
  const command = useTaskCommand(task.key);
  const [initialData] = useState({ ...task.data, ...task.draft?.data });
  const delegated = task.delegation?.state === 'pending' && task.delegation.owner.userName !== me.userName;
  const finish = delegated ? task.actions.resolve : task.actions.complete;
  useTitle(task.title, task.caseNumber);

  const keepFile = useCallback(
    async (file: File) => `/api/attachments/${(await addAttachment(task.caseKey, task.key, file)).key}`,
    [task.caseKey, task.key],
  );
  const complete = useCallback(() => {
    setPanel('work');
    const variables = task.form === null ? {} : (form.current?.check() ?? null);
    if (variables === null) return;
    draft.change(variables);
    void draft.flush();
    onComplete(task, variables);
  }, [task, draft, onComplete]);
  useEffect(() => {
    if (refused !== null) form.current?.showErrors(refused);
  }, [refused]);
  useEffect(() => {
    if (!takesFocus) return;
    document.getElementById('aufgabe-titel')?.focus();
    onFocused();
  }, [takesFocus, onFocused]);
  const toComment = () => {
    setPanel('comments');
    requestAnimationFrame(() => commentForm.current?.querySelector('textarea')?.focus());
  };
  const shortcuts: Shortcuts = { c: toComment };
  if (finish.allowed && !offline) shortcuts.e = complete;
  if (task.actions.followUp.allowed) shortcuts.z = () => setDialog('followUp');
  if (task.actions.assign.allowed || task.actions.delegate.allowed) shortcuts.w = () => setDialog('pass');
  useShortcuts(shortcuts, me.preferences.singleKeyShortcuts);

  const tabs = [
    { id: 'work', label: t('task.tab.work') },
    { id: 'history', label: t('task.tab.history'), count: task.counts.history },
    { id: 'comments', label: t('task.tab.comments'), count: task.counts.comments },
    { id: 'documents', label: t('task.tab.documents'), count: task.counts.attachments },
  ];
  return (
    <section className="task-pane" aria-labelledby="aufgabe-titel" data-region>
      <TaskHead task={task} draft={draft.state} backTo={backTo} />
      <div className="task-body">
        <Tabs label={t('task.tabs')} tabs={tabs} selected={panel} onSelect={(id) => setPanel(id as Panel)}>
          <div className="stack" hidden={panel !== 'work'}>
            {command.isError && <Message kind="danger">{problemText(command.error, t)}</Message>}
            <TaskNotices task={task} me={me.userName} />
            <FaultSummary faults={faults} onJump={(name) => form.current?.focus(name)} />
            {task.instructions !== null && <p className="instructions">{task.instructions}</p>}
            {task.form === null ? (
              <p className="muted">{t('task.noForm')}</p>
            ) : (
              <Suspense fallback={<Loading text={t('form.loading')} />}>
                <SurveyForm
                  ref={form}
                  form={task.form}
                  data={initialData}
                  readOnly={!finish.allowed}
                  onChange={draft.change}
                  onFaults={setFaults}
                  onFile={keepFile}
                />
              </Suspense>
            )}
          </div>
          {panel === 'history' && <History caseKey={task.caseKey} />}
          {panel === 'comments' && (
            <Comments caseKey={task.caseKey} taskKey={task.key} write={task.actions.comment} ref={commentForm} />
          )}
          {panel === 'documents' && <Documents caseKey={task.caseKey} taskKey={task.key} write={task.actions.attach} />}
        </Tabs>
      </div>
      {task.state === 'open' && (
        <TaskActions
          task={task}
          delegated={delegated}
          onComplete={complete}
          onFollowUp={() => setDialog('followUp')}
          onPass={() => setDialog('pass')}
          onCommand={command.mutate}
        />
      )}
      {dialog === 'followUp' && <FollowUpDialog task={task} onClose={() => setDialog(null)} />}
      {dialog === 'pass' && <PassDialog task={task} onClose={() => setDialog(null)} />}
    </section>
  );
}
