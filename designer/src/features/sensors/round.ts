import type { DeviceItem, FullWhen, Proposal, Tour } from './types';

export const groups = ['today', 'tomorrow', 'inTwoDays', 'later', 'unknown'] as const satisfies FullWhen[];

/** The containers under «full today, tomorrow, …», fullest first; empty headings are left out. */
export function byFullness(devices: DeviceItem[]): { group: FullWhen; devices: DeviceItem[] }[] {
  const containers = devices.filter((device) => device.active && device.litres !== null);
  return groups
    .map((group) => ({ group, devices: containers.filter((device) => device.full === group) }))
    .filter((entry) => entry.devices.length > 0);
}

/** What a case of `leerungsrunde` needs of each stop, in the order of driving. */
export function stopsOf(tour: Tour, devices: DeviceItem[]): Record<string, string | number>[] {
  const byId = new Map(devices.map((device) => [device.id, device]));
  return tour.stops.flatMap((stop) => {
    const device = byId.get(stop.id);
    if (device === undefined) return [];
    return [
      {
        behaelter: device.attributes.behaelter ?? device.id,
        bezeichnung: device.name,
        ...(device.attributes.standort === undefined ? {} : { standort: device.attributes.standort }),
        ...(device.attributes.fraktion === undefined ? {} : { fraktion: device.attributes.fraktion }),
        ...(device.level === null ? {} : { fuellstand: device.level }),
        ...(device.place === null ? {} : { breite: device.place.latitude, laenge: device.place.longitude }),
      },
    ];
  });
}

/** Kilometres of the fixed round past all containers. */
export function fixedKm(proposal: Proposal): number {
  return Math.round(proposal.fixedRoundMetres / 100) / 10;
}

/** Moves the stop at `from` by one place; out of range changes nothing. */
export function moved(tour: Tour, from: number, by: -1 | 1): Tour {
  const to = from + by;
  const stop = tour.stops[from];
  const other = tour.stops[to];
  if (stop === undefined || other === undefined) return tour;
  const stops = [...tour.stops];
  stops[from] = other;
  stops[to] = stop;
  return { ...tour, stops };
}

/** What the title of a driver's task says: `Behälter leeren: Halt 2, B-007 Seestraße`; without a round there is no number. */
export function stopOf(title: string): { number: number | null; name: string } {
  const [, number, name] = /^[^:]*: (?:Halt (\d+), )?(.*)$/.exec(title) ?? [];
  return { number: number === undefined ? null : Number(number), name: name ?? title };
}

/** Tasks in the order of the round; those without one, oldest first, after them. */
export function inOrder<Task extends { title: string; createdAt: string }>(tasks: Task[]): Task[] {
  const place = (task: Task) => stopOf(task.title).number ?? Number.MAX_SAFE_INTEGER;
  return tasks.toSorted((a, b) => place(a) - place(b) || a.createdAt.localeCompare(b.createdAt));
}
