import type { Device } from '../setup/model';

/** A number as people type it, with comma or point; null for none. */
export function numberOf(text: string): number | null {
  const read = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(read) ? null : read;
}

/** A number for a field people type in. */
export function numberText(value: number | null): string {
  return value === null ? '' : String(value).replace('.', ',');
}

/** Lines `name: value`. */
export function attributesOf(lines: string): Record<string, string> {
  return Object.fromEntries(
    lines.split('\n').flatMap((line) => {
      const colon = line.indexOf(':');
      const [name, value] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
      return colon < 0 || name === '' || value === '' ? [] : [[name, value]];
    }),
  );
}

/** What the form of a device shows. */
export function textOf(device: Device | null, id: string) {
  return {
    id: device?.id ?? id,
    name: device?.name ?? '',
    typeId: device?.typeId ?? '',
    codecId: device?.codecId ?? '',
    latitude: numberText(device?.place?.latitude ?? null),
    longitude: numberText(device?.place?.longitude ?? null),
    litres: numberText(device?.litres ?? null),
    attributes: Object.entries(device?.attributes ?? {})
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    active: device?.active ?? true,
  };
}
