import type { CaseResult, Outcome } from "../../cases/judge-cases.ts";
import { renderEvidence, renderMissing } from "../evidence.ts";
import type { TerminalStyle } from "../options.ts";
import { createTerminalPage, type TerminalPage } from "../terminal/terminal-page.ts";
import { countOf } from "../words.ts";
import {
  caseName,
  type CasesReport,
  countKinds,
  counts,
  isBad,
  kinds,
  lackingKinds,
  statusWord,
} from "./case-words.ts";

/** Writes what checks came to over their cases, for people. */
export function* renderCasesText(report: CasesReport, style: TerminalStyle): Generator<string> {
  const { results, required, durationMs } = report;
  const page = createTerminalPage(style);
  const width = Math.max(0, ...results.map(({ check }) => check.id.length));
  for (const result of results) {
    const bad = result.outcomes.filter(isBad);
    const lacking = lackingKinds(result, required);
    const status = bad.length > 0 ? "fail" : lacking.length > 0 ? "notApplicable" : "pass";
    const line = `${result.check.id.padEnd(width)}  ${summaryOf(result, required)}`.trimEnd();
    yield page.marked(status, line);
    for (const outcome of bad) yield* renderBad(page, outcome);
    if (bad.length > 0) yield "\n";
  }
  yield "\n";
  yield page.line(0, totalsOf(results, required, durationMs), "bold");
}

function summaryOf(result: CaseResult, required: readonly string[]): string {
  const counted = countKinds(result);
  const all = result.outcomes.filter(counts).length;
  const todo = result.outcomes.length - all;
  const each = [...kinds, ...Object.keys(counted).filter((kind) => !kinds.includes(kind as never))]
    .filter((kind) => counted[kind])
    .map((kind) => `${kind} ${counted[kind]}`);
  const lacking = lackingKinds(result, required);
  return [
    countOf(all, "case").padStart(8),
    ...each,
    ...(todo > 0 ? [`todo ${todo}`] : []),
    ...(lacking.length > 0 ? [`no ${lacking.join(", no ")} case (required)`] : []),
  ].join("  ");
}

function* renderBad(page: TerminalPage, outcome: Outcome): Generator<string> {
  const { operation, row, reasons } = outcome;
  yield "\n";
  yield page.line(2, `${caseName(outcome)}: ${problemOf(outcome)}`);
  const { file, line, column } = row?.place ?? operation.place;
  yield page.line(4, `${file}:${line}:${column}`, "dim");
  for (const reason of reasons)
    yield page.line(4, "condition" in reason ? renderEvidence(reason) : renderMissing(reason));
}

/** What is wrong with a case, in one sentence. */
export function problemOf({
  operation,
  expected,
  cameTo,
  unfounded,
  alone,
  holds,
}: Outcome): string {
  if (operation.todo !== undefined && holds)
    return `it holds, so it is no longer to do ("${operation.todo}"). Remove the "todo".`;
  if (cameTo !== expected)
    return `expected ${statusWord(expected)}, came to ${statusWord(cameTo)}.`;
  if (alone !== undefined)
    return `it comes to ${statusWord(cameTo)} beside the other rows, and to ${alone} without them: the check reads across the connector.`;
  const written = unfounded.map(({ text }) => `"${text}"`).join(", ");
  return `${statusWord(cameTo)} as expected, and ${written} is not among the reasons.`;
}

function totalsOf(
  results: readonly CaseResult[],
  required: readonly string[],
  durationMs: number,
): string {
  const all = results.flatMap(({ outcomes }) => outcomes);
  const holding = results.filter(({ outcomes }) => outcomes.some(counts) && !outcomes.some(isBad));
  const lacking = results.filter((result) => lackingKinds(result, required).length > 0);
  const todo = all.filter((outcome) => !counts(outcome)).length;
  return [
    `${holding.length} of ${countOf(results.length, "check holds", "checks hold")}`,
    `${countOf(all.length - todo, "case")} in ${Math.round(durationMs)} ms`,
    ...(todo > 0 ? [`${todo} to do`] : []),
    ...(lacking.length > 0
      ? [countOf(lacking.length, "check lacks a kind of case", "checks lack a kind of case")]
      : []),
  ].join(" · ");
}
