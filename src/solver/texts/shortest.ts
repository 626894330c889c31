import { readable } from "./code-points.ts";
import type { Regex, RegexMaker } from "./regex.ts";

/** A regular expression is explored no further than to so many of its derivatives. */
const MOST_STATES = 2000;

/** A shortest text of a regular expression, `none` where it has none, and `open` where that takes too long. */
export function findShortest(
  { none }: Pick<RegexMaker, "none">,
  regex: Regex,
): { readonly text: string } | "none" | "open" {
  const seen = new Set<Regex>([regex]);
  let reached: readonly { readonly regex: Regex; readonly text: string }[] = [{ regex, text: "" }];
  while (reached.length > 0) {
    const found = reached.find((one) => one.regex.nullable);
    if (found) return { text: found.text };
    const next: { readonly regex: Regex; readonly text: string }[] = [];
    for (const { regex: from, text } of reached)
      for (const set of from.classes) {
        const character = readable(set);
        const to = from.derive(character.codePointAt(0)!);
        if (to === none || seen.has(to)) continue;
        seen.add(to);
        if (seen.size > MOST_STATES) return "open";
        next.push({ regex: to, text: text + character });
      }
    reached = next;
  }
  return "none";
}
