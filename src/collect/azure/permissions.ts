import { isObject, type JsonObject } from "../json/json.ts";
import type { Need } from "../needs.ts";

/** A custom role with just these permissions, as `az role definition create --role-definition` takes it. */
export function renderRole(needs: readonly Need[], scope: string): JsonObject {
  return {
    Name: "Assay Reader",
    IsCustom: true,
    Description: "Reads the settings that Assay checks. Changes nothing.",
    Actions: needs.map(({ permission }) => permission),
    NotActions: [],
    DataActions: [],
    NotDataActions: [],
    AssignableScopes: [scope],
  };
}

/** What a scope allows whoever asks: entries of Microsoft.Authorization's `permissions`. */
export interface Grant {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

/** An entry of `permissions` as a grant; undefined where it is none. */
export function readGrant(entry: unknown): Grant | undefined {
  if (!isObject(entry) || !isTexts(entry.actions)) return undefined;
  return { actions: entry.actions, notActions: isTexts(entry.notActions) ? entry.notActions : [] };
}

/** Whether some grant allows `permission` without taking it back itself. `*` stands for any run of characters; case does not matter. */
export function allows(grants: readonly Grant[], permission: string): boolean {
  const covers = (patterns: readonly string[]) =>
    patterns.some((pattern) => matches(pattern.toLowerCase(), permission.toLowerCase()));
  return grants.some(({ actions, notActions }) => covers(actions) && !covers(notActions));
}

/** Greedy from the left with one step back to the last `*`: linear for each star, whatever the pattern. */
function matches(pattern: string, text: string): boolean {
  let [p, t, star, resume] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p++;
      resume = t;
    } else if (p < pattern.length && pattern[p] === text[t]) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      resume += 1;
      t = resume;
    } else return false;
  }
  while (pattern[p] === "*") p += 1;
  return p === pattern.length;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
