import { type Comparison, operators } from "../dialect/operators.ts";

/** `renderComparison`, once for each comparison. */
export function rememberPhrases(): typeof renderComparison {
  const known = new WeakMap<Comparison, Map<boolean, string>>();
  return (filter, holds) => {
    const phrases = known.get(filter) ?? new Map<boolean, string>();
    known.set(filter, phrases);
    const phrase = phrases.get(holds) ?? renderComparison(filter, holds);
    phrases.set(holds, phrase);
    return phrase;
  };
}

/** A comparison as a person reads it: `= ""`, `does not start with "a"`. */
export function renderComparison(
  { operator, value, ignoreCase }: Comparison,
  holds: boolean,
): string {
  const { phrases } = operators[operator]!;
  const phrase = phrases[holds ? 0 : 1];
  return `${phrase} ${JSON.stringify(value)}${ignoreCase ? " (in any case)" : ""}`;
}
