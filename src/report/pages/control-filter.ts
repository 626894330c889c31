import type { WholeRun } from "../../types.ts";
import { type Judgement, judgementsOf } from "../judgements.ts";
import type { OverviewQuery } from "./links.ts";
import { frameworkOf } from "./summary.ts";

/** The framework, severity, status and words of a query, all of which a control must meet. */
export function isAskedFor({ check, verdict }: Judgement, query: OverviewQuery): boolean {
  const words = (query.text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const said = `${check.title} ${check.id} ${check.tags.join(" ")}`.toLowerCase();
  return (
    (!query.status || verdict.status === query.status) &&
    (!query.severity || check.severity === query.severity) &&
    (!query.framework || check.frameworks.some((id) => frameworkOf(id) === query.framework)) &&
    words.every((word) => said.includes(word))
  );
}

/** A run of those controls alone that are asked for, so that its reports have what the overview shows. */
export function narrowRun(whole: WholeRun, query: OverviewQuery): WholeRun {
  const judged = judgementsOf(whole.run).filter((one) => isAskedFor(one, query));
  const run = {
    ...whole.run,
    checks: judged.map(({ check }) => check),
    verdicts: judged.map(({ verdict }) => verdict),
  };
  return { ...whole, run };
}
