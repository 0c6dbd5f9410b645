import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../../ui/Badge';
import { Button, IconButton } from '../../../ui/Button';
import { Message } from '../../../ui/Message';
import { problemText } from '../../../ui/states';
import { procedures } from '../api';
import { type Painted, useBench } from '../workbench';

/** The scenarios of the procedure: run them all, see which hold and what of the drawing none of them reached. */
export function ScenarioPanel({ onPaint }: { onPaint: (painted: Painted) => void }) {
  const { t } = useTranslation();
  const { procedure, session, modeler, path: drawn } = useBench();
  const files = session.current().files.filter(({ path }) => path.startsWith('scenarios/'));
  const run = useMutation({
    mutationFn: () => procedures.runScenarios(procedure.id, session.pending()),
    onSuccess: (answer) => onPaint({ kind: 'coverage', run: answer }),
  });
  const uncovered = (run.data?.coverage.elements ?? [])
    .filter(({ file, count }) => file === drawn && count === 0)
    .map(({ elementId }) => modeler.get('elementRegistry').get(elementId)?.businessObject.name ?? elementId);
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
        <ul className="findings">
          {files.map(({ path }) => (
            <li key={path}>
              <span>{path.slice('scenarios/'.length)}</span>
              <IconButton
                icon="trash"
                compact
                label={t('modeller.scenarios.remove', { name: path })}
                onClick={() => session.change(path, null)}
              />
            </li>
          ))}
        </ul>
      ) : (
        <div role="status">
          <ul className="findings">
            {run.data.scenarios.map(({ file, name, passed, failure }) => (
              <li key={`${file}-${name}`}>
                <Badge icon={passed ? 'done' : 'alert'} tone={passed ? 'success' : 'danger'}>
                  {t(passed ? 'modeller.scenarios.passed' : 'modeller.scenarios.failed')}
                </Badge>
                <span>{name}</span>
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
    </div>
  );
}
