import type BaseModeler from 'bpmn-js/lib/BaseModeler';

/** An element of the document as bpmn-moddle reads it. */
export interface Moddle {
  readonly $type: string;
  $parent?: Moddle;
  id: string;
  name?: string;
  $instanceOf(type: string): boolean;
  get<Value = unknown>(property: string): Value;
  set(property: string, value: unknown): void;
}

export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A drawn element: a shape, a connection, or a label of one. */
export interface Drawn extends Bounds {
  id: string;
  type: string;
  businessObject: Moddle;
  parent?: Drawn;
  children?: Drawn[];
  incoming: Drawn[];
  outgoing: Drawn[];
  attachers?: Drawn[];
  host?: Drawn;
  source?: Drawn;
  target?: Drawn;
  labelTarget?: Drawn;
  waypoints?: { x: number; y: number }[];
}

export interface CanvasEvent {
  element: Drawn;
  elements: Drawn[];
  newSelection: Drawn[];
  originalEvent?: Event;
  keyEvent: KeyboardEvent;
  context: Record<string, unknown>;
  /** Of `commandStack.changed`: what changed it; `clear` when another document was opened. */
  trigger?: string;
}

/** The parts of bpmn-js that this feature calls, by their names in its injector. */
export interface Parts {
  canvas: {
    zoom(scale?: 'fit-viewport' | number, center?: 'auto'): number;
    viewbox(box?: Bounds): Bounds & { scale: number; inner: Bounds; outer: { width: number; height: number } };
    scrollToElement(element: Drawn, padding?: number): void;
    addMarker(element: string, marker: string): void;
    removeMarker(element: string, marker: string): void;
    getRootElement(): Drawn;
    setRootElement(root: Drawn): void;
    findRoot(element: Drawn): Drawn | undefined;
    focus(): void;
    getContainer(): HTMLElement;
    resized(): void;
  };
  elementRegistry: {
    get(id: string): Drawn | undefined;
    getAll(): Drawn[];
    filter(test: (e: Drawn) => boolean): Drawn[];
  };
  eventBus: {
    on(events: string | string[], listener: (event: CanvasEvent) => unknown): void;
    on(events: string | string[], priority: number, listener: (event: CanvasEvent) => unknown): void;
    off(events: string | string[], listener: (event: CanvasEvent) => unknown): void;
    fire(event: string, content?: object): unknown;
  };
  commandStack: {
    canUndo(): boolean;
    canRedo(): boolean;
    undo(): void;
    redo(): void;
    execute(command: string, context: object): void;
    registerHandler(command: string, handler: new () => object): void;
    clear(): void;
  };
  modeling: {
    updateProperties(element: Drawn, properties: object): void;
    updateModdleProperties(element: Drawn, target: Moddle, properties: object): void;
    updateLabel(element: Drawn, text: string): void;
    removeElements(elements: Drawn[]): void;
    reconnectEnd(connection: Drawn, target: Drawn, docking: { x: number; y: number }): void;
    connect(source: Drawn, target: Drawn, attributes?: object): Drawn;
    createShape(shape: Drawn, position: { x: number; y: number }, parent: Drawn, hints?: object): Drawn;
    appendShape(source: Drawn, shape: Drawn, position: { x: number; y: number }, parent: Drawn): Drawn;
    moveElements(elements: Drawn[], delta: { x: number; y: number }, target?: Drawn): void;
    addLane(element: Drawn, where: 'top' | 'bottom'): Drawn;
    splitLane(element: Drawn, count: number): void;
    makeProcess(): void;
  };
  elementFactory: { createShape(attributes: object): Drawn; createParticipantShape(attributes?: object): Drawn };
  autoPlace: { append(source: Drawn, shape: Drawn): Drawn };
  bpmnReplace: { replaceElement(element: Drawn, target: object): Drawn };
  bpmnFactory: { create(type: string, attributes?: object): Moddle };
  moddle: { create(type: string, attributes?: object): Moddle };
  create: { start(event: Event, shape: Drawn | Drawn[], context?: object): void };
  connect: { start(event: Event, element: Drawn): void };
  globalConnect: { start(event: Event): void; toggle(event: Event): void; isActive(): boolean };
  handTool: { toggle(): void; activateHand(event: Event): void; isActive(): boolean };
  lassoTool: { toggle(): void; activateSelection(event: Event): void; isActive(): boolean };
  spaceTool: {
    toggle(): void;
    activateSelection(event: Event): void;
    makeSpace(
      moving: Drawn[],
      resizing: Drawn[],
      delta: { x: number; y: number },
      direction: string,
      from: number,
    ): void;
    calculateAdjustments(
      elements: Drawn[],
      axis: 'x' | 'y',
      delta: number,
      from: number,
    ): { movingShapes: Drawn[]; resizingShapes: Drawn[] };
  };
  selection: { get(): Drawn[]; select(elements: Drawn | Drawn[] | null): void };
  overlays: {
    add(element: string, type: string, overlay: { position: object; html: HTMLElement }): string;
    remove(filter: { type: string }): void;
  };
  copyPaste: { copy(elements: Drawn[]): object; paste(context?: object): Drawn[] };
  clipboard: { get(): unknown; set(data: unknown): void; isEmpty(): boolean };
  editorActions: { trigger(action: string, options?: object): unknown; isRegistered(action: string): boolean };
  alignElements: { trigger(elements: Drawn[], how: string): void };
  distributeElements: { trigger(elements: Drawn[], axis: 'horizontal' | 'vertical'): void };
  popupMenu: {
    open(element: Drawn, id: string, position: { x: number; y: number }, options?: object): void;
    isEmpty(element: Drawn, id: string): boolean;
  };
  rules: { allowed(action: string, context: object): unknown };
  zoomScroll: { stepZoom(steps: number): void };
  minimap: { toggle(): void; open(): void; close(): void; isOpen(): boolean };
  contextPad: {
    registerProvider(priority: number, provider: object): void;
    getPad(element: Drawn): { html: HTMLElement };
    open(element: Drawn, force?: boolean): void;
  };
  toolManager: { setActive(tool: string | null): void };
  keyboard: { addListener(priority: number, listener: (event: CanvasEvent) => unknown): void };
  directEditing: { cancel(): void; isActive(): boolean };
}

export type Modeler = BaseModeler<Parts>;

/** The business object of a drawn element is one of these types, or inherits from one. */
export function isAny(element: Drawn | Moddle, ...types: string[]): boolean {
  const moddle = 'businessObject' in element ? element.businessObject : element;
  return types.some((type) => moddle.$instanceOf(type));
}

/** The first event definition of an event, or undefined for a plain one. */
export function eventDefinition(element: Moddle): Moddle | undefined {
  if (!element.$instanceOf('bpmn:Event')) return undefined;
  return element.get<Moddle[] | undefined>('eventDefinitions')?.[0];
}
