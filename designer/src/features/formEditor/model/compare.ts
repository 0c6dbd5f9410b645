import {
  childPlaces,
  type FormNode,
  isNode,
  type Json,
  nodeAt,
  type Place,
  rowsOf,
  type Row,
  standing,
} from './document';
import { kindOf } from './kinds';
import { choiceText, textIn } from './texts';

/** What differs in one page or field between two versions of a form. */
export interface FormChange {
  /** The same in both versions: names from the outside to the inside. */
  id: string;
  title: string;
  role: Row['role'];
  kind: 'added' | 'removed' | 'changed';
  details: FormDetail[];
}

/** One aspect, by the property of SurveyJS it stands in; texts as people read them. */
export interface FormDetail {
  property: string;
  /** The kind of the field, for words that depend on it. */
  of: string;
  before: string;
  after: string;
}

interface Entry extends Row {
  id: string;
  /** Ids of what stands in it, in order. */
  order: string[];
  /** What it stands in, in words. */
  inside: string;
  insideId: string;
  kindId: string;
}

const structure = new Set([
  'pages',
  'elements',
  'questions',
  'templateElements',
  'items',
  'type',
  'cellType',
  'inputType',
  'name',
]);

/** What came, went and changed from one form to the other, by page and field. */
export function compareForms(before: FormNode, after: FormNode): FormChange[] {
  const one = entriesOf(before);
  const other = entriesOf(after);
  const removed = [...one.values()].filter(({ id }) => !other.has(id)).map((entry) => whole(entry, 'removed'));
  const rest = [...other.values()].flatMap((entry) => {
    const old = one.get(entry.id);
    if (old === undefined) return [whole(entry, 'added')];
    const details = detailsOf(old, entry);
    return details.length === 0 ? [] : [{ ...whole(entry, 'changed'), details }];
  });
  return [...rest, ...removed];
}

function whole({ id, node, role }: Entry, kind: FormChange['kind']): FormChange {
  return { id, title: titleOf(node), role, kind, details: [] };
}

const titleOf = (node: FormNode) => textIn(node.title, 'de') || (typeof node.name === 'string' ? node.name : '');

function entriesOf(form: FormNode): Map<string, Entry> {
  const ids = new Map<Place, string>();
  const entries = new Map<string, Entry>();
  for (const row of rowsOf(form)) {
    const owner = standing(row.place).owner;
    const id = row.role === 'form' ? '' : idOf(form, row, ids.get(owner) ?? '');
    ids.set(row.place, id);
    const holder = nodeAt(form, owner);
    const kind = kindOf(row.node, row.place, holder);
    entries.set(id, {
      ...row,
      id,
      order: [],
      inside: holder === null ? '' : titleOf(holder),
      insideId: ids.get(owner) ?? '',
      kindId: row.role === 'form' || row.role === 'page' ? row.role : (kind?.id ?? String(row.node.type)),
    });
  }
  for (const entry of entries.values())
    entry.order = childPlaces(entry.node, entry.place).map((place) => ids.get(place) ?? '');
  return entries;
}

/** Fields keep their id when they move to another page or section; those of a group or table belong to it. */
function idOf(form: FormNode, { place, node, role }: Row, outer: string): string {
  const holder = nodeAt(form, standing(place).owner);
  const isScoped = ['paneldynamic', 'matrixdynamic', 'multipletext'].includes(String(holder?.type));
  const scope = isScoped || outer.includes('›') ? `${outer}›` : '';
  return `${scope}${role === 'page' ? 'page:' : ''}${String(node.name ?? place)}`;
}

function detailsOf(old: Entry, now: Entry): FormDetail[] {
  const details: FormDetail[] = [];
  const add = (property: string, before: string, after: string) => {
    if (before !== after) details.push({ property, of: now.kindId, before, after });
  };
  add('kind', old.kindId, now.kindId);
  if (old.insideId !== now.insideId) add('inside', old.inside, now.inside);
  const properties = new Set([...Object.keys(old.node), ...Object.keys(now.node)]);
  for (const property of properties) {
    if (structure.has(property) || (property === 'columns' && now.kindId === 'matrixdynamic')) continue;
    const [before, after] = [wording(old.node[property]), wording(now.node[property])];
    if (before === after && JSON.stringify(old.node[property]) !== JSON.stringify(now.node[property]))
      add(property, JSON.stringify(old.node[property] ?? ''), JSON.stringify(now.node[property] ?? ''));
    else add(property, before, after);
  }
  const kept = old.order.filter((id) => now.order.includes(id));
  const same = now.order.filter((id) => old.order.includes(id));
  if (kept.join('\n') !== same.join('\n')) add('order', kept.map(lastName).join(', '), same.map(lastName).join(', '));
  return details;
}

const lastName = (id: string) =>
  id
    .split('›')
    .at(-1)
    ?.replace(/^page:/, '') ?? id;

/** A value as people read it: German texts, choices by their text; empty where nothing is set. */
function wording(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value))
    return value.map((entry) => (isCheck(entry) ? checkWords(entry) : textIn(choiceText(entry), 'de'))).join(', ');
  if (isNode(value)) return textIn(value, 'de') || JSON.stringify(value);
  return String(value);
}

const isCheck = (entry: Json): entry is FormNode =>
  isNode(entry) && typeof entry.type === 'string' && entry.value === undefined;

function checkWords(check: FormNode): string {
  const values = Object.entries(check).filter(([property]) => property !== 'type' && property !== 'text');
  const text = textIn(check.text, 'de');
  return [String(check.type), ...values.map(([property, value]) => `${property} ${String(value)}`), text]
    .filter((part) => part !== '')
    .join(' ');
}
