import type { Mistake } from "../errors.ts";
import { compareChecks } from "../witness/compare-checks.ts";
import type { Check, Model } from "../types.ts";

/**
 * Checks that find nothing that another does not find: the same, or some of it. Nothing is said where one of the two names the other, in
 * its overview or in its guidance: then it is known.
 */
export function findSameChecks(model: Model, checks: readonly Check[]): readonly Mistake[] {
  const byId = new Map(checks.map((check) => [check.id, check]));
  return compareChecks(model, checks).flatMap(({ check, other, isSame }): Mistake[] => {
    const [one, two] = [byId.get(check)!, byId.get(other)!];
    if (names(one, two) || names(two, one)) return [];
    const { place } = one;
    if (isSame) {
      const message = `"${check}" is the same check as "${other}": they find the same assets in every estate. Keep one, or name the other in the overview.`;
      return [{ code: "same-check", message, place }];
    }
    const message = `Whatever "${check}" finds, "${other}" finds as well. If that is meant, name the other in the overview or the guidance.`;
    return [{ code: "implied-check", message, place }];
  });
}

/** By its id, or the end of it. */
function names({ overview, guidance }: Check, { id }: Check): boolean {
  const texts = [overview, ...guidance.map(({ body }) => body)];
  return texts.some((text) => text.includes(id.split("/").at(-1)!));
}
