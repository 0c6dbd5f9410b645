import { useEffect, useRef, useState } from 'react';
import type { Drawn, Modeler } from './types';

interface Options {
  language: string;
  readOnly: boolean;
  xml: string;
  /** The model changed and reads so now. */
  onChange: (xml: string) => void;
  onOpenProperties: () => void;
}

export interface Editing {
  modeler: Modeler;
  selected: Drawn[];
  /** Grows with every change of the model, so that what shows it is drawn again. */
  version: number;
}

/**
 * The canvas in `place`, showing `xml`. A text that the canvas itself wrote is not read again; any other is. Nothing is
 * written unless a person changed something.
 */
export function useModeler(
  place: React.RefObject<HTMLDivElement | null>,
  { language, readOnly, xml, ...calls }: Options,
) {
  const [editing, setEditing] = useState<Editing | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const shown = useRef<string | null>(null);
  const opened = useRef('');
  const latest = useRef(calls);
  useEffect(() => {
    latest.current = calls;
  });

  const modeler = useRef<Modeler | null>(null);
  useEffect(() => {
    if (place.current === null) return;
    let gone = false;
    let created: Modeler | null = null;
    const container = place.current;
    void import('./modeler').then(({ createModeler }) => {
      if (gone) return;
      created = createModeler(container, { language, readOnly });
      modeler.current = created;
      listen(created, { shown, opened, calls: latest }, setEditing);
      setEditing({ modeler: created, selected: [], version: 0 });
    });
    return () => {
      gone = true;
      modeler.current = null;
      shown.current = null;
      setEditing(null);
      created?.destroy();
    };
  }, [place, language, readOnly]);

  const ready = editing?.modeler;
  useEffect(() => {
    if (ready === undefined || shown.current === xml) return;
    const isFirst = shown.current === null;
    shown.current = xml;
    opened.current = xml;
    ready.importXML(xml).then(
      () => {
        setFault(null);
        setEditing((known) => known && { ...known, selected: [], version: known.version + 1 });
        // The parts around the canvas appear with the first drawing and take their share of the page.
        if (isFirst) requestAnimationFrame(() => fit(ready));
      },
      (error: Error) => setFault(error.message),
    );
  }, [ready, xml]);

  return { editing: editing !== null && editing.version > 0 ? editing : null, fault };
}

const smallestReadable = 0.7;
const margin = 40;

/** All of it where that can be read, else its beginning. */
function fit(modeler: Modeler): void {
  const canvas = modeler.get('canvas');
  canvas.resized();
  const scale = canvas.zoom('fit-viewport', 'auto');
  if (scale > 1) canvas.zoom(1, 'auto');
  if (scale >= smallestReadable) return;
  canvas.zoom(1);
  const { inner, outer } = canvas.viewbox();
  canvas.viewbox({ x: inner.x - margin, y: inner.y - margin, width: outer.width, height: outer.height });
}

interface Memory {
  shown: React.RefObject<string | null>;
  /** The text as it was opened: what all is undone back to, byte for byte. */
  opened: React.RefObject<string>;
  calls: React.RefObject<Pick<Options, 'onChange' | 'onOpenProperties'>>;
}

function listen(
  modeler: Modeler,
  { shown, opened, calls }: Memory,
  setEditing: React.Dispatch<React.SetStateAction<Editing | null>>,
): void {
  const eventBus = modeler.get('eventBus');
  let writing = 0;
  const write = async () => {
    const round = ++writing;
    const isUntouched = !modeler.get('commandStack').canUndo();
    const { xml } = isUntouched ? { xml: opened.current } : await modeler.saveXML({ format: true });
    if (round !== writing || xml === undefined || xml === shown.current) return;
    shown.current = xml;
    calls.current.onChange(xml);
  };
  eventBus.on('selection.changed', ({ newSelection }) =>
    setEditing((known) => known && { ...known, selected: newSelection }),
  );
  eventBus.on('kommune.openProperties', () => calls.current.onOpenProperties());
  eventBus.on('commandStack.changed', ({ trigger }) => {
    if (trigger === 'clear') return;
    setEditing((known) => known && { ...known, version: known.version + 1 });
    void write();
  });
}
