import type { IncidentDetail, JsonObject } from '../../api/schema';
import { jsonText, parsedJson } from '../../ui/value';

export interface Repair {
  changes: { scopeKey: string; values: JsonObject }[];
  /** Names whose text is no value. */
  faulty: string[];
}

export const fieldId = (variable: { scopeKey: string; name: string }): string =>
  `${variable.scopeKey}/${variable.name}`;

/** What was changed in the texts of the variables, by scope. */
export function repairOf(variables: IncidentDetail['variables'], texts: Record<string, string>): Repair {
  const repair: Repair = { changes: [], faulty: [] };
  for (const variable of variables) {
    const text = texts[fieldId(variable)];
    if (text === undefined || text === jsonText(variable.value)) continue;
    const parsed = parsedJson(text);
    if (!parsed.ok) {
      repair.faulty.push(fieldId(variable));
      continue;
    }
    let scope = repair.changes.find((change) => change.scopeKey === variable.scopeKey);
    if (scope === undefined) {
      scope = { scopeKey: variable.scopeKey, values: {} };
      repair.changes.push(scope);
    }
    scope.values[variable.name] = parsed.value;
  }
  return repair;
}
