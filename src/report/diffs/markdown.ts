import type { CheckDifference } from "../../diff/compare-checks.ts";
import type { Turned } from "../../diff/compare-estate.ts";
import type { RuleDifference } from "../../diff/compare-rules.ts";
import { renderEvidence } from "../evidence.ts";
import { code } from "../formats/markdown-text.ts";
import { countNumber } from "../words.ts";
import { tellKind, tellProofs, tellState, tellTotal } from "./words.ts";

/** So many of the assets that turn are shown of a check. */
const shownMost = 20;

/** Writes what has become of checks, for the pull request that edits them. */
export function* renderDiffMarkdown(differences: readonly CheckDifference[]): Generator<string> {
  yield `### Assay: what this changes of checks\n\n${tellTotal(differences)}\n`;
  for (const one of differences) {
    if (one.is === "same") continue;
    yield `\n#### ${code(one.id)} ${tellState(one)}\n\n`;
    for (const message of one.why ?? []) yield `- ${code(message)}\n`;
    for (const rule of one.rules) yield* renderRule(rule);
    if (one.cases) yield `- cases: ${one.cases.changed} of ${one.cases.of} say something else\n`;
    if (one.turned) yield* renderTurned(one.turned);
  }
}

function* renderRule(rule: RuleDifference): Generator<string> {
  for (const says of rule.says) yield `- ${code(says)}\n`;
  if (!rule.newlyFails) return;
  const proofs = tellProofs(rule);
  yield `- whatever the estate: **${tellKind(rule)}**${proofs.length > 0 ? ` (${proofs.join("; ")})` : ""}\n`;
  const examples = [
    ["newly fails", rule.newlyFails],
    ["newly passes", rule.newlyPasses],
    ["now", rule.newlyFails.is === "found" ? undefined : rule.otherwise],
  ] as const;
  for (const [label, example] of examples)
    if (example?.is === "found") yield `  - ${label}: ${code(`${example.type} ${example.row}`)}\n`;
}

function* renderTurned(turned: Turned): Generator<string> {
  const { snapshot, examined, passToFail, failToPass, decidedToUndecided, undecidedToDecided } =
    turned;
  yield `\n| on ${code(snapshot)} | examined | pass→fail | fail→pass | decided→undecided | undecided→decided |\n`;
  yield "| --- | ---: | ---: | ---: | ---: | ---: |\n";
  const counts = [examined, passToFail, failToPass, decidedToUndecided, undecidedToDecided];
  yield `| | ${counts.map(countNumber).join(" | ")} |\n`;
  if (turned.assets.length === 0) return;
  yield "\n";
  for (const { id, before, after, because } of turned.assets.slice(0, shownMost)) {
    const [first] = because;
    yield `- ${before} → **${after}** ${code(id)}${first ? ` ${code(renderEvidence(first))}` : ""}\n`;
  }
  const rest =
    passToFail +
    failToPass +
    decidedToUndecided +
    undecidedToDecided -
    Math.min(shownMost, turned.assets.length);
  if (rest > 0) yield `- and ${countNumber(rest)} more\n`;
}
