import type { Finding, Severity } from '../api';
import type { Modeler } from '../canvas/types';

const order: Severity[] = ['error', 'warning', 'hint'];
const overlayType = 'finding';

/** Signs at the elements: a circle for errors, a triangle for warnings, a square for hints, each with their number. */
export function markFindings(
  modeler: Modeler,
  findings: Finding[],
  label: (severity: Severity, count: number) => string,
) {
  const eventBus = modeler.get('eventBus');
  const overlays = modeler.get('overlays');
  const draw = () => drawSigns(modeler, findings, label);
  draw();
  // Reading a document again takes all signs away.
  eventBus.on('import.done', draw);
  return () => {
    eventBus.off('import.done', draw);
    overlays.remove({ type: overlayType });
  };
}

function drawSigns(modeler: Modeler, findings: Finding[], label: (severity: Severity, count: number) => string): void {
  const overlays = modeler.get('overlays');
  const registry = modeler.get('elementRegistry');
  for (const id of new Set(findings.flatMap(({ elementId }) => elementId ?? []))) {
    const element = registry.get(id);
    if (element === undefined) continue;
    const own = findings.filter(({ elementId }) => elementId === id);
    const severity = order.find((one) => own.some((finding) => finding.severity === one)) ?? 'hint';
    const count = own.filter((finding) => finding.severity === severity).length;
    const place = element.waypoints === undefined ? { top: -11, right: 11 } : middleOf(element.waypoints);
    overlays.add(element.id, overlayType, { position: place, html: sign(severity, count, label(severity, count)) });
  }
}

function sign(severity: Severity, count: number, title: string): HTMLElement {
  const mark = document.createElement('span');
  mark.className = `finding-sign ${severity}`;
  mark.title = title;
  const number = document.createElement('span');
  number.textContent = String(count);
  mark.append(number);
  return mark;
}

/** Overlays of a connection are placed from the corner of its bounding box. */
function middleOf(points: { x: number; y: number }[]): { top: number; left: number } {
  const left = Math.min(...points.map(({ x }) => x));
  const top = Math.min(...points.map(({ y }) => y));
  const at = points[Math.floor((points.length - 1) / 2)] ?? { x: left, y: top };
  const next = points[Math.floor((points.length - 1) / 2) + 1] ?? at;
  return { left: (at.x + next.x) / 2 - left - 10, top: (at.y + next.y) / 2 - top - 10 };
}
