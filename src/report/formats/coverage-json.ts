import type { CoverageReport } from "../coverage-report.ts";

/** Name and version of the format. A new property does not change it; any other change does. */
export const coverageFormat = "assay.coverage/1";

/** Writes a report about coverage as JSON, one collection to a piece. */
export function* renderCoverageJson({
  snapshot,
  narrowedTo,
  counts,
  collections,
  unread,
}: CoverageReport): Generator<string> {
  const head = {
    format: coverageFormat,
    snapshot,
    ...(narrowedTo ? { narrowedTo } : {}),
    summary: counts,
    unread,
  };
  yield `${JSON.stringify(head, undefined, 2).slice(0, -2)},\n  "collections": [`;
  let separator = "\n";
  for (const collection of collections) {
    yield `${separator}    ${JSON.stringify(collection)}`;
    separator = ",\n";
  }
  yield `${separator === "\n" ? "" : "\n  "}]\n}\n`;
}
