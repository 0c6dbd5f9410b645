import { identifier } from '../../../ui/identifier';
import {
  type FormNode,
  isNode,
  type Json,
  nodeAt,
  type Place,
  roleOf,
  rowsOf,
  setProperties,
  standing,
} from './document';

/** A name that expressions can use without quotes: `Höhe der Steuer` becomes `hoeheDerSteuer`. */
export function nameFor(title: string, taken: ReadonlySet<string>): string {
  const words = identifier(title).split('-');
  const joined = words.map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
  const base = /^[a-z]/.test(joined) ? joined : `feld${joined}`;
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}${number}`;
  return name;
}

/** The group, table or list of texts whose names stand for themselves; the form for all other fields. */
export function scopeOf(form: FormNode, place: Place): Place {
  let { owner } = standing(place);
  while (owner !== '' && !['paneldynamic', 'matrixdynamic', 'multipletext'].includes(String(nodeAt(form, owner)?.type)))
    owner = standing(owner).owner;
  return owner;
}

/** All names used where that place stands, itself left out. */
export function takenNames(form: FormNode, scope: Place, except: Place | null): Set<string> {
  return new Set(
    rowsOf(form)
      .filter(({ place, node }) => place !== except && typeof node.name === 'string' && roleOf(place) !== 'form')
      .filter(({ place }) => scopeOf(form, place) === scope)
      .map(({ node }) => String(node.name)),
  );
}

/** Gives a field another name, and every expression and text that names it. */
export function rename(form: FormNode, place: Place, name: string): FormNode {
  const old = nodeAt(form, place)?.name;
  const scope = scopeOf(form, place);
  const renamed = setProperties(form, place, { name });
  if (typeof old !== 'string' || old === '' || old === name) return renamed;
  const local: Record<string, string> = { paneldynamic: 'panel.', matrixdynamic: 'row.' };
  const prefix = scope === '' ? '' : (local[String(nodeAt(form, scope)?.type)] ?? '');
  const named = new RegExp(String.raw`\{${escaped(prefix + old)}(?=[}.[])`, 'g');
  const inTexts = (value: Json): Json => {
    if (typeof value === 'string') return value.replace(named, `{${prefix}${name}`);
    if (Array.isArray(value)) return value.map(inTexts);
    if (!isNode(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([property, inner]) => [property, inTexts(inner)]));
  };
  if (scope === '') return inTexts(renamed) as FormNode;
  const owner = nodeAt(renamed, scope);
  if (owner === null) return renamed;
  const key = owner.keyName === old ? { keyName: name } : {};
  return setProperties(renamed, scope, { ...(inTexts(owner) as FormNode), ...key });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** A copy of a page or field with names of its own. */
export function copyOf(form: FormNode, place: Place): FormNode | null {
  const node = nodeAt(form, place);
  return node === null
    ? null
    : withFreeNames(node, roleOf(place) === 'page', takenNames(form, scopeOf(form, place), null));
}

/** The same page or field under names that are not taken; those of a group or table stand for themselves and stay. */
export function withFreeNames(node: FormNode, isPage: boolean, names: ReadonlySet<string>): FormNode {
  const taken = new Set(names);
  const renamed = (one: FormNode, holds: boolean): FormNode => {
    const copy = { ...one };
    if (typeof one.name === 'string') {
      copy.name = taken.has(one.name) ? freeVariant(one.name, taken) : one.name;
      taken.add(copy.name);
    }
    const list = Array.isArray(one.elements) ? 'elements' : 'questions';
    const children = one[list];
    if (holds && Array.isArray(children))
      copy[list] = children.map((child) => (isNode(child) ? renamed(child, child.type === 'panel') : child));
    return copy;
  };
  return structuredClone(renamed(node, isPage || node.type === 'panel'));
}

function freeVariant(name: string, taken: ReadonlySet<string>): string {
  const base = name.replace(/\d+$/, '');
  let number = 2;
  while (taken.has(`${base}${number}`)) number++;
  return `${base}${number}`;
}
