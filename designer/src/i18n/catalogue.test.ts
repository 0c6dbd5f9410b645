import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import de from './de.json';
import en from './en.json';

function keys(texts: object, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([name, value]) =>
    typeof value === 'object' ? keys(value as object, `${prefix}${name}.`) : [`${prefix}${name}`],
  );
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

const plural = /_(one|other)$/;
const known = new Set(keys(de).map((key) => key.replace(plural, '')));

test('both languages have the same texts', () => {
  expect(keys(en)).toEqual(keys(de));
});

test('both languages fill in the same values', () => {
  const english = new Map(Object.entries(flat(en)));
  for (const [key, text] of Object.entries(flat(de))) {
    expect([key, placeholders(english.get(key) ?? '')]).toEqual([key, placeholders(text)]);
  }
});

test('every text the pages ask for by name is in the catalogue', () => {
  const asked = sources(join(import.meta.dirname, '..')).flatMap((text) =>
    [...text.matchAll(/\bt\('([a-zA-Z0-9.]+)'/g)].map((match) => match[1] ?? ''),
  );
  expect(asked.filter((key) => !known.has(key))).toEqual([]);
});

function flat(texts: object, prefix = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(texts)) {
    if (typeof value === 'string') found[prefix + name] = value;
    else Object.assign(found, flat(value as object, `${prefix}${name}.`));
  }
  return found;
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').toSorted();
}
