import type { FormNode } from './document';

/** Patterns that offices need again and again, each with a message that says what to enter. */
export const patterns = {
  phone: {
    type: 'regex',
    text: {
      de: 'Bitte geben Sie eine Telefonnummer ein, zum Beispiel 02761 8300.',
      en: 'Please enter a telephone number, for example 02761 8300.',
    },
    regex: '^\\+?[0-9][0-9 ()/-]{4,24}$',
  },
  iban: {
    type: 'regex',
    text: {
      de: 'Bitte geben Sie eine IBAN ein. Sie beginnt mit zwei Buchstaben und zwei Ziffern, in Deutschland hat sie 22 Stellen.',
      en: 'Please enter an IBAN. It begins with two letters and two digits; in Germany it has 22 characters.',
    },
    regex: '^(DE ?[0-9]{2}( ?[0-9]{4}){4} ?[0-9]{2}|(?!DE)[A-Z]{2} ?[0-9]{2}( ?[A-Z0-9]{4}){2,7}( ?[A-Z0-9]{1,3})?)$',
    caseInsensitive: true,
  },
  postcode: {
    type: 'regex',
    text: { de: 'Eine Postleitzahl hat fünf Ziffern.', en: 'A postcode has five digits.' },
    regex: '^[0-9]{5}$',
  },
  address: {
    type: 'regex',
    text: {
      de: 'Bitte geben Sie eine vollständige Internetadresse ein, zum Beispiel https://www.example.org.',
      en: 'Please enter a complete web address, for example https://www.example.org.',
    },
    regex: '^https?://[^ ]+$',
    caseInsensitive: true,
  },
  plate: {
    type: 'regex',
    text: {
      de: 'Bitte geben Sie ein Kennzeichen ein, zum Beispiel OE-AB 123.',
      en: 'Please enter a number plate, for example OE-AB 123.',
    },
    regex: '^[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2} ?[0-9]{1,4}[EH]?$',
    caseInsensitive: true,
  },
} satisfies Record<string, FormNode>;

export type PatternName = keyof typeof patterns;

/** The pattern of the list that a check has; null for one's own. */
export function patternName(check: FormNode): PatternName | null {
  const found = Object.entries(patterns).find(([, { regex }]) => regex === check.regex);
  return found === undefined ? null : (found[0] as PatternName);
}

/** Why a pattern cannot be read; null when it can. */
export function patternFault(regex: string): string | null {
  try {
    // Only whether it can be read is asked.
    void new RegExp(regex);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const checkKinds = ['text', 'numeric', 'regex', 'email', 'answercount', 'expression'] as const;
export type CheckKind = (typeof checkKinds)[number];

/** The checks that make sense for a kind of field. */
export function checksFor(kind: string): CheckKind[] {
  if (['text', 'comment', 'tel', 'url'].includes(kind)) return ['text', 'regex', 'email', 'expression'];
  if (['number', 'range', 'rating'].includes(kind)) return ['numeric', 'expression'];
  if (['checkbox', 'tagbox'].includes(kind)) return ['answercount', 'expression'];
  return ['expression'];
}

/** A check as it begins. */
export function newCheck(kind: CheckKind): FormNode {
  const begin: Record<CheckKind, FormNode> = {
    text: { type: 'text' },
    numeric: { type: 'numeric' },
    regex: { type: 'regex', text: '', regex: '' },
    email: { type: 'email' },
    answercount: { type: 'answercount' },
    expression: { type: 'expression', text: '', expression: '' },
  };
  return begin[kind];
}
