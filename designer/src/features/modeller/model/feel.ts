import { evaluate as evaluateFeel } from 'feelin';

/** The result of an expression for sample values, as text; or what is wrong with it. */
export function evaluate(
  text: string,
  values: Record<string, unknown>,
): { value: string | null; fault: string | null } {
  try {
    const { value } = evaluateFeel(text.trim().replace(/^=/, ''), values);
    return { value: say(value), fault: null };
  } catch (error) {
    return { value: null, fault: error instanceof Error ? error.message : String(error) };
  }
}

function say(value: unknown): string {
  if (value === true) return 'ja';
  if (value === false) return 'nein';
  if (value === null || value === undefined) return 'nichts';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
