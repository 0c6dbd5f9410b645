import { useMutation } from '@tanstack/react-query';
import { Suspense, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { SelectField, TextField } from '../../../ui/Field';
import { Message } from '../../../ui/Message';
import { Loading, problemText } from '../../../ui/states';
import { exactTime } from '../../../ui/time';
import { FaultSummary, type FormFault, SurveyForm, type SurveyFormHandle } from '../../forms';
import { procedures, type SandboxState, type SandboxStep, type SandboxTask } from '../api';
import { reveal } from '../canvas/steps';
import { isAny } from '../canvas/types';
import { attribute } from '../model/extensions';
import { identifier } from '../../../ui/identifier';
import { kindName } from '../outline/Outline';
import { formatPeriod, type Period } from '../model/period';
import { PeriodFields } from '../properties/PeriodFields';
import { type Painted, useBench } from '../workbench';

type Asking = { kind: 'start' } | { kind: 'task'; task: SandboxTask } | { kind: 'message' } | { kind: 'save' } | null;

/** Clicks through a case in virtual time. The server is told all steps each time, and keeps nothing. */
export function SandboxPanel({ state, onPaint }: { state: SandboxState | null; onPaint: (painted: Painted) => void }) {
  const { t } = useTranslation();
  const { procedure, session, modeler } = useBench();
  const [steps, setSteps] = useState<SandboxStep[]>([]);
  const [asking, setAsking] = useState<Asking>(null);
  const run = useMutation({
    mutationFn: (next: SandboxStep[]) => procedures.sandbox(procedure.id, session.pending(), next),
    onSuccess: (answer, next) => {
      onPaint({ kind: 'case', state: answer });
      if (answer.failure !== null) return;
      setSteps(next);
      setAsking(null);
    },
  });
  const add = (step: SandboxStep) => run.mutate([...steps, step]);
  const reset = () => {
    setSteps([]);
    onPaint(null);
  };
  return (
    <div className="sandbox">
      <div className="toolbar">
        {state === null ? (
          <Button small kind="main" icon="play" disabled={run.isPending} onClick={() => setAsking({ kind: 'start' })}>
            {t('modeller.sandbox.start')}
          </Button>
        ) : (
          <>
            <Advance disabled={run.isPending} onAdvance={(by) => add({ kind: 'advance', duration: by })} />
            <Button small icon="mail" onClick={() => setAsking({ kind: 'message' })}>
              {t('modeller.sandbox.message')}
            </Button>
            <Button
              small
              disabled={steps.length < 2 || run.isPending}
              icon="undo"
              onClick={() => run.mutate(steps.slice(0, -1))}
            >
              {t('modeller.sandbox.back')}
            </Button>
            <Button small icon="bookmark" onClick={() => setAsking({ kind: 'save' })}>
              {t('modeller.sandbox.save')}
            </Button>
            <Button small icon="refresh" onClick={reset}>
              {t('modeller.sandbox.again')}
            </Button>
          </>
        )}
      </div>
      {run.error !== null && asking === null && <Message kind="danger">{problemText(run.error, t)}</Message>}
      {state?.failure != null && asking === null && <Message kind="danger">{state.failure.message}</Message>}
      {state === null ? (
        <p className="panel-note">{t('modeller.sandbox.hint')}</p>
      ) : (
        <SandboxCase
          state={state}
          onTask={(task) => setAsking({ kind: 'task', task })}
          onJob={add}
          onReveal={(id) => reveal(modeler, id)}
        />
      )}
      {(asking?.kind === 'start' || asking?.kind === 'task') && (
        <FormDialog
          title={asking.kind === 'start' ? t('modeller.sandbox.startTitle') : asking.task.name}
          form={asking.kind === 'start' ? startForm() : asking.task.form}
          data={asking.kind === 'start' ? {} : asking.task.data}
          error={run.error === null ? (run.data?.failure?.message ?? null) : problemText(run.error, t)}
          onClose={() => {
            run.reset();
            setAsking(null);
          }}
          onDone={(by, variables) =>
            add(
              asking.kind === 'start'
                ? { kind: 'start', by, variables }
                : {
                    kind: 'complete',
                    case: asking.task.case,
                    task: asking.task.elementId,
                    index: asking.task.index,
                    by,
                    variables,
                  },
            )
          }
        />
      )}
      {asking?.kind === 'message' && (
        <MessageDialog
          onClose={() => setAsking(null)}
          onSend={(name, key) => add({ kind: 'message', name, key: key === '' ? null : key })}
        />
      )}
      {asking?.kind === 'save' && state?.scenarioYaml != null && (
        <SaveDialog yaml={state.scenarioYaml} onClose={() => setAsking(null)} />
      )}
    </div>
  );

  /** The form of the plain start, as it stands in the draft. */
  function startForm(): object | null {
    const start = modeler
      .get('elementRegistry')
      .filter(
        (element) =>
          isAny(element, 'bpmn:StartEvent') &&
          attribute(element.businessObject, 'zeebe:FormDefinition', 'formId') !== '',
      )[0];
    if (start === undefined) return null;
    const text = session.text(`forms/${attribute(start.businessObject, 'zeebe:FormDefinition', 'formId')}.form.json`);
    return text === undefined ? null : (JSON.parse(text) as object);
  }
}

interface CaseProps {
  state: SandboxState;
  onTask: (task: SandboxTask) => void;
  onJob: (step: SandboxStep) => void;
  onReveal: (id: string) => void;
}

function SandboxCase({ state, onTask, onJob, onReveal }: CaseProps) {
  const { t } = useTranslation();
  const { modeler, groups } = useBench();
  const groupName = (id: string) => groups.find((group) => group.id === id)?.name ?? id;
  const nameOf = (id: string): string => {
    const element = modeler.get('elementRegistry').get(id);
    if (element?.businessObject.name !== undefined) return element.businessObject.name;
    if (element?.host !== undefined) return t('modeller.sandbox.at', { name: nameOf(element.host.id) });
    return element === undefined ? id : kindName({ element }, t);
  };
  const shown = state.cases.at(-1);
  return (
    <div className="sandbox-case" role="status">
      <div>
        <h3>
          {t(`modeller.sandbox.state.${shown?.state ?? 'notStarted'}`)}{' '}
          <span className="small muted">{exactTime(new Date(state.now), t)}</span>
        </h3>
        {state.incidents.map(({ elementId, message }) => (
          <Message key={elementId} kind="danger">
            {message}
          </Message>
        ))}
        <ul className="sandbox-tasks">
          {state.tasks.map((task) => (
            <li key={`${task.case}-${task.elementId}-${task.index}`}>
              <button type="button" className="link-button" onClick={() => onReveal(task.elementId)}>
                {task.name}
              </button>
              <span className="small muted">
                {task.assignee ?? task.groups.map(groupName).join(', ')}
                {task.due !== null && ` · ${t('modeller.sandbox.due', { at: exactTime(new Date(task.due), t) })}`}
              </span>
              <Button small kind="main" onClick={() => onTask(task)}>
                {t('modeller.sandbox.complete')}
                <span className="hidden-visually">: {task.name}</span>
              </Button>
            </li>
          ))}
          {state.waiting.map(({ kind, elementId, name, due, case: number }) => (
            <li key={`${kind}-${number}-${elementId}`}>
              <button type="button" className="link-button" onClick={() => onReveal(elementId)}>
                {name ?? nameOf(elementId)}
              </button>
              <span className="small muted">
                {t(`modeller.sandbox.waiting.${kind}`)}
                {due !== null && ` ${exactTime(new Date(due), t)}`}
              </span>
              {kind === 'job' && (
                <>
                  <Button small onClick={() => onJob({ kind: 'job', case: number, type: name ?? '' })}>
                    {t('modeller.sandbox.jobDone')}
                  </Button>
                  <Button
                    small
                    onClick={() =>
                      onJob({ kind: 'job', case: number, type: name ?? '', fail: t('modeller.sandbox.jobFault') })
                    }
                  >
                    {t('modeller.sandbox.jobFailed')}
                  </Button>
                </>
              )}
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h3>{t('modeller.sandbox.values')}</h3>
        <dl className="sandbox-values">
          {Object.entries(shown?.variables ?? {}).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div>
        <h3>{t('modeller.sandbox.history')}</h3>
        <ol className="sandbox-history">
          {state.history.map(({ at, what }, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>
              <span className="small muted">{exactTime(new Date(at), t)}</span> {what}
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

function Advance({ disabled, onAdvance }: { disabled: boolean; onAdvance: (by: string) => void }) {
  const { t } = useTranslation();
  const [period, setPeriod] = useState<Period>({ count: 1, unit: 'days' });
  return (
    <div className="advance">
      <PeriodFields period={period} onChange={setPeriod} />
      <Button small icon="clock" disabled={disabled} onClick={() => onAdvance(formatPeriod(period))}>
        {t('modeller.sandbox.advance')}
      </Button>
    </div>
  );
}

interface FormDialogProps {
  title: string;
  form: object | null;
  data: Record<string, unknown>;
  error: string | null;
  onClose: () => void;
  onDone: (by: string | null, variables: Record<string, unknown>) => void;
}

function FormDialog({ title, form, data, error, onClose, onDone }: FormDialogProps) {
  const { t } = useTranslation();
  const handle = useRef<SurveyFormHandle>(null);
  const [by, setBy] = useState('');
  const [faults, setFaults] = useState<FormFault[]>([]);
  const shown = useMemo(() => ({ id: 'trial', schema: (form ?? {}) as Record<string, unknown> }), [form]);
  const submit = () => {
    const variables = form === null ? {} : (handle.current?.check() ?? null);
    if (variables !== null) onDone(by.trim() === '' ? null : by.trim(), variables);
  };
  return (
    <Dialog title={title} size="wide" onClose={onClose} onSubmit={submit}>
      {error !== null && <Message kind="danger">{error}</Message>}
      <TextField
        label={t('modeller.sandbox.by')}
        hint={t('modeller.sandbox.byHint')}
        optional
        value={by}
        onChange={(event) => setBy(event.target.value)}
      />
      <FaultSummary faults={faults} onJump={(name) => handle.current?.focus(name)} />
      {form === null ? (
        <p className="muted">{t('modeller.sandbox.noForm')}</p>
      ) : (
        <Suspense fallback={<Loading text={t('form.loading')} />}>
          <SurveyForm ref={handle} form={shown} data={data} onFaults={setFaults} />
        </Suspense>
      )}
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit">
          {t('modeller.sandbox.go')}
        </Button>
      </footer>
    </Dialog>
  );
}

function MessageDialog({ onClose, onSend }: { onClose: () => void; onSend: (name: string, key: string) => void }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const known = writer.declared('bpmn:Message').map(({ name = '' }) => name);
  const [name, setName] = useState(known[0] ?? '');
  const [key, setKey] = useState('');
  return (
    <Dialog title={t('modeller.sandbox.messageTitle')} onClose={onClose} onSubmit={() => onSend(name, key)}>
      <SelectField
        label={t('modeller.event.messageName')}
        value={name}
        onChange={(event) => setName(event.target.value)}
      >
        {known.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </SelectField>
      <TextField
        label={t('modeller.sandbox.key')}
        optional
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit" blocked={known.length === 0 ? t('modeller.sandbox.noMessages') : null}>
          {t('modeller.sandbox.send')}
        </Button>
      </footer>
    </Dialog>
  );
}

/** Keeps what was clicked as a scenario of the procedure. */
function SaveDialog({ yaml, onClose }: { yaml: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { session } = useBench();
  const [name, setName] = useState('');
  const path = `scenarios/${identifier(name)}.yaml`;
  const taken = session.text(path) !== undefined;
  const save = () => {
    if (identifier(name) === '' || taken) return;
    session.change(path, yaml.replace(/(szenario:).*/, `$1 ${JSON.stringify(name)}`));
    onClose();
  };
  return (
    <Dialog title={t('modeller.sandbox.saveTitle')} onClose={onClose} onSubmit={save}>
      <TextField
        label={t('modeller.sandbox.saveName')}
        hint={t('modeller.sandbox.saveHint')}
        value={name}
        error={taken ? t('modeller.sandbox.taken') : null}
        onChange={(event) => setName(event.target.value)}
      />
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit">
          {t('modeller.sandbox.saveDo')}
        </Button>
      </footer>
    </Dialog>
  );
}
