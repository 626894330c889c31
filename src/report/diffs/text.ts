import type { CheckDifference } from "../../diff/compare-checks.ts";
import type { Turned } from "../../diff/compare-estate.ts";
import type { Example, RuleDifference } from "../../diff/compare-rules.ts";
import { renderEvidence } from "../evidence.ts";
import type { TerminalStyle } from "../options.ts";
import { createTerminalPage, type TerminalPage } from "../terminal/terminal-page.ts";
import { countNumber } from "../words.ts";
import { tellCounts, tellKind, tellProofs, tellState, tellTotal } from "./words.ts";

/** So many of the assets that turn are shown. */
const shownMost = 10;

/** Writes what has become of checks, for people. Those of the same meaning are counted. */
export function* renderDiffText(
  differences: readonly CheckDifference[],
  style: TerminalStyle,
): Generator<string> {
  const page = createTerminalPage(style);
  for (const one of differences) {
    if (one.is === "same" && differences.length > 1) continue;
    yield page.line(0, `${one.id}  ${tellState(one)}`, "bold");
    for (const message of one.why ?? []) yield page.line(2, message);
    for (const rule of one.rules) yield* renderRule(page, rule, one.rules.length > 1);
    if (one.turned) yield* renderTurned(page, one.turned);
    if (one.cases)
      yield page.line(2, `cases: ${one.cases.changed} of ${one.cases.of} say something else`);
    yield "\n";
  }
  yield page.line(0, tellTotal(differences), "bold");
}

function* renderRule(
  page: TerminalPage,
  rule: RuleDifference,
  several: boolean,
): Generator<string> {
  const name = several ? `${rule.rule}: ` : "";
  yield page.line(2, `${name}meaning ${rule.before} → ${rule.after}`, "dim");
  for (const says of rule.says) yield page.line(2, says);
  if (!rule.newlyFails) return;
  const proofs = tellProofs(rule);
  const proved = proofs.length > 0 ? ` (${proofs.join("; ")})` : "";
  yield page.line(2, `whatever the estate: ${tellKind(rule)}${proved}`);
  yield* renderExample(page, "newly fails", rule.newlyFails);
  yield* renderExample(page, "newly passes", rule.newlyPasses!);
  if (rule.newlyFails.is !== "found" && rule.newlyPasses!.is !== "found")
    yield* renderExample(page, "now", rule.otherwise!);
}

function* renderExample(page: TerminalPage, label: string, example: Example): Generator<string> {
  if (example.is === "found") yield page.labelled(4, label, `${example.type} ${example.row}`);
  if (example.is === "notDecided")
    yield page.labelled(4, label, `not decided. ${example.why}`, "dim");
}

function* renderTurned(page: TerminalPage, turned: Turned): Generator<string> {
  const examined = `${countNumber(turned.examined)} examined`;
  yield page.line(2, `on ${turned.snapshot}: ${[examined, ...tellCounts(turned)].join("   ")}`);
  for (const { id, before, after, because } of turned.assets.slice(0, shownMost)) {
    const sign = after === "fail" ? "+" : after === "pass" ? "-" : "?";
    yield page.labelled(4, sign, `${id}  ${before} → ${after}`);
    const [first] = because;
    if (first) yield page.line(6, renderEvidence(first), "dim");
  }
  const all =
    turned.passToFail + turned.failToPass + turned.decidedToUndecided + turned.undecidedToDecided;
  const rest = all - Math.min(shownMost, turned.assets.length);
  if (rest > 0) yield page.line(4, `and ${countNumber(rest)} more`, "dim");
}
