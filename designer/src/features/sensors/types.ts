import type { TaskItem } from '../../api/schema';

/** What `GET /api/plugins/mqtt/overview` answers. */
export interface Overview {
  devices: DeviceItem[];
  sources: { id: string; connected: boolean; problem: string | null }[];
  depot: Place;
  fullFrom: number;
  urgentFrom: number;
}

export interface Place {
  latitude: number;
  longitude: number;
}

export type FullWhen = 'unknown' | 'today' | 'tomorrow' | 'inTwoDays' | 'later';

export interface DeviceItem {
  id: string;
  name: string;
  typeId: string;
  typeName: string;
  place: Place | null;
  attributes: Record<string, string>;
  litres: number | null;
  active: boolean;
  replaces: string | null;
  lastAt: string | null;
  values: Record<string, number>;
  invalid: Record<string, string>;
  messages: number;
  lost: number;
  repeated: number;
  alarms: {
    rule: string;
    name: string;
    kind: 'threshold' | 'change' | 'silence' | 'invalid';
    /** Empty for silence. */
    field: string;
    since: string | null;
  }[];
  level: number | null;
  full: FullWhen;
  fullAt: string | null;
  urgent: boolean;
}

export interface Tour {
  vehicleId: string;
  stops: { id: string; arrival: string }[];
  metres: number;
  duration: string;
  load: number;
}

export interface Proposal {
  plan: { tours: Tour[]; notPlanned: string[] };
  fixedRoundMetres: number;
}

export interface Report {
  containers: number;
  emptyings: number;
  meanLevelAtEmptying: number | null;
  overflowHours: number;
  trips: number;
  tripsOfFixedRounds: number;
  tripsSaved: number;
}

export interface ChartPoint {
  at: string;
  mean: number;
  lowest: number;
  highest: number;
}

/** A task of the driver. */
export interface Stop {
  task: TaskItem;
  order: number;
  name: string;
  /** The container; undefined as long as its device is not known. */
  device: DeviceItem | undefined;
}
