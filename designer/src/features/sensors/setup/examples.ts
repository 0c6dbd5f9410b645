import type { CodecExample } from './model';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hexOf(bytes: unknown): string {
  if (Array.isArray(bytes)) return bytes.map((byte) => Number(byte).toString(16).padStart(2, '0')).join('');
  return typeof bytes === 'string' ? bytes.replace(/[^0-9a-f]/gi, '').toLowerCase() : '';
}

function exampleOf(entry: unknown, index: number): CodecExample[] {
  if (!isRecord(entry)) return [];
  const input = isRecord(entry.input) ? entry.input : entry;
  const wanted = entry.output ?? entry.expected;
  const data = isRecord(wanted) && 'data' in wanted ? wanted.data : wanted;
  const bytes = hexOf(input.bytes ?? input.payload);
  if (bytes === '') return [];
  const name = entry.description ?? entry.name;
  return [
    {
      name: typeof name === 'string' ? name : String(index + 1),
      bytes,
      port: Number(input.fPort ?? input.port ?? 1),
      expected: data === undefined ? '' : JSON.stringify(data),
    },
  ];
}

/**
 * Examples as device makers publish them: the `…-codec.yaml` of the LoRaWAN device repository (`uplinkDecoder.examples`), or a JSON
 * list of `{name, input: {bytes, fPort}, expected: {data}}`. What is no example is left out.
 */
export async function examplesOf(text: string): Promise<CodecExample[]> {
  const { parse } = await import('yaml');
  // JSON is YAML.
  const read: unknown = parse(text);
  const decoder = isRecord(read) && isRecord(read.uplinkDecoder) ? read.uplinkDecoder : read;
  const list = isRecord(decoder) ? (decoder.examples ?? decoder.tests) : decoder;
  return Array.isArray(list) ? list.flatMap(exampleOf) : [];
}

/** The line an error of a codec names; null when it names none. */
export function lineOf(problem: string): number | null {
  const found = /Zeile (\d+)/.exec(problem);
  return found === null ? null : Number(found[1]);
}
