import type { Run } from "../../types.ts";
import { judgementsBySeverity, type Judgement } from "../judgements.ts";
import { createTerminalPage, type TerminalPage } from "./terminal-page.ts";
import type { ReportOptions } from "../options.ts";
import { narrowedWords, scopeCounts } from "../scope-words.ts";
import { renderBrief } from "./text-brief.ts";
import { renderClosing } from "./text-closing.ts";
import { renderFindings, renderScope } from "./text-findings.ts";
import { countAssets, momentOf } from "../words.ts";

/**
 * Writes a run for people: what a screen has room for, or with details, as in files, everything. What the snapshot covers, and one line
 * that sums up, come last.
 */
export function* renderText(run: Run, options: ReportOptions): Generator<string> {
  const page = createTerminalPage(options);
  yield renderOpening(run, page);
  const isWhole = options.details === true || options.isFile === true;
  yield* isWhole ? renderDetails(run, options, page) : renderBrief(run, options, page);
  yield renderClosing(run, options, page);
}

/** What failed, by severity; then what is undecided; then a line for each check that passed or had nothing to look at. */
function* renderDetails(run: Run, options: ReportOptions, page: TerminalPage): Generator<string> {
  const judgements = judgementsBySeverity(run);
  for (const status of ["fail", "undecided"] as const)
    for (const judgement of judgements.filter(({ verdict }) => verdict.status === status))
      yield renderFindings(judgement, { ...options, details: true }, page);
  const quiet = judgements.filter(
    ({ verdict: { status } }) => status === "pass" || status === "notApplicable",
  );
  if (quiet.length > 0)
    yield `${quiet.map((judgement) => renderQuiet(judgement, page)).join("")}\n`;
  if (judgements.some(showsCommands)) yield renderHint(options, page);
}

/** Whether a check has commands filled in for one of several assets. */
function showsCommands({ check, verdict }: Judgement): boolean {
  return verdict.offenders.length > 1 && check.guidance.length > 0;
}

function renderHint({ command = "npx assay" }: ReportOptions, page: TerminalPage): string {
  const hint = `Commands are for the first asset of each check; "${command} checks CHECK --for ASSET" has all of them for any other.`;
  return `${page.line(0, hint, "dim")}\n`;
}

function renderOpening(run: Run, page: TerminalPage): string {
  const { snapshot, notes = [] } = run;
  const parts = [snapshot.origin, `read ${momentOf(snapshot.takenAt)}`, ...narrowedWords(run)];
  const read = page.line(0, parts.join(" · "), "dim");
  return `${read}${notes.map((note) => page.line(0, note, "bold")).join("")}\n`;
}

/** A check that needs nobody's attention, on one line where it fits. */
function renderQuiet({ check, verdict }: Judgement, page: TerminalPage): string {
  const looked = verdict.status === "pass" ? countAssets(verdict.examined) : "nothing to examine";
  const parts = [check.title, [looked, ...scopeCounts(verdict)].join(", ")];
  return page.marked(verdict.status, parts.join(" · ")) + renderScope(verdict, page);
}
