import type { Run } from "../../types.ts";
import type { TerminalPage } from "./terminal-page.ts";
import type { ReportOptions } from "../options.ts";
import { summarise } from "../summary.ts";
import { countNumber, countOf, statusWords, collectionWords } from "../words.ts";

/** The last lines of a report: what the snapshot covers, and the sum of it all. */
export function renderClosing(
  run: Run,
  { command = "npx assay" }: Pick<ReportOptions, "command">,
  page: TerminalPage,
): string {
  return [
    page.line(0, coverageLine(run, command), "dim"),
    page.line(0, summaryLine(run), "bold"),
  ].join("");
}

function coverageLine(run: Run, command: string): string {
  const { all, complete } = summarise(run).collections;
  const incomplete = run.coverage.filter(({ status }) => status !== "complete");
  const states = [...Map.groupBy(incomplete, ({ status }) => status)].map(
    ([status, group]) => `${countConnectors(group)} ${collectionWords[status]}`,
  );
  return [
    `Coverage: ${countNumber(complete)} of ${countOf(all, "collection")} complete`,
    ...states,
    ...(states.length > 0 ? [`${command} coverage says more`] : []),
  ].join(" · ");
}

function countConnectors(group: Run["coverage"]): string {
  return countNumber(group.reduce((sum, { connectors }) => sum + connectors, 0));
}

function summaryLine(run: Run): string {
  const { checks, verdicts, assets } = summarise(run);
  const counts = (["fail", "undecided", "pass", "notApplicable"] as const)
    .filter((status) => verdicts[status] > 0)
    .map((status) => `${verdicts[status]} ${statusWords[status]}`);
  const connectors = run.assets.Connector ?? 0;
  const estate = `${countOf(connectors, "connector")}, ${countOf(assets, "asset")}`;
  const seconds = `${(run.durationMs / 1000).toFixed(2)} s`;
  return `${countOf(checks, "check")}: ${counts.join(", ")} · ${estate} · ${seconds}`;
}
