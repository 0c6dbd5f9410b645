import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimulationAnswer, SimulationBasis, SimulationResult } from '../../api/schema';
import { durationText, shareText } from '../../ui/duration';
import { heatOf } from '../../ui/heat';
import { Message } from '../../ui/Message';
import { TableScroll } from '../../ui/TableScroll';
import { DefinitionDiagram, ModelDiagram } from '../diagram';
import { subjectName } from './subject';

interface Props {
  answer: SimulationAnswer;
  basis: SimulationBasis;
}

/** What came out: where it jams, how long cases take, who is busy; beside another version when one was asked for. */
export function Outcome({ answer, basis }: Props) {
  const { t } = useTranslation();
  const results = [answer.result, answer.comparison].filter((result) => result !== null);
  const groupName = (id: string) => basis.groups.find((group) => group.id === id)?.name ?? id;
  return (
    <section aria-labelledby="ergebnis" className="stack">
      <h2 id="ergebnis">{t('simulation.outcome')}</h2>
      <div role="status">
        {answer.result.bottleneck === null || answer.result.bottleneck === undefined ? (
          <Message kind="success">{t('simulation.noBottleneck')}</Message>
        ) : (
          <Message kind="warning">
            {t('simulation.bottleneck', { group: groupName(answer.result.bottleneck) || t('simulation.noGroup') })}
          </Message>
        )}
      </div>
      {answer.result.stuck.map((stuck) => (
        <Message key={`${stuck.elementId ?? ''} ${stuck.reason}`} kind="warning">
          {t('simulation.stuck', { count: stuck.cases })} {stuck.reason}
        </Message>
      ))}
      <Figures results={results} groupName={groupName} />
      {results.map((result) => (
        <Drawing key={result.version ?? 'draft'} result={result} basis={basis} />
      ))}
    </section>
  );
}

function Figures({ results, groupName }: { results: SimulationResult[]; groupName: (id: string) => string }) {
  const { t } = useTranslation();
  const groups = [...new Set(results.flatMap((result) => result.groups.map((group) => group.group)))];
  const lines: [string, (result: SimulationResult) => string][] = [
    [
      t('simulation.finished'),
      (result) => `${result.finished.toLocaleString('de-DE')} / ${result.cases.toLocaleString('de-DE')}`,
    ],
    [t('simulation.cycleMedian'), (result) => durationText(result.cycle.medianSeconds, t)],
    [t('simulation.cycleP90'), (result) => durationText(result.cycle.p90Seconds, t)],
    ...groups.map((id): [string, (result: SimulationResult) => string] => [
      t('simulation.loadOf', { group: groupName(id) || t('simulation.noGroup') }),
      (result) => {
        const group = result.groups.find((entry) => entry.group === id);
        return group === undefined
          ? '–'
          : t('simulation.load', { share: shareText(group.load), queue: group.queueMax });
      },
    ]),
  ];
  return (
    <TableScroll label={t('simulation.outcome')}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('simulation.figure')}</th>
            {results.map((result) => (
              <th key={result.version ?? 'draft'} scope="col" className="number">
                {subjectName(result.version, t)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(([label, text]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {results.map((result) => (
                <td key={result.version ?? 'draft'} className="number">
                  {text(result)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function Drawing({ result, basis }: { result: SimulationResult; basis: SimulationBasis }) {
  const { t } = useTranslation();
  const tasks = useMemo(() => result.elements.filter((element) => element.work.count > 0), [result]);
  const heat = useMemo(
    () => heatOf(new Map(tasks.map((task) => [task.elementId, task.waiting.medianSeconds]))),
    [tasks],
  );
  const notes = useMemo(
    () => new Map(tasks.map((task) => [task.elementId, durationText(task.waiting.medianSeconds, t)])),
    [tasks, t],
  );
  const name = (id: string) => basis.steps.find((step) => step.elementId === id)?.name ?? id;
  const subject = subjectName(result.version, t);
  const title = t('simulation.waitingIn', { subject });
  const drawing = { heat, notes, label: t('simulation.drawing', { subject }) };
  return (
    <section className="panel" aria-label={title}>
      <header>
        <h3>{title}</h3>
      </header>
      {result.definitionKey === null ? (
        <ModelDiagram xml={basis.model ?? ''} {...drawing} />
      ) : (
        <DefinitionDiagram definitionKey={result.definitionKey} {...drawing} />
      )}
      <TableScroll label={title}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('simulation.step')}</th>
              <th scope="col" className="number">
                {t('simulation.count')}
              </th>
              <th scope="col" className="number">
                {t('simulation.waitMedian')}
              </th>
              <th scope="col" className="number">
                {t('simulation.waitP90')}
              </th>
              <th scope="col" className="number">
                {t('simulation.workMedian')}
              </th>
              <th scope="col" className="number">
                {t('simulation.queueMax')}
              </th>
            </tr>
          </thead>
          <tbody>
            {tasks.map((task) => (
              <tr key={task.elementId}>
                <th scope="row">{name(task.elementId)}</th>
                <td className="number">{task.count.toLocaleString('de-DE')}</td>
                <td className="number">{durationText(task.waiting.medianSeconds, t)}</td>
                <td className="number">{durationText(task.waiting.p90Seconds, t)}</td>
                <td className="number">{durationText(task.work.medianSeconds, t)}</td>
                <td className="number">{task.queueMax.toLocaleString('de-DE')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
}
