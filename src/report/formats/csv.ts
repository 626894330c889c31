import type { AssetFacts, AssetName, MissingEvidence, WholeRun } from "../../types.ts";
import { renderWaits } from "../evidence.ts";
import { judgementsOf, type Judgement } from "../judgements.ts";
import { mendingOf } from "../remedy.ts";
import { type Past, pastOf, type ReportOptions } from "../options.ts";
import { scopeWarnings } from "../scope-words.ts";
import { renderCount, renderWhy, unmetCounts } from "../unmet-counts.ts";
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
  "frameworks",
  "tags",
  "region",
  "management_groups",
  "asset_tags",
  "permission",
  "remedy",
  "narrowed_to",
  "new",
  "known_since",
];

/**
 * Writes a run as CSV (RFC 4180): a row for each offender and each undecided asset, and one for a check that has none of
 * either. A file begins with the mark of UTF-8, without which spreadsheets read names in the machine's old code page; what is
 * printed does not, for programs take it for a part of the first column's name. No part of a cell is a formula.
 */
export async function* renderCsv(
  whole: WholeRun,
  { isFile, news }: ReportOptions,
): AsyncGenerator<string> {
  yield (isFile ? "\uFEFF" : "") + renderRow(columns);
  for (const judgement of judgementsOf(whole.run)) yield* renderCheck(judgement, whole, news);
}

async function* renderCheck(
  { check, verdict }: Judgement,
  { run, offenders, undecided, facts }: WholeRun,
  news: ReportOptions["news"],
): AsyncGenerator<string> {
  const about = [check.id, check.title, check.severity, verdict.status];
  const narrowedTo = run.narrowedTo?.join(" ") ?? "";
  const labels = [listOf(check.frameworks), listOf(check.tags)];
  const row = (status: string, asset: AssetName, own: AssetFacts, says: Says) => {
    const { type, id, name, connector } = asset;
    const tags = own.tags.map(({ key, value }) => (value ? `${key}=${value}` : key));
    const place = [own.region ?? "", listOf(own.groups), listOf(tags)];
    return renderRow([
      ...about,
      ...[status, type, id, name ?? "", connector?.id ?? "", connector?.name ?? "", says.reason],
      ...[
        ...labels,
        ...place,
        ...waysOut(says.missing ?? []),
        narrowedTo,
        String(says.past?.isNew ?? ""),
        says.past?.knownSince ?? "",
      ],
    ]);
  };
  for await (const batch of offenders(check.id)) {
    const own = await facts(batch.map(({ asset }) => asset));
    const reasons = batch.map((one) => renderWhy(one, verdict));
    yield batch
      .map(({ asset }, i) =>
        row("offends", asset, own[i]!, {
          reason: reasons[i]!,
          past: pastOf(news, check.id, asset.id, run.snapshot.takenAt),
        }),
      )
      .join("");
  }
  for await (const batch of undecided(check.id)) {
    const own = await facts(batch.map(({ asset }) => asset));
    const rows = batch.map((one, i) => {
      const says = { reason: renderWaits(one), missing: one.missing };
      return row("undecided", one.asset, own[i]!, says);
    });
    yield rows.join("");
  }
  if (verdict.offenderCount + verdict.undecidedCount > 0) return;
  const says = [...unmetCounts(verdict).map(renderCount), ...scopeWarnings(verdict)];
  const unread = verdict.unreadable.map((collection) => ({ collection }));
  const nowhere = columns.slice(columns.indexOf("region"), columns.indexOf("permission"));
  yield renderRow([
    ...about,
    ...columns.slice(about.length, columns.indexOf("reason")).map(() => ""),
    ...[
      says.join(" "),
      ...labels,
      ...nowhere.map(() => ""),
      ...waysOut(unread),
      narrowedTo,
      "",
      "",
    ],
  ]);
}

interface Says {
  readonly reason: string;
  readonly missing?: readonly MissingEvidence[];
  /** What earlier snapshots say of it; undefined where that is not known. */
  readonly past?: Past | undefined;
}

/** The permissions that lack, and what would have to be done, each once. */
function waysOut(missing: readonly Omit<MissingEvidence, "path">[]): readonly string[] {
  const permissions = missing.flatMap(({ collection }) => collection?.permission ?? []);
  const remedies = missing.flatMap((one) => mendingOf(one) ?? []);
  return [listOf(permissions), [...new Set(remedies)].join(" ")];
}

function listOf(texts: readonly string[]): string {
  return [...new Set(texts)].join(", ");
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
