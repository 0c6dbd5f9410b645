import type { DeviceItem } from '../types';

export type Health = 'ok' | 'silent' | 'invalid' | 'battery' | 'never' | 'off';

export const batteryField = 'batterie';
const weakBattery = 15;

/** How a device fares, the most pressing first. */
export function healthOf(device: DeviceItem): Health {
  if (!device.active) return 'off';
  if (device.alarms.some((alarm) => alarm.kind === 'silence')) return 'silent';
  if (device.lastAt === null) return 'never';
  if (device.alarms.some((alarm) => alarm.kind === 'invalid') || Object.keys(device.invalid).length > 0)
    return 'invalid';
  const battery = device.values[batteryField];
  return battery !== undefined && battery <= weakBattery ? 'battery' : 'ok';
}

/** Whether somebody must look after it; one that was only just set up has time to report. */
export function needsSomebody(device: DeviceItem): boolean {
  return ['silent', 'invalid', 'battery'].includes(healthOf(device));
}

export const healths: Health[] = ['silent', 'invalid', 'battery', 'never', 'ok', 'off'];

/** Those that need somebody first, then by name. */
export function byNeed(devices: DeviceItem[]): DeviceItem[] {
  return devices.toSorted(
    (a, b) =>
      healths.indexOf(healthOf(a)) - healths.indexOf(healthOf(b)) ||
      a.name.localeCompare(b.name, 'de', { numeric: true }),
  );
}

/** Devices whose name, identifier or attributes hold all the words. */
export function matching(devices: DeviceItem[], words: string): DeviceItem[] {
  const wanted = words.toLocaleLowerCase('de').split(/\s+/).filter(Boolean);
  return devices.filter((device) => {
    const text = [device.id, device.name, device.typeName, ...Object.values(device.attributes)]
      .join(' ')
      .toLocaleLowerCase('de');
    return wanted.every((word) => text.includes(word));
  });
}
