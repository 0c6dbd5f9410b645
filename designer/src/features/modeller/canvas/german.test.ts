import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PopupEntries } from 'bpmn-js/lib/features/popup-menu/PopupEntries';
import * as replaceOptions from 'bpmn-js/lib/features/replace/ReplaceOptions';
import { expect, test } from 'vitest';
import { german, translateWith } from './german';

const modules = join(import.meta.dirname, '../../../../node_modules');
const alignments = ['left', 'center', 'right', 'top', 'middle', 'bottom'];

/** Every literal text handed to `translate` in the sources of the canvas and what it is made of. */
function spokenTexts(): string[] {
  const folders = [
    'bpmn-js/lib',
    'diagram-js/lib/features',
    'diagram-js-direct-editing/lib',
    'diagram-js-minimap/dist/index.esm.js',
  ];
  const files = folders.flatMap((folder) => {
    const place = join(modules, folder);
    if (folder.endsWith('.js')) return [place];
    const found = readdirSync(place, { recursive: true, encoding: 'utf8' });
    return found.filter((file) => file.endsWith('.js')).map((file) => join(place, file));
  });
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const constants = [...text.matchAll(/_MSG = '([^']+)'/g)];
    return [
      ...text.matchAll(/[^.\w]translate\('([^']+)'/g),
      ...text.matchAll(/_translate\('([^']+)'/g),
      ...constants,
    ].map((match) => match[1] ?? '');
  });
}

function labels(): string[] {
  const options = Object.values(replaceOptions).flatMap((value) => (Array.isArray(value) ? value : []));
  return [...options, ...Object.values(PopupEntries)].flatMap(({ label }: { label: unknown }) =>
    typeof label === 'string' ? [label] : [],
  );
}

test('every entry of palette, context pad and menus is said in German', () => {
  const spoken = [...spokenTexts(), ...labels(), ...alignments.map((how) => `Align elements ${how}`)];
  const known = spoken.filter((text) => /^[A-Za-z{].*[^ ]$/.test(text));
  expect(known.length).toBeGreaterThan(100);
  expect([...new Set(known.filter((text) => german[text] === undefined))]).toEqual([]);
});

test('no German text uses the words of modelling', () => {
  const modelling = /gateway|instanz|token|event\b|task|pool|lane|timer|flow/i;
  expect(Object.values(german).filter((text) => modelling.test(text))).toEqual([]);
});

test('values in a text are said in German too', () => {
  expect(translateWith(german)('Open {element}', { element: 'Sub-process' })).toBe('Unterprozess öffnen');
});
