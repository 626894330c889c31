import type { Run, Verdict, VerdictStatus } from "../../types.ts";
import { disabledNote, nameOf, renderReasons, renderWaits } from "../evidence.ts";
import { judgementsBySeverity, type Judgement } from "../judgements.ts";
import { adviceOn, exampleOf } from "../mending.ts";
import { code, escapeText } from "./markdown-text.ts";
import { remedyFor } from "../remedy.ts";
import type { ReportOptions } from "../options.ts";
import { scopeCounts, scopeWarnings } from "../scope-words.ts";
import { summarise } from "../summary.ts";
import { renderCount, unmetCounts } from "../unmet-counts.ts";
import { countAssets, countOf, momentOf, statusOrder, statusWords, marks } from "../words.ts";

/** Summaries of jobs take no more than a mebibyte; characters beyond ASCII take several bytes. */
const lengthLimit = 300_000;

/** Writes a run as Markdown: the numbers, a section for each check that failed or is undecided, and a list of the rest. */
export function* renderMarkdown(run: Run, { limit }: ReportOptions): Generator<string> {
  yield renderHead(run);
  const judgements = judgementsBySeverity(run);
  const withStatus = (...statuses: readonly VerdictStatus[]) =>
    statuses.flatMap((status) => judgements.filter(({ verdict }) => verdict.status === status));
  let length = 0;
  let left = 0;
  for (const judgement of withStatus("fail", "undecided")) {
    const section = renderSection(judgement, limit);
    length += section.length;
    if (length > lengthLimit) left++;
    else yield section;
  }
  if (left > 0) yield `\n${left} checks more are left out here for their length.\n`;
  const quiet = withStatus("pass", "notApplicable");
  if (quiet.length === 0) return;
  yield* renderScopes(quiet);
  yield "\n<details><summary>Passed and not applicable</summary>\n\n";
  for (const { check, verdict } of quiet)
    yield `- ${marks[verdict.status]} ${escapeText(check.title)} (${lookedAt(verdict)})\n`;
  yield "\n</details>\n";
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
    ...(run.notes ?? []).map((note) => `**${escapeText(note)}**\n`),
  ].join("\n");
}

function renderSection({ check, verdict }: Judgement, limit: number): string {
  const { offenders, offenderCount, undecidedCount, unreadable } = verdict;
  const shown = offenders.slice(0, limit);
  const open = undecidedCount > 0 || unreadable.length > 0;
  const remedies = [...new Set(open ? unreadable.map(remedyFor) : [])];
  return [
    `\n## ${marks[verdict.status]} ${check.severity} ${escapeText(check.title)}\n`,
    `\n${code(check.id)} · ${countOf(offenderCount, "offender")}, ${undecidedCount} undecided among ${lookedAt(verdict)}\n\n`,
    ...scopeWarnings(verdict).map((warning) => `- ${escapeText(warning)}\n`),
    ...unmetCounts(verdict)
      .slice(0, Math.max(limit, 1))
      .map((one) => `- ${escapeText(renderCount(one))}\n`),
    ...shown.map(
      (one) =>
        `- **${code(nameOf(one.asset))}** ${code(one.asset.id)}${disabledNote(one.asset)}${one.because.length > 0 ? `: ${code(renderReasons(one))}` : ""}\n`,
    ),
    ...(offenderCount > shown.length ? [`- and ${offenderCount - shown.length} more\n`] : []),
    ...verdict.undecided
      .slice(0, limit)
      .map(
        (one) =>
          `- undecided: **${code(nameOf(one.asset))}** ${code(one.asset.id)}: ${code(renderWaits(one))}\n`,
      ),
    ...(undecidedCount > limit && verdict.undecided.length > 0
      ? [`- and ${undecidedCount - Math.min(limit, verdict.undecided.length)} undecided more\n`]
      : []),
    ...(remedies.length > 0
      ? [`\nTo decide the rest: ${escapeText(remedies.slice(0, 3).join(" "))}\n`]
      : []),
    ...(verdict.status === "fail" ? [renderMending({ check, verdict })] : []),
  ].join("");
}

function lookedAt(verdict: Verdict): string {
  return [countAssets(verdict.examined), ...scopeCounts(verdict)].join(", ");
}

/** Of checks that are behind a fold those that looked nowhere. */
function* renderScopes(quiet: readonly Judgement[]): Generator<string> {
  const warnings = quiet.flatMap(({ check, verdict }) =>
    scopeWarnings(verdict).map((warning) => `- ${code(check.id)}: ${escapeText(warning)}\n`),
  );
  if (warnings.length > 0) yield `\n## Nothing in scope\n\n${warnings.join("")}`;
}

/** How to mend and undo, with the first offender filled in; behind a fold, for it is long. */
function renderMending({ check, verdict }: Judgement): string {
  const advice = adviceOn(check, exampleOf(verdict));
  if (advice.length === 0) return "";
  const items = advice.map(
    ({ label, text, isCommand }) => `- ${label} ${isCommand ? code(text) : escapeText(text)}\n`,
  );
  return `\n<details><summary>How to mend it, and how to undo that</summary>\n\n${items.join("")}\n</details>\n`;
}
