import { expect, test } from 'vitest';
import { examplesOf, lineOf } from './examples';

test('examples come out of the YAML that device makers publish', async () => {
  const yaml = `
uplinkDecoder:
  fileName: em310.js
  examples:
    - description: half full
      input:
        fPort: 85
        bytes: [0x03, 130, 0x4b]
      output:
        data:
          distance: 75
`;
  expect(await examplesOf(yaml)).toEqual([
    { name: 'half full', bytes: '03824b', port: 85, expected: '{"distance":75}' },
  ]);
});

test('examples come out of a JSON list, and what is none is left out', async () => {
  const json = JSON.stringify([
    { name: 'one', input: { bytes: '01 75', fPort: 2 }, expected: { data: { battery: 100 } } },
    { name: 'nothing' },
  ]);
  expect(await examplesOf(json)).toEqual([{ name: 'one', bytes: '0175', port: 2, expected: '{"battery":100}' }]);
  expect(await examplesOf('no examples')).toEqual([]);
});

test('an error of a codec leads to its line', () => {
  expect(lineOf('Der Codec meldet in Zeile 12: x is not defined')).toBe(12);
  expect(lineOf('Der Codec braucht länger als 5 Sekunden.')).toBeNull();
});
