import type { ChartPoint } from '../types';

const steps = [1, 2, 2.5, 5, 10];
const linesWanted = 4;

/** The value axis: round numbers around all values; percent from 0 to 100. */
export function scaleOf(points: ChartPoint[], isPercent: boolean, limits: number[]) {
  if (isPercent) return { from: 0, to: 100, lines: [0, 25, 50, 75, 100] };
  const low = Math.min(...limits, ...points.map((point) => point.lowest));
  const high = Math.max(...limits, ...points.map((point) => point.highest));
  const rough = (high - low || Math.abs(high) || 1) / linesWanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (steps.find((candidate) => candidate * power >= rough) ?? 10) * power;
  const from = Math.floor(low / step) * step;
  const count = Math.max(1, Math.ceil((high - from) / step));
  return {
    from,
    to: from + count * step,
    lines: Array.from({ length: count + 1 }, (_, line) => from + line * step),
  };
}

/** Moments to write under the time axis, evenly spread; at least its begin and its end. */
export function ticksOf(from: number, to: number, wanted: number): number[] {
  const count = Math.max(2, wanted);
  return Array.from({ length: count }, (_, mark) => from + ((to - from) * mark) / (count - 1));
}
