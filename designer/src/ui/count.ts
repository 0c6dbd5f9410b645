const exactUpTo = 999;

/** Counts are exact to 999; beyond, the server only knows that there are more. */
export function countText(count: number): string {
  return count > exactUpTo ? `${exactUpTo}+` : String(count);
}
