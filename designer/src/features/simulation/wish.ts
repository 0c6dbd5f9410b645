import type { SimulationBasis, SimulationWish } from '../../api/schema';

/** What the form holds: numbers as they are typed. */
export interface Draft {
  cases: string;
  arrivalsPerDay: string;
  seed: string;
  days: number[];
  from: string;
  to: string;
  people: Record<string, string>;
  durations: Record<string, { median: string; p90: string }>;
  weights: Record<string, string>;
}

function minutesText(minutes: number): string {
  return String(Math.round(minutes * 100) / 100).replace('.', ',');
}

export function draftOf(basis: SimulationBasis): Draft {
  return {
    cases: '1000',
    arrivalsPerDay: '10',
    seed: '1',
    days: [1, 2, 3, 4, 5],
    from: '08:00',
    to: '16:00',
    people: Object.fromEntries(basis.groups.map((group) => [group.id, String(group.people)])),
    durations: Object.fromEntries(
      basis.steps.map((step) => [
        step.elementId,
        { median: minutesText(step.medianMinutes), p90: minutesText(step.p90Minutes) },
      ]),
    ),
    weights: Object.fromEntries(
      basis.choices.flatMap((choice) => choice.ways.map((way) => [way.flowId, String(way.weight)])),
    ),
  };
}

/** A typed number, with a comma or a point; NaN when it is none. */
export function numberOf(text: string): number {
  const plain = text.trim().replace(',', '.');
  return plain === '' ? Number.NaN : Number(plain);
}

/** Names of the fields whose text is no number. */
export function unreadable(draft: Draft): Set<string> {
  const fields: [string, string][] = [
    ['cases', draft.cases],
    ['arrivalsPerDay', draft.arrivalsPerDay],
    ['seed', draft.seed],
    ...Object.entries(draft.people).map(([id, text]): [string, string] => [`people ${id}`, text]),
    ...Object.entries(draft.durations).flatMap(([id, text]): [string, string][] => [
      [`median ${id}`, text.median],
      [`p90 ${id}`, text.p90],
    ]),
    ...Object.entries(draft.weights).map(([id, text]): [string, string] => [`weight ${id}`, text]),
  ];
  return new Set(fields.filter(([, text]) => Number.isNaN(numberOf(text))).map(([name]) => name));
}

function numbers(texts: Record<string, string>): Record<string, number> {
  return Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, numberOf(text)]));
}

export function wishOf(draft: Draft, compareWith: number | null): SimulationWish {
  return {
    compareWith,
    cases: numberOf(draft.cases),
    arrivalsPerDay: numberOf(draft.arrivalsPerDay),
    seed: numberOf(draft.seed),
    workingHours: { days: draft.days, from: draft.from, to: draft.to },
    people: numbers(draft.people),
    durations: Object.fromEntries(
      Object.entries(draft.durations).map(([id, text]) => [
        id,
        { medianMinutes: numberOf(text.median), p90Minutes: numberOf(text.p90) },
      ]),
    ),
    weights: numbers(draft.weights),
  };
}
