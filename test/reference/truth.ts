/** What a condition comes to for one row: Cypher's three values, and `missing` for what was not collected. */
export type Truth = "true" | "false" | "unknown" | "missing";

/** False as soon as one is false; otherwise missing wins, then unknown. */
export function and(values: readonly Truth[]): Truth {
  if (values.includes("false")) return "false";
  if (values.includes("missing")) return "missing";
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
