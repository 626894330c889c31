/**
 * What a condition comes to for one row: Cypher's three values, and `missing` for what was not collected. For a row that nobody has seen
 * `open` where it may come to anything, `true` where it cannot be false, `false` where it cannot be true, and `unknown` where it can be neither.
 */
export type Truth = "true" | "false" | "unknown" | "missing" | "open";

/** False as soon as one is false; otherwise missing wins, then unknown. What may come to anything with an unknown is never true. */
export function and(values: readonly Truth[]): Truth {
  if (values.includes("false")) return "false";
  if (values.includes("missing")) return "missing";
  if (values.includes("open")) return values.includes("unknown") ? "false" : "open";
  return values.includes("unknown") ? "unknown" : "true";
}

export function not(value: Truth): Truth {
  if (value === "true") return "false";
  return value === "false" ? "true" : value;
}

/** True as soon as one is true; otherwise missing wins, then unknown. */
export function or(values: readonly Truth[]): Truth {
  return not(and(values.map(not)));
}

export function truthOf(value: boolean): Truth {
  return value ? "true" : "false";
}
