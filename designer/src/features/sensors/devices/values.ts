import type { DeviceField } from '../setup/model';

const numbers = new Intl.NumberFormat('de-DE', { maximumFractionDigits: 1 });

/** `84 %`, `21,5 °C`; a flag is „ja“ or „nein“. */
export function valueText(value: number, field: DeviceField | undefined, t: (key: string) => string): string {
  if (field?.kind === 'flag') return t(value === 0 ? 'sensing.no' : 'sensing.yes');
  const unit = field?.unit ?? '';
  return unit === '' ? numbers.format(value) : `${numbers.format(value)} ${unit}`;
}
