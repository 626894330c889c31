import type { Run } from "../types.ts";
import { judgementsOf, type Judgement } from "./judgements.ts";
import { readRemediation } from "./remediation.ts";
import { summarise } from "./summary.ts";

/** Name and version of the format. A new property does not change it; any other change does. */
export const jsonFormat = "assay.report/1";

/** Writes a run as JSON, one check to a piece, so that a large run is never held as one text. */
export function* renderJson(run: Run): Generator<string> {
  const { snapshot, assets, coverage, durationMs } = run;
  const head = { format: jsonFormat, snapshot, summary: summarise(run), assets, coverage };
  yield `${JSON.stringify(head, undefined, 2).slice(0, -2)},\n  "checks": [`;
  const judgements = judgementsOf(run);
  for (const [i, judgement] of judgements.entries()) {
    const text = JSON.stringify(entryOf(judgement), undefined, 2);
    yield `${i === 0 ? "\n" : ",\n"}    ${text.replaceAll("\n", "\n    ")}`;
  }
  yield `${judgements.length === 0 ? "" : "\n  "}],\n  "durationMs": ${Math.round(durationMs)}\n}\n`;
}

function entryOf({ check, verdict }: Judgement) {
  const { id, title, severity, frameworks, tags, guidance } = check;
  const { check: _id, ...rest } = verdict;
  const hasRemedy = verdict.status === "fail" && guidance.length > 0;
  const remedy = hasRemedy ? { remedy: readRemediation(check) } : {};
  return { id, title, severity, frameworks, tags, ...rest, ...remedy };
}
