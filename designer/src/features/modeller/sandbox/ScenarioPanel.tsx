import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../../ui/Badge';
import { Button, IconButton } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { TextArea } from '../../../ui/Field';
import { Message } from '../../../ui/Message';
import { problemText } from '../../../ui/states';
import { procedures } from '../api';
import { kindName } from '../outline/Outline';
import { type Painted, useBench } from '../workbench';

/** The scenarios of the procedure: run them all, see which hold and what of the drawing none of them reached. */
export function ScenarioPanel({ onPaint }: { onPaint: (painted: Painted) => void }) {
  const { t } = useTranslation();
  const { procedure, session, modeler, path: drawn } = useBench();
  const [editing, setEditing] = useState<string | null>(null);
  const files = session.current().files.filter(({ path }) => path.startsWith('scenarios/'));
  const run = useMutation({
    mutationFn: () => procedures.runScenarios(procedure.id, session.pending()),
    onSuccess: (answer) => onPaint({ kind: 'coverage', run: answer }),
  });
  const uncovered = (run.data?.coverage.elements ?? [])
    .filter(({ file, count }) => file === drawn && count === 0)
    .map(({ elementId }) => {
      const element = modeler.get('elementRegistry').get(elementId);
      return element?.businessObject.name ?? (element === undefined ? elementId : kindName({ element }, t));
    });
  return (
    <div className="sandbox">
      <div className="toolbar">
        <Button
          small
          kind="main"
          icon="playCircle"
          disabled={run.isPending}
          blocked={files.length === 0 ? t('modeller.scenarios.none') : null}
          onClick={() => run.mutate()}
        >
          {t('modeller.scenarios.run')}
        </Button>
        <span className="small muted">{t('modeller.scenarios.count', { count: files.length })}</span>
      </div>
      {run.error !== null && <Message kind="danger">{problemText(run.error, t)}</Message>}
      {files.length === 0 && <p className="panel-note">{t('modeller.scenarios.none')}</p>}
      {run.data === undefined ? (
        <ul className="findings scenarios">
          {files.map(({ path, text }) => (
            <li key={path}>
              <span />
              <span>{titleOf(text) ?? path.slice('scenarios/'.length)}</span>
              <Actions path={path} onEdit={setEditing} />
            </li>
          ))}
        </ul>
      ) : (
        <div role="status">
          <ul className="findings scenarios">
            {run.data.scenarios.map(({ file, name, passed, failure }) => (
              <li key={`${file}-${name}`}>
                <Badge icon={passed ? 'done' : 'alert'} tone={passed ? 'success' : 'danger'}>
                  {t(passed ? 'modeller.scenarios.passed' : 'modeller.scenarios.failed')}
                </Badge>
                <span>{name}</span>
                <Actions path={file} onEdit={setEditing} />
                {failure !== null && (
                  <p>{t('modeller.scenarios.failure', { line: failure.line, message: failure.message })}</p>
                )}
              </li>
            ))}
          </ul>
          {uncovered.length > 0 && (
            <p className="panel-note">{t('modeller.scenarios.uncovered', { steps: uncovered.join(', ') })}</p>
          )}
        </div>
      )}
      {editing !== null && (
        <EditDialog
          path={editing}
          onClose={() => setEditing(null)}
          onSaved={() => {
            run.reset();
            onPaint(null);
          }}
        />
      )}
    </div>
  );
}

function Actions({ path, onEdit }: { path: string; onEdit: (path: string) => void }) {
  const { t } = useTranslation();
  const { session, readOnly } = useBench();
  const name = path.slice('scenarios/'.length);
  if (readOnly || session.text(path) === undefined) return <span />;
  return (
    <span className="row-line">
      <IconButton icon="edit" compact label={t('modeller.scenarios.edit', { name })} onClick={() => onEdit(path)} />
      <IconButton
        icon="trash"
        compact
        label={t('modeller.scenarios.remove', { name })}
        onClick={() => session.change(path, null)}
      />
    </span>
  );
}

/** The story as its file tells it; what it may say stands in the handbook. */
function EditDialog({ path, onClose, onSaved }: { path: string; onClose: () => void; onSaved: () => void }) {
  const { t } = useTranslation();
  const { session } = useBench();
  const [text, setText] = useState(session.text(path) ?? '');
  const save = () => {
    session.change(path, text);
    onSaved();
    onClose();
  };
  return (
    <Dialog
      title={t('modeller.scenarios.editTitle', { name: path.slice('scenarios/'.length) })}
      size="wide"
      onClose={onClose}
    >
      <TextArea
        label={t('modeller.scenarios.text')}
        hint={t('modeller.scenarios.textHint')}
        className="input scenario-text"
        rows={18}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" onClick={save}>
          {t('modeller.scenarios.save')}
        </Button>
      </footer>
    </Dialog>
  );
}

/** What a scenario file says it is about. */
function titleOf(text: string): string | undefined {
  return /^szenario:\s*["']?(.+?)["']?\s*$/m.exec(text)?.[1];
}
