import type { CaseMigrationPreview, MigrationPlace, PlaceChoice } from '../../api/schema';
import type { Paint } from '../diagram';

/** Steps people deal with; gateways and bare events matter only when cases stand at them. */
const named = /task$|subProcess$|callActivity$|adHocSubProcess$|transaction$/i;

/** The lines of the table: where cases stand first, then, on request, every other step. */
export function placeLines(preview: CaseMigrationPreview, all: boolean): MigrationPlace[] {
  const standing = preview.places.filter((place) => place.cases > 0);
  if (!all) return standing;
  return [...standing, ...preview.places.filter((place) => place.cases === 0 && named.test(place.type))];
}

/** Elements of the new version a step of the old one can move to: those of its kind. */
export function targetsFor(preview: CaseMigrationPreview, place: MigrationPlace): CaseMigrationPreview['targets'] {
  return preview.targets.filter((target) => target.type === place.type);
}

export function withChoice(choices: PlaceChoice[], source: string, target: string | null): PlaceChoice[] {
  return [...choices.filter((choice) => choice.source !== source), { source, target }];
}

/** Where cases stand, in the old version: those with a place go on, the others wait for a decision. */
export function sourcePaint(preview: CaseMigrationPreview): Map<string, Paint> {
  return new Map(
    preview.places
      .filter((place) => place.cases > 0)
      .map((place) => [place.elementId, place.target === null ? 'incident' : 'active'] as const),
  );
}

/** Where they will stand, in the new version. */
export function targetPaint(preview: CaseMigrationPreview): Map<string, Paint> {
  return new Map(
    preview.places.flatMap((place) => (place.cases > 0 && place.target !== null ? [[place.target, 'active']] : [])),
  );
}

/** Numbers of cases per element for the two drawings. */
export function counts(preview: CaseMigrationPreview): { source: Map<string, string>; target: Map<string, string> } {
  const source = new Map<string, string>();
  const target = new Map<string, number>();
  for (const place of preview.places) {
    if (place.cases === 0) continue;
    source.set(place.elementId, String(place.cases));
    if (place.target !== null) target.set(place.target, (target.get(place.target) ?? 0) + place.cases);
  }
  return { source, target: new Map([...target].map(([id, count]) => [id, String(count)])) };
}

/** What can be clicked on the two drawings: steps with a choice, then the places of the chosen one's kind. */
export function pickable(
  preview: CaseMigrationPreview,
  source: string | null,
): { sources: Set<string>; targets: Set<string> } {
  const chosen = preview.places.find((place) => place.elementId === source);
  return {
    sources: new Set(
      preview.places.filter((place) => place.cases > 0 || named.test(place.type)).map((place) => place.elementId),
    ),
    targets: new Set(chosen === undefined ? [] : targetsFor(preview, chosen).map((target) => target.elementId)),
  };
}
