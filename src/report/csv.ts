import type { AssetName, Run } from "../types.ts";
import { renderReasons, renderWaits } from "./evidence.ts";
import { makeVisible } from "./layout.ts";
import { judgementsOf, type Judgement } from "./judgements.ts";

const columns = [
  "check",
  "title",
  "severity",
  "status",
  "asset_status",
  "asset_type",
  "asset_id",
  "asset_name",
  "connector_id",
  "connector_name",
  "reason",
];

/**
 * Writes a run as CSV (RFC 4180): a row for each offender and each undecided asset, and one for a check that has none of
 * either. A cell that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function* renderCsv(run: Run): Generator<string> {
  yield renderRow(columns);
  for (const judgement of judgementsOf(run)) yield* renderCheck(judgement);
}

function* renderCheck({ check, verdict }: Judgement): Generator<string> {
  const about = [check.id, check.title, check.severity, verdict.status];
  for (const offender of verdict.offenders)
    yield renderRow([...about, "offends", ...nameCells(offender.asset), renderReasons(offender)]);
  for (const asset of verdict.undecided)
    yield renderRow([...about, "undecided", ...nameCells(asset.asset), renderWaits(asset)]);
  if (verdict.offenders.length + verdict.undecided.length === 0)
    yield renderRow([...about, ...columns.slice(about.length).map(() => "")]);
}

function nameCells({ type, id, name, connector }: AssetName): readonly string[] {
  return [type, id, name ?? "", connector?.id ?? "", connector?.name ?? ""];
}

function renderRow(cells: readonly string[]): string {
  return `${cells.map(renderCell).join(",")}\r\n`;
}

function renderCell(text: string): string {
  const visible = makeVisible(text);
  const safe = /^[=+\-@]/.test(visible) ? `'${visible}` : visible;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
