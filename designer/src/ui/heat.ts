export type Heat = 1 | 2 | 3 | 4;

/** From cool to hot in four steps, by the share of the largest value; what is zero stays bare. */
export function heatOf(values: Map<string, number>): Map<string, Heat> {
  const largest = Math.max(0, ...values.values());
  const heat = new Map<string, Heat>();
  for (const [key, value] of values)
    if (value > 0) heat.set(key, Math.max(1, Math.ceil((value / largest) * 4)) as Heat);
  return heat;
}
