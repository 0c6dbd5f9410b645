export type Json = string | number | boolean | null | Json[] | FormNode;

/** A page, a field, or the form itself, as SurveyJS JSON. */
export interface FormNode {
  [property: string]: Json;
}

/** Where a page or field stands, as a JSON pointer: `/pages/0/elements/2`; the form itself is the empty text. */
export type Place = string;

/** A form after a change, and the place to be shown next. */
export interface Change {
  form: FormNode;
  place: Place;
}

export function isNode(value: Json | undefined): value is FormNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The form that a text says; null when it is none. */
export function parseForm(text: string): FormNode | null {
  try {
    const form = JSON.parse(text) as Json;
    return isNode(form) ? form : null;
  } catch {
    return null;
  }
}

export function formatForm(form: FormNode): string {
  return `${JSON.stringify(form, null, 2)}\n`;
}

const segments = (place: Place) => place.split('/').slice(1);

/** The list a page or field stands in, the owner of that list, and its number there, from 0. */
export function standing(place: Place): { owner: Place; list: string; index: number } {
  const parts = segments(place);
  const index = Number(parts.at(-1));
  return {
    owner: parts
      .slice(0, -2)
      .map((part) => `/${part}`)
      .join(''),
    list: parts.at(-2) ?? '',
    index,
  };
}

export function nodeAt(form: FormNode, place: Place): FormNode | null {
  let found: Json | undefined = form;
  for (const part of segments(place)) {
    if (Array.isArray(found)) found = found[Number(part)];
    else found = isNode(found) ? found[part] : undefined;
  }
  return isNode(found) ? found : null;
}

/** The list of a node that holds its pages, fields, columns or texts; null where it holds none. */
export function listOf(node: FormNode, place: Place): string | null {
  if (place === '' && Array.isArray(node.pages)) return 'pages';
  const plain = Array.isArray(node.questions) && !Array.isArray(node.elements) ? 'questions' : 'elements';
  if (place === '' || standing(place).list === 'pages') return plain;
  const lists: Record<string, string> = {
    panel: plain,
    paneldynamic: 'templateElements',
    matrixdynamic: 'columns',
    multipletext: 'items',
  };
  return lists[String(node.type)] ?? null;
}

export function childrenOf(node: FormNode, place: Place): FormNode[] {
  const list = listOf(node, place);
  const children = list === null ? [] : node[list];
  return Array.isArray(children) ? children.filter(isNode) : [];
}

/** The places of what a node holds, in order. */
export function childPlaces(node: FormNode, place: Place): Place[] {
  const list = listOf(node, place);
  const children = list === null ? [] : node[list];
  if (!Array.isArray(children)) return [];
  return children.flatMap((child, index) => (isNode(child) ? [`${place}/${list}/${index}`] : []));
}

/** A copy with the node at the place replaced; the order of properties stays. */
function replace(node: Json, parts: string[], by: (old: Json) => Json): Json {
  const [first, ...rest] = parts;
  if (first === undefined) return by(node);
  if (Array.isArray(node)) return node.map((item, at) => (at === Number(first) ? replace(item, rest, by) : item));
  if (!isNode(node)) return node;
  return { ...node, [first]: replace(node[first] ?? [], rest, by) };
}

function edit(form: FormNode, place: Place, by: (old: Json) => Json): FormNode {
  return replace(form, segments(place), by) as FormNode;
}

/** Sets properties of a node; undefined takes one away. */
export function setProperties(form: FormNode, place: Place, changes: Record<string, Json | undefined>): FormNode {
  return edit(form, place, (old) => {
    const next = { ...(old as FormNode) };
    for (const [property, value] of Object.entries(changes)) {
      if (value === undefined) delete next[property];
      else next[property] = value;
    }
    return next;
  });
}

export function insertAt(form: FormNode, owner: Place, index: number, node: FormNode): Change {
  const holder = nodeAt(form, owner);
  const list = holder === null ? null : listOf(holder, owner);
  if (list === null) return { form, place: owner };
  const before = holder?.[list];
  const count = Array.isArray(before) ? before.length : 0;
  const at = Math.min(Math.max(index, 0), count);
  const changed = edit(form, `${owner}/${list}`, (old) => (Array.isArray(old) ? old.toSpliced(at, 0, node) : [node]));
  return { form: changed, place: `${owner}/${list}/${at}` };
}

/** Takes a page or field away; what is shown next is its neighbour, or what it stood in. */
export function removeAt(form: FormNode, place: Place): Change {
  const { owner, list, index } = standing(place);
  const changed = edit(form, `${owner}/${list}`, (old) => (old as Json[]).toSpliced(index, 1));
  const left = nodeAt(changed, owner);
  const places = left === null ? [] : childPlaces(left, owner);
  return { form: changed, place: places[Math.min(index, places.length - 1)] ?? owner };
}

/** Whether something of that place may stand in that owner: pages in the form, columns in their table, fields elsewhere. */
export function mayStandIn(form: FormNode, place: Place, owner: Place): boolean {
  if (owner === place || owner.startsWith(`${place}/`)) return false;
  const from = standing(place);
  const holder = nodeAt(form, owner);
  const list = holder === null ? null : listOf(holder, owner);
  if (list === null) return false;
  if (['pages', 'columns', 'items'].includes(from.list) || ['pages', 'columns', 'items'].includes(list))
    return from.owner === owner && from.list === list;
  return true;
}

/** Moves a page or field into an owner, before what stands at `index` there now. */
export function moveTo(form: FormNode, place: Place, owner: Place, index: number): Change {
  const node = nodeAt(form, place);
  if (node === null || !mayStandIn(form, place, owner)) return { form, place };
  const from = standing(place);
  const without = removeAt(form, place).form;
  const isSameList = from.owner === owner;
  const at = isSameList && from.index < index ? index - 1 : index;
  return insertAt(without, afterRemoval(owner, place), at, node);
}

/** What a place is called once the one at `removed` is gone. */
function afterRemoval(place: Place, removed: Place): Place {
  const { owner, list, index } = standing(removed);
  const prefix = `${owner}/${list}/`;
  if (!place.startsWith(prefix)) return place;
  const [number, ...rest] = place.slice(prefix.length).split('/');
  const shifted = Number(number) > index ? Number(number) - 1 : Number(number);
  return prefix + [String(shifted), ...rest].join('/');
}

/** One step up or down: past its neighbour, else out of its section, else onto the next page. */
export function moveBy(form: FormNode, place: Place, by: 1 | -1): Change {
  const { owner, index } = standing(place);
  const holder = nodeAt(form, owner);
  if (place === '' || holder === null) return { form, place };
  const count = childPlaces(holder, owner).length;
  const next = index + by;
  if (next >= 0 && next < count) return moveTo(form, place, owner, by === 1 ? index + 2 : index - 1);
  if (owner === '') return { form, place };
  const outer = standing(owner);
  if (outer.list !== 'pages') return moveTo(form, place, outer.owner, by === 1 ? outer.index + 1 : outer.index);
  const page = `/pages/${outer.index + by}`;
  const target = nodeAt(form, page);
  return target === null ? { form, place } : moveTo(form, place, page, by === 1 ? 0 : childPlaces(target, page).length);
}

/** Into the section or group right above it, at its end. */
export function moveInto(form: FormNode, place: Place): Change {
  const { owner, list, index } = standing(place);
  const above = `${owner}/${list}/${index - 1}`;
  const section = index === 0 ? null : nodeAt(form, above);
  if (section === null || !['panel', 'paneldynamic'].includes(String(section.type))) return { form, place };
  return moveTo(form, place, above, childPlaces(section, above).length);
}

/** Out of its section or group, behind it. */
export function moveOut(form: FormNode, place: Place): Change {
  const { owner } = standing(place);
  if (owner === '' || standing(owner).list === 'pages') return { form, place };
  const outer = standing(owner);
  return moveTo(form, place, outer.owner, outer.index + 1);
}

/** A further page behind the one at `after`; a form without pages gets its first one. */
export function addPage(form: FormNode, after: Place): Change {
  const paged = withPages(form);
  const pages = childPlaces(paged, '');
  const at = after.startsWith('/pages/') ? Number(segments(after)[1]) + 1 : pages.length;
  return insertAt(paged, '', at, { name: freePageName(paged), elements: [] });
}

/** The same form with its fields on a page; the order of its properties stays. */
function withPages(form: FormNode): FormNode {
  if (Array.isArray(form.pages)) return form;
  const list = listOf(form, '') ?? 'elements';
  const pages = [{ name: 'seite1', elements: form[list] ?? [] }];
  const entries = Object.entries(form).map(([property, value]) =>
    property === list ? ['pages', pages] : [property, value],
  );
  return { ...(Object.fromEntries(entries) as FormNode), pages };
}

function freePageName(form: FormNode): string {
  const taken = childrenOf(form, '').map(({ name }) => name);
  let number = taken.length + 1;
  while (taken.includes(`seite${number}`)) number++;
  return `seite${number}`;
}

/** One line of the list that a form is edited in. */
export interface Row {
  place: Place;
  node: FormNode;
  /** From 1: the form itself. */
  level: number;
  role: 'form' | 'page' | 'field' | 'column' | 'item';
  /** From 1, among its siblings. */
  position: number;
  size: number;
}

/** The form and everything in it, from top to bottom. */
export function rowsOf(form: FormNode): Row[] {
  const rows: Row[] = [{ place: '', node: form, level: 1, role: 'form', position: 1, size: 1 }];
  const walk = (owner: FormNode, at: Place, level: number) => {
    const places = childPlaces(owner, at);
    for (const [index, place] of places.entries()) {
      const node = nodeAt(form, place);
      if (node === null) continue;
      rows.push({ place, node, level, role: roleOf(place), position: index + 1, size: places.length });
      walk(node, place, level + 1);
    }
  };
  walk(form, '', 2);
  return rows;
}

export function roleOf(place: Place): Row['role'] {
  if (place === '') return 'form';
  const roles: Record<string, Row['role']> = { pages: 'page', columns: 'column', items: 'item' };
  return roles[standing(place).list] ?? 'field';
}

/** Where something new goes when that place is chosen: inside what holds fields, else behind it. */
export function placeForNew(form: FormNode, place: Place): { owner: Place; index: number } {
  const row = roleOf(place);
  if (row === 'column' || row === 'item') return placeForNew(form, standing(place).owner);
  if (row === 'form' && Array.isArray(form.pages)) {
    const last = childPlaces(form, '').at(-1);
    return last === undefined ? { owner: '', index: 0 } : { owner: last, index: Number.MAX_SAFE_INTEGER };
  }
  const node = nodeAt(form, place);
  const holds = row === 'form' || row === 'page' || ['panel', 'paneldynamic'].includes(String(node?.type));
  if (holds) return { owner: place, index: Number.MAX_SAFE_INTEGER };
  const { owner, index } = standing(place);
  return { owner, index: index + 1 };
}
