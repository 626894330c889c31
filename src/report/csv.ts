import type { AssetName, WholeRun } from "../types.ts";
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
export async function* renderCsv(whole: WholeRun): AsyncGenerator<string> {
  yield renderRow(columns);
  for (const judgement of judgementsOf(whole.run)) yield* renderCheck(judgement, whole);
}

async function* renderCheck(
  { check, verdict }: Judgement,
  { offenders, undecided }: WholeRun,
): AsyncGenerator<string> {
  const about = [check.id, check.title, check.severity, verdict.status];
  const row = (status: string, { type, id, name, connector }: AssetName, reason: string) =>
    renderRow([
      ...about,
      ...[status, type, id, name ?? "", connector?.id ?? "", connector?.name ?? "", reason],
    ]);
  for await (const batch of offenders(check.id))
    yield batch.map((one) => row("offends", one.asset, renderReasons(one))).join("");
  for await (const batch of undecided(check.id))
    yield batch.map((one) => row("undecided", one.asset, renderWaits(one))).join("");
  if (verdict.offenderCount + verdict.undecidedCount === 0)
    yield renderRow([...about, ...columns.slice(about.length).map(() => "")]);
}

function renderRow(cells: readonly string[]): string {
  return `${cells.map(renderCell).join(",")}\r\n`;
}

function renderCell(text: string): string {
  const visible = makeVisible(text);
  const safe = /^[=+\-@]/.test(visible) ? `'${visible}` : visible;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
