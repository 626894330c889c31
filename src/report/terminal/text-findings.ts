import type { AssetName, Check, Offender, RuleResult, Verdict } from "../../types.ts";
import { disabledNote, nameOf } from "../evidence.ts";
import type { Judgement } from "../judgements.ts";
import { adviceOn, exampleOf } from "../mending.ts";
import type { Named } from "../witness.ts";
import type { ReportOptions } from "../options.ts";
import { compareReasons, reasonLines } from "../reason-lines.ts";
import { renderCount, unmetCounts } from "../unmet-counts.ts";
import type { TerminalPage } from "./terminal-page.ts";
import { examinedWords, scopeCounts, scopeWarnings } from "../scope-words.ts";
import { renderUndecided } from "./text-undecided.ts";
import { countNumber, countOf, nounOf } from "../words.ts";

/** At most so many lines of reasons are shown of one asset where not everything is asked for. */
const reasonLimit = 4;

/** How much is told. */
export type FindingOptions = Pick<ReportOptions, "limit" | "details" | "news" | "command">;

/** A check that failed or is undecided: what it found, on what grounds, and how to mend it. */
export function renderFindings(
  { check, verdict }: Judgement,
  options: FindingOptions,
  page: TerminalPage,
): string {
  const { status } = verdict;
  const fresh = options.news?.offenders.get(check.id)?.size ?? 0;
  return [
    page.marked(status, `${check.severity}  ${check.title}`, "bold"),
    page.line(2, `${check.id} · ${countsOf(verdict, fresh)}`, "dim"),
    ...unmetCounts(verdict)
      .slice(0, options.details ? undefined : options.limit)
      .map((rule) => page.line(4, whichCount(rule), "fail")),
    ...renderOffenders(verdict, options, page),
    renderScope(verdict, page),
    renderUndecided(verdict, page),
    status === "fail" ? renderMending(check, exampleOf(verdict), options, page) : "",
    "\n",
  ].join("");
}

/** Conditions that are true of no asset: most are misspelt, and let a check pass whatever there is. */
export function renderScope(verdict: Verdict, page: TerminalPage): string {
  return scopeWarnings(verdict)
    .map((warning) => page.line(4, warning, "undecided"))
    .join("");
}

/** A count that is not as expected, with the connector that it was asked for. */
function whichCount(result: RuleResult): string {
  return renderCount(result) + (result.connector === undefined ? "" : ` in ${result.connector}`);
}

function countsOf(verdict: Verdict, fresh: number): string {
  const { offenderCount, undecidedCount } = verdict;
  const counts = [
    ...(offenderCount > 0 ? [countOf(offenderCount, "offender")] : []),
    ...(fresh > 0 ? [`${countNumber(fresh)} new`] : []),
    ...(undecidedCount > 0 ? [`${countNumber(undecidedCount)} undecided`] : []),
  ];
  const among = [examinedWords(verdict), ...scopeCounts(verdict)].join(", ");
  return [counts.join(", "), `among ${among}`].filter((part) => part !== "").join(" ");
}

function renderOffenders(
  { offenders, offenderCount }: Verdict,
  { limit, details }: FindingOptions,
  page: TerminalPage,
): string[] {
  if (offenderCount === 0) return [];
  const shown = offenders.slice(0, limit);
  const rest = offenderCount - shown.length;
  const { shared, own } = compareReasons(details ? [] : offenders);
  const whose = offenders.length < offenderCount ? `the first ${offenders.length}` : "all";
  return [
    "\n",
    ...shown.map((offender) => {
      const reasons = details ? reasonLines(offender.because) : own(offender);
      return renderOffender(offender, details ? reasons : cut(reasons), page);
    }),
    ...(rest > 0 ? [page.line(4, `and ${countNumber(rest)} more`, "fail")] : []),
    ...shared.map((reason) => page.line(4, `${whose}: ${reason}`)),
  ];
}

function cut(reasons: readonly string[]): readonly string[] {
  const rest = reasons.length - reasonLimit;
  return rest > 0
    ? [...reasons.slice(0, reasonLimit), `and ${countOf(rest, "reason")} more`]
    : reasons;
}

function renderOffender(
  { asset, through }: Offender,
  reasons: readonly string[],
  page: TerminalPage,
): string {
  return [
    page.line(4, `${nameOf(asset)}${whereIs(asset)}`, "fail"),
    page.line(6, asset.id, "dim"),
    ...(through ? [page.line(6, `of the ${nounOf(through.type)} ${nameOf(through)}`)] : []),
    ...reasons.map((reason) => page.line(6, reason)),
  ].join("");
}

function whereIs({ id, connector }: AssetName): string {
  return (
    (connector && connector.id !== id ? ` in ${nameOf(connector)}` : "") +
    disabledNote({ connector })
  );
}

/** How to mend what offends and how to undo that, in short, and where the rest is to be read. Commands are `asset`'s. */
function renderMending(
  check: Check,
  asset: Named | undefined,
  { command }: FindingOptions,
  page: TerminalPage,
): string {
  const lines = adviceOn(check, asset, command).map(({ label, text, isCommand }) =>
    isCommand ? page.command(4, label.padEnd(9), text) : page.labelled(4, label.padEnd(9), text),
  );
  return lines.length > 0 ? ["\n", ...lines].join("") : "";
}
