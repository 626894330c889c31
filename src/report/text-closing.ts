import type { CollectionStatus, Run } from "../types.ts";
import type { Page } from "./page.ts";
import { collectionWords } from "./remedy.ts";
import { summarise } from "./summary.ts";
import { countOf, nounOf, statusWords } from "./words.ts";

/** The last lines of a report: what the snapshot covers, and the sum of it all. */
export function renderClosing(run: Run, page: Page): string {
  return [page.line(0, coverageLine(run), "dim"), page.line(0, summaryLine(run), "bold")].join("");
}

function coverageLine(run: Run): string {
  const { all, complete } = summarise(run).collections;
  const parts = [
    `Coverage: ${complete.toLocaleString("en")} of ${countOf(all, "collection")} complete`,
  ];
  const incomplete = run.coverage.filter(({ status }) => status !== "complete");
  for (const [status, group] of Map.groupBy(incomplete, (one) => one.status))
    parts.push(incompletePart(status, group));
  return parts.join(" · ");
}

function incompletePart(status: CollectionStatus, group: Run["coverage"]): string {
  const count = group.reduce((sum, { connectors }) => sum + connectors, 0);
  const types = [...new Set(group.map(({ type }) => nounOf(type)))];
  const named = types.slice(0, 3).join(", ");
  const rest = types.length > 3 ? `, and ${countOf(types.length - 3, "type")} more` : "";
  return `${count} ${collectionWords[status]} (${named}${rest})`;
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
