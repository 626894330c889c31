import type { Check, Run, Verdict } from "../types.ts";
import { summarise } from "./summary.ts";

/** Name and version of the format. A new property does not change it; any other change does. */
export const jsonFormat = "assay.report/1";

/** Writes a run as JSON, one check to a piece, so that a large run is never held as one text. */
export function* renderJson(run: Run): Generator<string> {
  const { snapshot, assets, coverage, checks, verdicts, durationMs } = run;
  const head = { format: jsonFormat, snapshot, summary: summarise(run), assets, coverage };
  yield `${JSON.stringify(head, undefined, 2).slice(0, -2)},\n  "checks": [`;
  const byId = new Map(checks.map((check) => [check.id, check]));
  for (const [i, verdict] of verdicts.entries()) {
    const text = JSON.stringify(entryOf(byId.get(verdict.check)!, verdict), undefined, 2);
    yield `${i === 0 ? "\n" : ",\n"}    ${text.replaceAll("\n", "\n    ")}`;
  }
  yield `${verdicts.length === 0 ? "" : "\n  "}],\n  "durationMs": ${Math.round(durationMs)}\n}\n`;
}

function entryOf({ id, title, severity, frameworks, tags }: Check, verdict: Verdict) {
  const { check: _id, ...rest } = verdict;
  return { id, title, severity, frameworks, tags, ...rest };
}
