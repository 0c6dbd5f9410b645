/** The key `step` rows further than `from`; the first or last where the list ends; null in an empty list. */
export function neighbour(keys: string[], from: string | null, step: number): string | null {
  const at = from === null ? -1 : keys.indexOf(from);
  if (at === -1) return keys[step > 0 ? 0 : keys.length - 1] ?? null;
  return keys[Math.min(Math.max(at + step, 0), keys.length - 1)] ?? null;
}

/** The row that takes the focus when `key` leaves the list: the one below, else the one above. */
export function successor(keys: string[], key: string): string | null {
  const at = keys.indexOf(key);
  if (at === -1) return keys[0] ?? null;
  return keys[at + 1] ?? keys[at - 1] ?? null;
}

/** Marks or unmarks one row, or with an anchor all rows between the two. */
export function markRows(marked: ReadonlySet<string>, keys: string[], key: string, anchor: string | null): Set<string> {
  const next = new Set(marked);
  const [from, to] = [anchor === null ? -1 : keys.indexOf(anchor), keys.indexOf(key)];
  if (from === -1 || to === -1) {
    if (next.has(key)) next.delete(key);
    else next.add(key);
    return next;
  }
  for (const between of keys.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(between);
  return next;
}
