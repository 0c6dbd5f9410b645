import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/diagram-js.css';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/Button';
import type { Heat } from '../../ui/heat';
import { iconPath, type IconName } from '../../ui/icons';
import { Message } from '../../ui/Message';
import type { Paint } from './paint';

interface Props {
  xml: string;
  painted: Map<string, Paint>;
  flows: Set<string>;
  notes: Map<string, string>;
  heat: Map<string, Heat>;
  /** Element to bring into view on narrow screens. */
  focus: string | undefined;
  label: string;
  /** Elements that can be chosen by a click; another way to choose stands beside the drawing. */
  pickable: Set<string>;
  picked: string | null;
  onPick: ((element: string) => void) | undefined;
}

interface Canvas {
  zoom(scale: 'fit-viewport' | number, center?: 'auto'): number;
  addMarker(element: string, marker: string): void;
  removeMarker(element: string, marker: string): void;
  scrollToElement(element: string, padding?: number): void;
}
interface Overlays {
  add(
    element: string,
    type: string,
    overlay: { position: { top?: number; right?: number; bottom?: number; left?: number }; html: HTMLElement },
  ): string;
  remove(filter: { type: string }): void;
}
interface Registry {
  get(id: string): { width?: number } | undefined;
}
interface ZoomScroll {
  stepZoom(steps: number): void;
}

const signs: Record<Paint, IconName> = {
  active: 'play',
  completed: 'check',
  waiting: 'hourglass',
  incident: 'priority',
};
const narrow = 600;

/** The round sign at an element's corner: the state told by shape, not by colour alone. */
function signOf(paint: Paint): HTMLElement {
  const sign = document.createElement('span');
  sign.className = `diagram-sign ${paint}`;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 -960 960 960');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', iconPath(signs[paint]));
  svg.append(path);
  sign.append(svg);
  return sign;
}

function paintDiagram(viewer: NavigatedViewer, painted: Map<string, Paint>, flows: Set<string>): () => void {
  const canvas = viewer.get<Canvas>('canvas');
  const overlays = viewer.get<Overlays>('overlays');
  const registry = viewer.get<Registry>('elementRegistry');
  const added: [string, string][] = [];
  const mark = (element: string, marker: string) => {
    canvas.addMarker(element, marker);
    added.push([element, marker]);
  };
  for (const [element, paint] of painted) {
    if (registry.get(element) === undefined) continue;
    mark(element, `paint-${paint}`);
    overlays.add(element, 'state', { position: { top: -11, right: 11 }, html: signOf(paint) });
  }
  for (const flow of flows) if (registry.get(flow) !== undefined) mark(flow, 'paint-taken');
  return () => {
    overlays.remove({ type: 'state' });
    for (const [element, marker] of added)
      if (registry.get(element) !== undefined) canvas.removeMarker(element, marker);
  };
}

/** Puts each text at the lower edge of its element. */
function noteDiagram(viewer: NavigatedViewer, notes: Map<string, string>): () => void {
  const overlays = viewer.get<Overlays>('overlays');
  const registry = viewer.get<Registry>('elementRegistry');
  for (const [element, text] of notes) {
    if (registry.get(element) === undefined) continue;
    const note = document.createElement('span');
    note.className = 'diagram-note';
    note.textContent = text;
    overlays.add(element, 'note', { position: { bottom: 11, left: 8 }, html: note });
  }
  return () => overlays.remove({ type: 'note' });
}

/** Fills each element by how hot it is. */
function heatDiagram(viewer: NavigatedViewer, heat: Map<string, Heat>): () => void {
  const canvas = viewer.get<Canvas>('canvas');
  const registry = viewer.get<Registry>('elementRegistry');
  const known = [...heat].filter(([element]) => registry.get(element) !== undefined);
  for (const [element, step] of known) canvas.addMarker(element, `heat-${step}`);
  return () => {
    for (const [element, step] of known)
      if (registry.get(element) !== undefined) canvas.removeMarker(element, `heat-${step}`);
  };
}

/** Shows what can be chosen and what is, and listens for clicks on it. */
function pickFrom(
  viewer: NavigatedViewer,
  pickable: Set<string>,
  picked: string | null,
  onPick: (element: string) => void,
): () => void {
  const canvas = viewer.get<Canvas>('canvas');
  const registry = viewer.get<Registry>('elementRegistry');
  const marks = [...pickable]
    .filter((element) => registry.get(element) !== undefined)
    .map((element): [string, string] => [element, element === picked ? 'pick-chosen' : 'pick-offered']);
  for (const [element, marker] of marks) canvas.addMarker(element, marker);
  const onClick = ({ element }: { element: { id: string } }) => {
    if (pickable.has(element.id)) onPick(element.id);
  };
  viewer.on('element.click', onClick);
  return () => {
    viewer.off('element.click', onClick);
    for (const [element, marker] of marks)
      if (registry.get(element) !== undefined) canvas.removeMarker(element, marker);
  };
}

/** The drawn procedure with the states of a case painted on it. The list of steps says the same in words. */
export function Diagram({ xml, painted, flows, notes, heat, focus, label, pickable, picked, onPick }: Props) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<NavigatedViewer | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (place.current === null) return;
    const created = new NavigatedViewer({ container: place.current });
    let gone = false;
    created.importXML(xml).then(
      () => {
        if (gone) return;
        created.get<Canvas>('canvas').zoom('fit-viewport', 'auto');
        setViewer(created);
      },
      () => setFailed(!gone),
    );
    return () => {
      gone = true;
      setViewer(null);
      created.destroy();
    };
  }, [xml]);
  useEffect(() => (viewer === null ? undefined : paintDiagram(viewer, painted, flows)), [viewer, painted, flows]);
  useEffect(() => (viewer === null ? undefined : noteDiagram(viewer, notes)), [viewer, notes]);
  useEffect(() => (viewer === null ? undefined : heatDiagram(viewer, heat)), [viewer, heat]);
  useEffect(
    () => (viewer === null || onPick === undefined ? undefined : pickFrom(viewer, pickable, picked, onPick)),
    [viewer, pickable, picked, onPick],
  );
  useEffect(() => {
    if (viewer === null || focus === undefined || (place.current?.clientWidth ?? narrow) >= narrow) return;
    const canvas = viewer.get<Canvas>('canvas');
    canvas.zoom(1);
    canvas.scrollToElement(focus, 40);
  }, [viewer, focus]);

  const zoom = (steps: number) => viewer?.get<ZoomScroll>('zoomScroll').stepZoom(steps);
  return (
    <div className="diagram">
      {failed && <Message kind="warning">{t('diagram.failed')}</Message>}
      <div className="diagram-canvas" ref={place} role="group" aria-label={label} />
      <div className="diagram-tools">
        <IconButton icon="minus" compact label={t('diagram.smaller')} onClick={() => zoom(-1)} />
        <IconButton icon="add" compact label={t('diagram.larger')} onClick={() => zoom(1)} />
        <IconButton
          icon="fit"
          compact
          label={t('diagram.fit')}
          onClick={() => viewer?.get<Canvas>('canvas').zoom('fit-viewport', 'auto')}
        />
      </div>
    </div>
  );
}
