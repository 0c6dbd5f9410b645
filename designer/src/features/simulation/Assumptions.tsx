import { useTranslation } from 'react-i18next';
import type { SimulationBasis } from '../../api/schema';
import { Checkbox, TextField } from '../../ui/Field';
import { TableScroll } from '../../ui/TableScroll';
import type { Draft } from './wish';

interface Props {
  basis: SimulationBasis;
  draft: Draft;
  faults: Set<string>;
  onChange: (draft: Draft) => void;
}

const week = [1, 2, 3, 4, 5, 6, 7];

/** What the simulation assumes: how many cases, who works when, how long things take, which ways are taken. */
export function Assumptions({ basis, draft, faults, onChange }: Props) {
  const { t } = useTranslation();
  const fault = (name: string) => (faults.has(name) ? t('simulation.noNumber') : null);
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  return (
    <div className="simulation-assumptions">
      <fieldset className="panel">
        <legend className="hidden-visually">{t('simulation.arrivals')}</legend>
        <h2 aria-hidden="true">{t('simulation.arrivals')}</h2>
        <div className="simulation-fields">
          <TextField
            label={t('simulation.cases')}
            inputMode="numeric"
            value={draft.cases}
            error={fault('cases')}
            onChange={(event) => set({ cases: event.target.value })}
          />
          <TextField
            label={t('simulation.perDay')}
            inputMode="decimal"
            value={draft.arrivalsPerDay}
            error={fault('arrivalsPerDay')}
            onChange={(event) => set({ arrivalsPerDay: event.target.value })}
          />
          <TextField
            label={t('simulation.seed')}
            hint={t('simulation.seedHint')}
            inputMode="numeric"
            value={draft.seed}
            error={fault('seed')}
            onChange={(event) => set({ seed: event.target.value })}
          />
        </div>
      </fieldset>
      <fieldset className="panel">
        <legend className="hidden-visually">{t('simulation.people')}</legend>
        <h2 aria-hidden="true">{t('simulation.people')}</h2>
        <div className="simulation-fields">
          {basis.groups.map((group) => (
            <TextField
              key={group.id}
              label={group.name === '' ? t('simulation.noGroup') : group.name}
              inputMode="numeric"
              value={draft.people[group.id] ?? ''}
              error={fault(`people ${group.id}`)}
              onChange={(event) => set({ people: { ...draft.people, [group.id]: event.target.value } })}
            />
          ))}
          <TextField
            label={t('simulation.from')}
            type="time"
            value={draft.from}
            onChange={(event) => set({ from: event.target.value })}
          />
          <TextField
            label={t('simulation.to')}
            type="time"
            value={draft.to}
            onChange={(event) => set({ to: event.target.value })}
          />
        </div>
        <div className="simulation-days" role="group" aria-label={t('simulation.days')}>
          {week.map((day) => (
            <Checkbox
              key={day}
              label={t(`time.weekdayShort.${day - 1}`)}
              checked={draft.days.includes(day)}
              onChange={(event) =>
                set({ days: event.target.checked ? [...draft.days, day] : draft.days.filter((other) => other !== day) })
              }
            />
          ))}
        </div>
      </fieldset>
      <Durations basis={basis} draft={draft} faults={faults} onChange={onChange} />
      {basis.choices.length > 0 && <Ways basis={basis} draft={draft} faults={faults} onChange={onChange} />}
    </div>
  );
}

function Durations({ basis, draft, faults, onChange }: Props) {
  const { t } = useTranslation();
  const set = (id: string, change: { median?: string; p90?: string }) => {
    const known = draft.durations[id] ?? { median: '', p90: '' };
    onChange({ ...draft, durations: { ...draft.durations, [id]: { ...known, ...change } } });
  };
  return (
    <section className="panel" aria-labelledby="dauern">
      <header>
        <h2 id="dauern">{t('simulation.durations')}</h2>
      </header>
      <TableScroll label={t('simulation.durations')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('simulation.step')}</th>
              <th scope="col">{t('simulation.median')}</th>
              <th scope="col">{t('simulation.p90')}</th>
              <th scope="col">{t('simulation.source')}</th>
            </tr>
          </thead>
          <tbody>
            {basis.steps.map((step) => {
              const name = step.name ?? step.elementId;
              return (
                <tr key={step.elementId}>
                  <th scope="row">{name}</th>
                  {(['median', 'p90'] as const).map((part) => (
                    <td key={part}>
                      <input
                        className="input simulation-minutes"
                        inputMode="decimal"
                        aria-label={t(`simulation.${part}Of`, { name })}
                        aria-invalid={faults.has(`${part} ${step.elementId}`) || undefined}
                        value={draft.durations[step.elementId]?.[part] ?? ''}
                        onChange={(event) => set(step.elementId, { [part]: event.target.value })}
                      />
                    </td>
                  ))}
                  <td className="muted">{t(step.measured ? 'simulation.measured' : 'simulation.guessed')}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
}

function Ways({ basis, draft, faults, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby="wege">
      <header>
        <h2 id="wege">{t('simulation.ways')}</h2>
      </header>
      <TableScroll label={t('simulation.ways')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('simulation.choice')}</th>
              <th scope="col">{t('simulation.way')}</th>
              <th scope="col">{t('simulation.weight')}</th>
            </tr>
          </thead>
          <tbody>
            {basis.choices.flatMap((choice) =>
              choice.ways.map((way) => {
                const question = choice.name ?? choice.elementId;
                const name = way.name ?? way.target ?? way.flowId;
                return (
                  <tr key={way.flowId}>
                    <th scope="row">{question}</th>
                    <td>{name}</td>
                    <td>
                      <input
                        className="input simulation-minutes"
                        inputMode="decimal"
                        aria-label={t('simulation.weightOf', { question, name })}
                        aria-invalid={faults.has(`weight ${way.flowId}`) || undefined}
                        value={draft.weights[way.flowId] ?? ''}
                        onChange={(event) =>
                          onChange({ ...draft, weights: { ...draft.weights, [way.flowId]: event.target.value } })
                        }
                      />
                    </td>
                  </tr>
                );
              }),
            )}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
}
