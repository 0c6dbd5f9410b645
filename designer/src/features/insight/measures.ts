import type { InsightElement } from '../../api/schema';

export const measures = ['waiting', 'work', 'completed', 'standing', 'overdue'] as const;
export type Measure = (typeof measures)[number];

/** The value of an element that a drawing shows; null where it is not told. */
export function measured(element: InsightElement, measure: Measure): number | null {
  switch (measure) {
    case 'waiting':
      return element.waiting.medianSeconds;
    case 'work':
      return element.work.medianSeconds;
    case 'completed':
      return element.completed;
    case 'standing':
      return element.standing;
    case 'overdue':
      return element.overdue;
  }
}

export function isTime(measure: Measure): boolean {
  return measure === 'waiting' || measure === 'work';
}

/** Heights of a week's bars as shares of the tallest of all weeks. */
export function scale(largest: number): (count: number) => number {
  return (count) => (largest === 0 ? 0 : count / largest);
}
