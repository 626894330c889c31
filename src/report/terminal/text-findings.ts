import type { AssetName, Check, Offender, Verdict } from "../../types.ts";
import { disabledNote, nameOf, renderEvidence } from "../evidence.ts";
import type { Judgement } from "../judgements.ts";
import { adviceOn, exampleOf } from "../mending.ts";
import type { Named } from "../witness.ts";
import type { TerminalPage } from "./terminal-page.ts";
import { scopeCounts, scopeWarnings } from "../scope-words.ts";
import { renderUndecided } from "./text-undecided.ts";
import { countAssets, countNumber, countOf, nounOf } from "../words.ts";

/** At most so many conditions are shown of one asset. */
const conditionLimit = 4;

/** A check that failed or is undecided: what it found, on what grounds, and how to mend it. */
export function renderFindings(
  { check, verdict }: Judgement,
  limit: number,
  page: TerminalPage,
): string {
  const { status } = verdict;
  return [
    page.marked(status, `${check.severity}  ${check.title}`, "bold"),
    page.line(2, `${check.id} · ${countsOf(verdict)}`, "dim"),
    ...renderOffenders(verdict, limit, page),
    renderScope(verdict, page),
    renderUndecided(verdict, page),
    status === "fail" ? renderMending(check, exampleOf(verdict), page) : "",
    "\n",
  ].join("");
}

/** Conditions that are true of no asset: most are misspelt, and let a check pass whatever there is. */
export function renderScope(verdict: Verdict, page: TerminalPage): string {
  return scopeWarnings(verdict)
    .map((warning) => page.line(4, warning, "undecided"))
    .join("");
}

function countsOf(verdict: Verdict): string {
  const { offenderCount, undecidedCount, examined } = verdict;
  const counts = [
    ...(offenderCount > 0 ? [countOf(offenderCount, "offender")] : []),
    ...(undecidedCount > 0 ? [`${countNumber(undecidedCount)} undecided`] : []),
  ];
  const among = [countAssets(examined), ...scopeCounts(verdict)].join(", ");
  return [counts.join(", "), `among ${among}`].filter((part) => part !== "").join(" ");
}

function renderOffenders(verdict: Verdict, limit: number, page: TerminalPage): string[] {
  const { offenders, offenderCount, rules } = verdict;
  if (offenderCount === 0)
    return rules
      .filter(({ status }) => status === "fail")
      .map(({ rule, expected, found }) =>
        page.line(4, `${rule}: expected ${expected}, found ${found}`, "fail"),
      );
  const shown = offenders.slice(0, limit);
  const rest = offenderCount - shown.length;
  return [
    "\n",
    ...shown.map((offender) => renderOffender(offender, page)),
    ...(rest > 0 ? [page.line(4, `and ${countNumber(rest)} more`, "fail")] : []),
  ];
}

function renderOffender({ asset, because, through }: Offender, page: TerminalPage): string {
  const reasons = because.slice(0, conditionLimit).map(renderEvidence);
  const rest = because.length - conditionLimit;
  if (rest > 0) reasons.push(`and ${countOf(rest, "condition")} more`);
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
function renderMending(check: Check, asset: Named | undefined, page: TerminalPage): string {
  const lines = adviceOn(check, asset).map(({ label, text, isCommand }) =>
    isCommand ? page.command(4, label.padEnd(9), text) : page.labelled(4, label.padEnd(9), text),
  );
  return lines.length > 0 ? ["\n", ...lines].join("") : "";
}
