const letters: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** A name for files and keys: `Hund prüfen` becomes `hund-pruefen`. */
export function identifier(name: string): string {
  return name
    .toLocaleLowerCase('de')
    .replace(/[äöüß]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
