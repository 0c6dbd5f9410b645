/** What was simulated, in words: a version, or the draft. */
export function subjectName(
  version: number | null,
  t: (key: string, values?: Record<string, unknown>) => string,
): string {
  return version === null ? t('simulation.draft') : t('catalogue.version', { version });
}
