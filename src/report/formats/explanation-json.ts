import type { Explanation } from "../../explanation.ts";

/** Name and version of the format. A new property does not change it; any other change does. */
const explainFormat = "assay.explain/1";

/** Writes what a check says of one asset as JSON. */
export function renderExplanationJson(explanation: Explanation): string {
  return `${JSON.stringify({ format: explainFormat, ...explanation }, undefined, 2)}\n`;
}
