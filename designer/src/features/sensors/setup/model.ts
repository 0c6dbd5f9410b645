/** What people set up, as `GET /api/plugins/mqtt/documents/{kind}` answers it. */
export type Kind = 'sources' | 'types' | 'codecs' | 'devices' | 'rules';

export type Profile = 'plainJson' | 'theThingsStack' | 'chirpStack';

export interface Source {
  id: string;
  name: string;
  /** `mqtts://broker.example:8883`; null: the broker inside the program. */
  broker: string | null;
  topics: string[];
  payload: {
    profile: Profile;
    topicPattern: string | null;
    devicePath: string | null;
    timePath: string | null;
    identityPath: string | null;
  };
  userName: string | null;
  shareGroup: string | null;
  clientId: string | null;
  takesRetained: boolean;
  raisesStimuli: boolean;
}

export type FieldKind = 'measure' | 'distance' | 'flag' | 'people';

export interface DeviceField {
  name: string;
  label: string;
  path: string;
  kind: FieldKind;
  unit: string;
  sentUnit: string | null;
  min: number | null;
  max: number | null;
  invalidValues: string[] | null;
  /** People: smaller sums are kept nowhere. */
  smallestCount?: number;
}

/** Millimetres from the sensor. */
export interface Geometry {
  empty: number;
  full: number;
}

export interface DeviceType {
  id: string;
  name: string;
  fields: DeviceField[];
  geometry: Geometry | null;
}

export interface CodecExample {
  name: string;
  /** Hex. */
  bytes: string;
  port: number;
  /** JSON; empty: only looked at. */
  expected: string;
}

export interface CodecScript {
  id: string;
  name: string;
  script: string;
  examples: CodecExample[];
}

export interface Device {
  id: string;
  name: string;
  typeId: string;
  codecId: string | null;
  geometry: Geometry | null;
  place: { latitude: number; longitude: number } | null;
  attributes: Record<string, string>;
  litres: number | null;
  active: boolean;
  replaces: string | null;
  registeredAt: string;
}

export type RuleKind = 'threshold' | 'change' | 'silence' | 'invalid';

export const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export interface MaintenanceWindow {
  days: (typeof days)[number][];
  /** `HH:mm:ss`. */
  from: string;
  to: string;
}

export interface RuleMessage {
  name: string;
  key: string;
}

export interface Rule {
  id: string;
  kind: RuleKind;
  field: string;
  direction: 'above' | 'below';
  limit: number;
  clear: number | null;
  count: number;
  of: number;
  /** ISO 8601 duration. */
  for: string | null;
  repeatAfter: string | null;
  maintenance: MaintenanceWindow[];
  onRaise: RuleMessage | null;
  onClear: RuleMessage | null;
}

export interface DeviceRule {
  rule: Rule;
  name: string;
  typeId: string;
  limits: Record<string, number> | null;
  active: boolean;
}

export interface Documents {
  sources: Source;
  types: DeviceType;
  codecs: CodecScript;
  devices: Device;
  rules: DeviceRule;
}

export interface DocumentVersion<Body> {
  version: number;
  /** Null: removed. */
  body: Body | null;
  changedAt: string;
  changedBy: string;
}

const umlauts: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
const idLength = 80;

/** An identifier made of a name: `Behälter voll` is `behaelter-voll`. */
export function idOf(name: string): string {
  return name
    .toLocaleLowerCase('de')
    .replace(/[äöüß]/g, (letter) => umlauts[letter] ?? letter)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, idLength);
}

/** The same for a field, which expressions must be able to name: `behaelter_voll`. */
export function fieldNameOf(label: string): string {
  return idOf(label).replaceAll('-', '_');
}
