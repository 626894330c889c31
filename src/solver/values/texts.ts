import type { Atom } from "../atoms.ts";
import type { Scalar } from "../../types.ts";

/** A text that no condition speaks of. */
const fresh = ["other", "another", "something"];

/**
 * Texts that are likely to tell conditions on one field apart: what they compare with, whole, with a letter before and behind, and in
 * both cases; beginnings with ends behind; and a word that none speaks of. The empty one last.
 */
export function likelyTexts(
  atoms: readonly Atom[],
  constants: readonly Scalar[],
  samples: readonly Scalar[],
): readonly string[] {
  const texts = constants.map(String);
  const of = (operator: string) =>
    atoms.flatMap((atom) =>
      atom.kind === "compare" && atom.operator === operator ? [String(atom.value)] : [],
    );
  const [starts, ends, middles] = [of("STARTS_WITH"), of("ENDS_WITH"), of("CONTAINS")];
  const joined = [...starts, ""].flatMap((start) =>
    [...ends, ""].flatMap((end) => ["", ...middles].map((middle) => start + middle + end)),
  );
  const word = fresh.find((one) => !texts.some((text) => text !== "" && one.includes(text)));
  return [
    ...texts.filter((text) => text !== ""),
    ...joined.filter((text) => text !== ""),
    ...samples.map(String),
    ...(word === undefined ? [] : [word]),
    ...texts.flatMap((text) => [`${text}x`, `x${text}`, `x${text}x`]),
    ...texts.flatMap((text) => [text.toLowerCase(), text.toUpperCase()]),
    "/other",
    "",
  ];
}
