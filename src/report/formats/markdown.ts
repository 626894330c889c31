import type { Run, Verdict, VerdictStatus } from "../../types.ts";
import { judgementsBySeverity, type Judgement } from "../judgements.ts";
import type { ReportOptions } from "../options.ts";
import { narrowedWords, scopeWarnings } from "../scope-words.ts";
import { summarise } from "../summary.ts";
import { renderCount, unmetCounts } from "../unmet-counts.ts";
import {
  capitalise,
  countNumber,
  countOf,
  marks,
  momentOf,
  severityWord,
  statusOrder,
  statusWords,
} from "../words.ts";
import { lookedAt, renderSection } from "./markdown-section.ts";
import { code, escapeText } from "./markdown-text.ts";

/**
 * GitHub takes comments of 65,536 characters, the least of all who show them; what is left is for words that others put around a
 * report.
 */
const lengthLimit = 65_000;
/** So much of it goes to the table, and to what passed without looking at anything. */
const tableLength = 30_000;
const scopesLength = 5_000;
const quietLength = 5_000;
/** What a note takes on what is left out. */
const noteLength = 100;
/** Assets that are named of every check, if there is any room at all. */
const fewAssets = 3;

/**
 * Writes a run as Markdown that fits into a comment: the numbers, a table of what failed or is undecided, and behind folds a section
 * for each of those and a list of the rest. Without a limit above zero it ends with the table.
 */
export function* renderMarkdown(run: Run, { limit }: ReportOptions): Generator<string> {
  const judgements = judgementsBySeverity(run);
  const withStatus = (...statuses: readonly VerdictStatus[]) =>
    statuses.flatMap((status) => judgements.filter(({ verdict }) => verdict.status === status));
  const loud = withStatus("fail", "undecided");
  const quiet = withStatus("pass", "notApplicable");
  const top = [renderHead(run), renderTable(loud), renderScopes(quiet)].join("");
  yield top;
  if (limit === 0) return;
  const rest = renderQuiet(quiet);
  const { sections, left } = renderSections(loud, limit, lengthLimit - top.length - rest.length);
  yield* sections;
  if (left > 0)
    yield `\nThe details of ${countOf(left, "check")} are left out here for their length.\n`;
  yield rest;
}

/**
 * In short where they would not all fit: a few assets of each, and with what room is left all there is to say of the gravest ones.
 */
function renderSections(loud: readonly Judgement[], limit: number, length: number) {
  let room = length - noteLength;
  const short: string[] = [];
  for (const judgement of loud) {
    const look = { limit: Math.min(limit, fewAssets), room, hasRemedy: false };
    const section = renderSection(judgement, look);
    if (section === undefined) break;
    short.push(section);
    room -= section.length;
  }
  const sections = short.map((section, i) => {
    const look = { limit, room: room + section.length, hasRemedy: true };
    const whole = renderSection(loud[i]!, look) ?? section;
    room -= whole.length - section.length;
    return whole;
  });
  return { sections, left: loud.length - short.length };
}

function renderHead(run: Run): string {
  const { checks, verdicts, assets, collections } = summarise(run);
  const counts = statusOrder
    .map((status) => `${marks[status]} ${verdicts[status]} ${statusWords[status]}`)
    .join(" · ");
  return [
    "# Assay\n",
    `${counts}\n`,
    `${countOf(checks, "check")} over ${countOf(assets, "asset")}, read ${momentOf(run.snapshot.takenAt)} (${code(run.snapshot.origin)}); ${collections.complete} of ${countOf(collections.all, "collection")} complete.\n`,
    ...narrowedWords(run).map((words) => `**${escapeText(capitalise(words))}.**\n`),
    ...(run.notes ?? []).map((note) => `**${escapeText(note)}**\n`),
  ].join("\n");
}

function renderTable(loud: readonly Judgement[]): string {
  if (loud.length === 0) return "";
  const rows = loud.map(({ check, verdict }) => {
    const name = `${escapeText(check.title)} (${code(check.id)})`;
    const severity = `${marks[verdict.status]} ${severityWord(check.severity)}`;
    return `| ${[severity, name, failing(verdict), undecided(verdict)].join(" | ")} |\n`;
  });
  const head = "| Severity | Check | Failing | Undecided |\n| :-- | :-- | --: | --: |\n";
  return `\n${head}${fittingOf(rows, tableLength, "that failed or are undecided")}`;
}

function failing(verdict: Verdict): string {
  const [count] = unmetCounts(verdict);
  return verdict.offenderCount === 0 && count
    ? escapeText(renderCount(count))
    : countNumber(verdict.offenderCount);
}

/** How many assets nobody could read is not known. */
function undecided({ status, undecidedCount }: Verdict): string {
  return status === "undecided" && undecidedCount === 0
    ? "not all read"
    : countNumber(undecidedCount);
}

/** Of checks that are behind a fold those that looked nowhere. */
function renderScopes(quiet: readonly Judgement[]): string {
  const items = quiet.flatMap(({ check, verdict }) =>
    scopeWarnings(verdict).map((warning) => `- ${code(check.id)}: ${escapeText(warning)}\n`),
  );
  if (items.length === 0) return "";
  return `\n## Conditions that are true of nothing\n\n${fittingOf(items, scopesLength, "with such conditions")}`;
}

function renderQuiet(quiet: readonly Judgement[]): string {
  if (quiet.length === 0) return "";
  const items = quiet.map(
    (judgement) =>
      `- ${marks[judgement.verdict.status]} ${escapeText(judgement.check.title)} (${lookedAt(judgement)})\n`,
  );
  const list = fittingOf(items, quietLength, "that passed or do not apply");
  return `\n<details><summary>Passed and not applicable</summary>\n\n${list}\n</details>\n`;
}

/** As many whole entries, each of one check, as fit, and how many checks more there are. */
function fittingOf(entries: readonly string[], length: number, what: string): string {
  let end = 0;
  for (let left = length; end < entries.length; end++) {
    left -= entries[end]!.length;
    if (left < 0) break;
  }
  if (end === entries.length) return entries.join("");
  return `${entries.slice(0, end).join("")}\n${countOf(entries.length - end, "check")} more ${what} are left out here for their length.\n`;
}
