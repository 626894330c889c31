import type { AssetName, WholeRun } from "../../types.ts";
import { renderWaits } from "../evidence.ts";
import { judgementsOf, type Judgement } from "../judgements.ts";
import type { ReportOptions } from "../options.ts";
import { scopeWarnings } from "../scope-words.ts";
import { renderWhy } from "../unmet-counts.ts";
import { makeVisible } from "../../visible.ts";

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
 * either. A file begins with the mark of UTF-8, without which spreadsheets read names in the machine's old code page; what is
 * printed does not, for programs take it for a part of the first column's name. No part of a cell is a formula.
 */
export async function* renderCsv(
  whole: WholeRun,
  { isFile }: ReportOptions,
): AsyncGenerator<string> {
  yield (isFile ? "\uFEFF" : "") + renderRow(columns);
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
    yield batch.map((one) => row("offends", one.asset, renderWhy(one, verdict))).join("");
  for await (const batch of undecided(check.id))
    yield batch.map((one) => row("undecided", one.asset, renderWaits(one))).join("");
  if (verdict.offenderCount + verdict.undecidedCount === 0)
    yield renderRow([
      ...about,
      ...columns.slice(about.length, -1).map(() => ""),
      scopeWarnings(verdict).join(" "),
    ]);
}

function renderRow(cells: readonly string[]): string {
  return `${cells.map(renderCell).join(",")}\r\n`;
}

/** Signs that begin a formula, and their full-width forms, which count where a spreadsheet writes East Asian scripts. */
const formula =
  /(^|[,;\t\n\r|])([\s"'\p{Zs}\p{Cf}]*)([=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE62\uFE63\uFE66\uFE6B])/gu;

/**
 * An apostrophe stands before every sign that would begin a formula, wherever a spreadsheet may part cells: at the beginning and
 * behind commas, semicolons and tabs, for outside of quotes that begin a cell it takes no account of them.
 */
function renderCell(text: string): string {
  const safe = makeVisible(text).replace(formula, "$1$2'$3");
  return /[",;|]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
