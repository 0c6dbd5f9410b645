import type { Moddle } from '../canvas/types';

/** The `zeebe:` extension element of a type, such as `zeebe:TaskSchedule`. */
export function extension(owner: Moddle, type: string): Moddle | undefined {
  const values = owner.get<Moddle | undefined>('extensionElements')?.get<Moddle[] | undefined>('values') ?? [];
  return values.find((value) => value.$type === type);
}

/** An attribute of an extension element; empty when it or the element is missing. */
export function attribute(owner: Moddle, type: string, name: string): string {
  return extension(owner, type)?.get<string | undefined>(name) ?? '';
}

/** A free property such as `kommune:fourEyes`; of a name given twice the last counts, as in the engine. */
export function property(owner: Moddle, name: string): string {
  const properties = extension(owner, 'zeebe:Properties')?.get<Moddle[] | undefined>('properties') ?? [];
  return properties.findLast((entry) => entry.get('name') === name)?.get<string | undefined>('value') ?? '';
}

export interface Pair {
  name: string;
  value: string;
}

export type PairList = 'inputs' | 'outputs' | 'headers' | 'properties';

interface PairShape {
  container: string;
  list: string;
  item: string;
  name: string;
  value: string;
}

/** How the four lists of pairs are written in the dialect. */
export const pairShapes: Record<PairList, PairShape> = {
  inputs: {
    container: 'zeebe:IoMapping',
    list: 'inputParameters',
    item: 'zeebe:Input',
    name: 'target',
    value: 'source',
  },
  outputs: {
    container: 'zeebe:IoMapping',
    list: 'outputParameters',
    item: 'zeebe:Output',
    name: 'target',
    value: 'source',
  },
  headers: { container: 'zeebe:TaskHeaders', list: 'values', item: 'zeebe:Header', name: 'key', value: 'value' },
  properties: {
    container: 'zeebe:Properties',
    list: 'properties',
    item: 'zeebe:Property',
    name: 'name',
    value: 'value',
  },
};

export function pairs(owner: Moddle, list: PairList): Pair[] {
  const shape = pairShapes[list];
  const items = extension(owner, shape.container)?.get<Moddle[] | undefined>(shape.list) ?? [];
  return items.map((item) => ({
    name: item.get<string | undefined>(shape.name) ?? '',
    value: item.get<string | undefined>(shape.value) ?? '',
  }));
}

/** The names of a list separated by commas, semicolons or blanks, as the engine reads them. */
export function names(text: string): string[] {
  return [...new Set(text.split(/[,;\s]+/).filter((name) => name !== ''))];
}
