import type { Field } from "../../types.ts";
import type { Atom } from "../atoms.ts";
import { ANY, FALSE, TRUE, UNKNOWN } from "../truths.ts";
import type { Demands } from "../values/stored.ts";
import { textsFor, textsHeldBy } from "./condition-regex.ts";
import { createRegexMaker } from "./regex.ts";
import { findShortest } from "./shortest.ts";

/**
 * A shortest text of a field for which conditions come to what is demanded of them, `none` where there is none, and `open` where that
 * could not be decided: a condition is no regular expression, or takes too long.
 */
export function solveText(
  field: Field,
  atoms: readonly Atom[],
  demands: Demands,
): { readonly text: string } | "none" | "open" {
  const make = createRegexMaker();
  const parts = [textsHeldBy(make, field)];
  for (const [i, atom] of atoms.entries()) {
    const wanted = demands[i] ?? ANY;
    if (atom.kind === "null") {
      if (!(wanted & FALSE)) return "none";
      continue;
    }
    // What a text is not told from makes the rest unknown in place of false.
    const hasNull = Array.isArray(atom.value) && atom.value.includes(null);
    const [mayHold, mayNot] = [wanted & TRUE, wanted & (hasNull ? UNKNOWN : FALSE)];
    if (mayHold && mayNot) continue;
    if (!mayHold && !mayNot) return "none";
    const texts = textsFor(make, atom);
    if (!texts) return "open";
    parts.push(mayHold ? texts : make.not(texts));
  }
  return findShortest(make, make.allOf(parts));
}
