import { together } from '../canvas/batch';
import type { Drawn, Modeler, Moddle } from '../canvas/types';
import { extension, type Pair, type PairList, pairShapes } from './extensions';

type Attributes = Record<string, string | boolean | undefined>;

/** Writes what the questions answer into the document, each answer as one step of undo. */
export class ModelWriter {
  private readonly modeler: Modeler;

  constructor(modeler: Modeler) {
    this.modeler = modeler;
  }

  /** Plain attributes of the element itself, such as its name. */
  update(element: Drawn, properties: object): void {
    this.modeler.get('modeling').updateProperties(element, properties);
  }

  /** Attributes of a part of the element, such as an event definition. */
  updatePart(element: Drawn, part: Moddle, properties: object): void {
    this.modeler.get('modeling').updateModdleProperties(element, part, properties);
  }

  /** Sets attributes of an extension element; it goes away when none of its attributes is left. */
  setExtension(element: Drawn, owner: Moddle, type: string, attributes: Attributes): void {
    const known = extension(owner, type);
    const set = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, value === '' ? undefined : value]),
    );
    if (known === undefined) {
      if (Object.values(set).some((value) => value !== undefined)) this.add(element, owner, type, set);
      return;
    }
    const left = { ...attributesOf(known), ...set };
    if (Object.values(left).every((value) => value === undefined)) this.removeExtension(element, owner, type);
    else this.updatePart(element, known, set);
  }

  /** An extension element that says something by being there, such as `zeebe:UserTask`. */
  addExtension(element: Drawn, owner: Moddle, type: string): void {
    if (extension(owner, type) === undefined) this.add(element, owner, type, {});
  }

  removeExtension(element: Drawn, owner: Moddle, type: string): void {
    const elements = owner.get<Moddle | undefined>('extensionElements');
    if (elements === undefined || extension(owner, type) === undefined) return;
    const values = elements.get<Moddle[]>('values').filter((value) => value.$type !== type);
    if (values.length === 0) this.updatePart(element, owner, { extensionElements: undefined });
    else this.updatePart(element, elements, { values });
  }

  setProperty(element: Drawn, owner: Moddle, name: string, value: string): void {
    const container = extension(owner, 'zeebe:Properties');
    const kept = (container?.get<Moddle[] | undefined>('properties') ?? []).filter(
      (entry) => entry.get('name') !== name,
    );
    const added = value === '' ? [] : [this.create('zeebe:Property', { name, value })];
    this.setItems(element, owner, 'properties', [...kept, ...added]);
  }

  /** Replaces a whole list of pairs; pairs without a name are dropped. */
  setPairs(element: Drawn, owner: Moddle, list: PairList, entries: Pair[]): void {
    const shape = pairShapes[list];
    const items = entries
      .filter(({ name, value }) => name !== '' || value !== '')
      .map(({ name, value }) => this.create(shape.item, { [shape.value]: value, [shape.name]: name }));
    this.setItems(element, owner, list, items);
  }

  /** A FEEL text as a standard expression element, such as `conditionExpression`; empty takes it away. */
  setExpression(element: Drawn, owner: Moddle, name: string, body: string): void {
    const known = owner.get<Moddle | undefined>(name);
    if (body === '') this.updatePart(element, owner, { [name]: undefined });
    else if (known?.$type === 'bpmn:FormalExpression') this.updatePart(element, known, { body });
    else this.updatePart(element, owner, { [name]: this.create('bpmn:FormalExpression', { body }, owner) });
  }

  /** Refers to a message, signal, error or escalation by name or code; it is declared when it is new. */
  refer(element: Drawn, owner: Moddle, reference: string, type: string, key: string, value: string): void {
    if (value === '') {
      this.updatePart(element, owner, { [reference]: undefined });
      return;
    }
    const definitions = this.definitions();
    const known = definitions
      .get<Moddle[]>('rootElements')
      .find((root) => root.$type === type && root.get(key) === value);
    together(this.modeler, () => {
      const target = known ?? this.declare(element, definitions, type, { name: value, [key]: value });
      this.updatePart(element, owner, { [reference]: target });
    });
  }

  /** Everything of a type that the document declares, such as its messages. */
  declared(type: string): Moddle[] {
    return this.definitions()
      .get<Moddle[]>('rootElements')
      .filter((root) => root.$type === type);
  }

  create(type: string, attributes: object, parent?: Moddle): Moddle {
    const created = this.modeler.get('bpmnFactory').create(type, attributes);
    if (parent !== undefined) created.$parent = parent;
    return created;
  }

  together(run: () => void): void {
    together(this.modeler, run);
  }

  private definitions(): Moddle {
    let moddle: Moddle | undefined = this.modeler.get('canvas').getRootElement().businessObject;
    while (moddle !== undefined && moddle.$type !== 'bpmn:Definitions') moddle = moddle.$parent;
    if (moddle === undefined) throw new Error('Expected the drawing to belong to a document, but it has none.');
    return moddle;
  }

  private declare(element: Drawn, definitions: Moddle, type: string, attributes: object): Moddle {
    const created = this.create(type, attributes, definitions);
    const rootElements = [...definitions.get<Moddle[]>('rootElements')];
    const processAt = rootElements.findIndex((root) => root.$type === 'bpmn:Process');
    rootElements.splice(processAt === -1 ? rootElements.length : processAt, 0, created);
    this.updatePart(element, definitions, { rootElements });
    return created;
  }

  private setItems(element: Drawn, owner: Moddle, list: PairList, items: Moddle[]): void {
    const shape = pairShapes[list];
    const container = extension(owner, shape.container);
    if (container === undefined) {
      if (items.length === 0) return;
      const created = this.create(shape.container, { [shape.list]: items });
      for (const item of items) item.$parent = created;
      this.append(element, owner, created);
      return;
    }
    const others = otherLists(shape.container, shape.list).flatMap(
      (name) => container.get<Moddle[] | undefined>(name) ?? [],
    );
    if (items.length + others.length === 0) {
      this.removeExtension(element, owner, shape.container);
      return;
    }
    for (const item of items) item.$parent = container;
    this.updatePart(element, container, { [shape.list]: items });
  }

  private add(element: Drawn, owner: Moddle, type: string, attributes: object): void {
    this.append(element, owner, this.create(type, attributes));
  }

  private append(element: Drawn, owner: Moddle, created: Moddle): void {
    const elements = owner.get<Moddle | undefined>('extensionElements');
    if (elements !== undefined) {
      created.$parent = elements;
      this.updatePart(element, elements, { values: [...elements.get<Moddle[]>('values'), created] });
      return;
    }
    const added = this.create('bpmn:ExtensionElements', { values: [created] }, owner);
    created.$parent = added;
    this.updatePart(element, owner, { extensionElements: added });
  }
}

function attributesOf(part: Moddle): Record<string, unknown> {
  const descriptor = (part as Moddle & { $descriptor: { properties: { name: string; isAttr?: boolean }[] } })
    .$descriptor;
  return Object.fromEntries(
    descriptor.properties
      .filter(({ isAttr }) => isAttr === true)
      .map(({ name }) => [name.slice(name.indexOf(':') + 1), part.get(name)]),
  );
}

function otherLists(container: string, list: string): string[] {
  return Object.values(pairShapes)
    .filter((shape) => shape.container === container && shape.list !== list)
    .map((shape) => shape.list);
}
