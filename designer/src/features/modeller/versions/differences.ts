import { diff } from 'bpmn-js-differ';
import { BpmnModdle } from 'bpmn-moddle';
import { dialect } from '../canvas/dialect';

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved';

export interface ElementChange {
  id: string;
  name: string;
  kind: ChangeKind;
}

function listed(found: Record<string, { name?: string }>, kind: ChangeKind): ElementChange[] {
  return Object.entries(found).map(([id, element]) => ({ id, name: element.name ?? id, kind }));
}

/** What differs between two drawings, by element. */
export async function compareDrawings(before: string, after: string): Promise<ElementChange[]> {
  const moddle = new BpmnModdle({ zeebe: dialect });
  const [one, other] = await Promise.all([moddle.fromXML(before), moddle.fromXML(after)]);
  const { _added, _removed, _changed, _layoutChanged } = diff(one.rootElement, other.rootElement);
  const changed = Object.entries(_changed).map(([id, { model }]) => ({
    id,
    name: model.name ?? id,
    kind: 'changed' as const,
  }));
  return [...listed(_added, 'added'), ...listed(_removed, 'removed'), ...changed, ...listed(_layoutChanged, 'moved')];
}

export interface Line {
  text: string;
  kind: 'same' | 'added' | 'removed';
}

/** The lines of two texts side by side: the longest common sequence stays, the rest came or went. */
export function compareLines(before: string, after: string): Line[] {
  const one = before.split('\n');
  const other = after.split('\n');
  const common = lengths(one, other);
  const lines: Line[] = [];
  let [at, to] = [0, 0];
  while (at < one.length || to < other.length) {
    const [left, right] = [one[at], other[to]];
    if (left !== undefined && left === right) {
      lines.push({ text: left, kind: 'same' });
      at++;
      to++;
    } else if (
      right !== undefined &&
      (left === undefined || (common[at]?.[to + 1] ?? 0) >= (common[at + 1]?.[to] ?? 0))
    ) {
      lines.push({ text: right, kind: 'added' });
      to++;
    } else {
      lines.push({ text: left ?? '', kind: 'removed' });
      at++;
    }
  }
  return lines;
}

function lengths(one: string[], other: string[]): number[][] {
  const table = Array.from({ length: one.length + 1 }, () => Array.from({ length: other.length + 1 }, () => 0));
  for (let at = one.length - 1; at >= 0; at--) {
    for (let to = other.length - 1; to >= 0; to--) {
      const row = table[at];
      if (row === undefined) continue;
      row[to] =
        one[at] === other[to]
          ? (table[at + 1]?.[to + 1] ?? 0) + 1
          : Math.max(table[at + 1]?.[to] ?? 0, row[to + 1] ?? 0);
    }
  }
  return table;
}

export interface FileChangeView {
  path: string;
  before: string;
  after: string;
}

function textOf(files: { path: string; text: string }[], path: string): string {
  return files.find((file) => file.path === path)?.text ?? '';
}

/** The files that are not the same, drawings first. */
export function changedFiles(
  before: { path: string; text: string }[],
  after: { path: string; text: string }[],
): FileChangeView[] {
  const paths = [...new Set([...before, ...after].map(({ path }) => path))];
  return paths
    .map((path) => ({ path, before: textOf(before, path), after: textOf(after, path) }))
    .filter((file) => file.before !== file.after)
    .toSorted(
      (a, b) => Number(b.path.endsWith('.bpmn')) - Number(a.path.endsWith('.bpmn')) || a.path.localeCompare(b.path),
    );
}
