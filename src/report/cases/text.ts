import type { ConditionCoverage } from "../../cases/coverage.ts";
import type { CaseResult, Outcome } from "../../cases/judge-cases.ts";
import type { TerminalStyle } from "../options.ts";
import { renderTree } from "../terminal/explanation.ts";
import { createTerminalPage, type TerminalPage } from "../terminal/terminal-page.ts";
import { countOf } from "../words.ts";
import { renderAllRows } from "./all-rows.ts";
import {
  caseName,
  type CasesReport,
  countGenerated,
  countKinds,
  counts,
  isBad,
  isBothWays,
  kinds,
  lackingKinds,
  statusWord,
} from "./case-words.ts";

/** So many reasons of one case are told. */
const treesTold = 3;

/** Writes what checks came to over their cases, for people. */
export function* renderCasesText(report: CasesReport, style: TerminalStyle): Generator<string> {
  const { results, required, durationMs } = report;
  const page = createTerminalPage(style);
  for (const result of results) {
    const bad = result.outcomes.filter(isBad);
    const lacking = lackingKinds(result, required);
    const status = bad.length > 0 ? "fail" : lacking.length > 0 ? "notApplicable" : "pass";
    yield page.entry(status, {
      lead: "",
      text: result.check.id,
      note: summaryOf(result, required),
    });
    if (result.outcomes.length > 0)
      for (const one of result.conditions)
        if (!isBothWays(one)) yield page.line(2, uncoveredWords(one), "dim");
    for (const outcome of bad) yield* renderBad(page, outcome);
    if (bad.length > 0) yield "\n";
  }
  yield "\n";
  if (report.foreign) yield* renderAllRows(report.foreign, style);
  yield page.line(0, totalsOf(results, required, durationMs), "bold");
}

function summaryOf(result: CaseResult, required: readonly string[]): string {
  const counted = countKinds(result);
  const all = result.outcomes.filter(counts).length;
  const todo = result.outcomes.length - all;
  const generated = countGenerated(result.outcomes);
  const lacking = lackingKinds(result, required);
  const others = Object.keys(counted).filter((kind) => !kinds.some((one) => one === kind));
  const each = [...kinds, ...others].flatMap((kind) =>
    counted[kind] ? [`${kind} ${counted[kind]}`] : [],
  );
  return [
    countOf(all, "case"),
    ...(each.length > 0 ? [each.join(" ")] : []),
    ...(todo > 0 ? [`todo ${todo}`] : []),
    ...(generated > 0 ? [`generated ${generated}`] : []),
    ...(lacking.length > 0 ? [`no ${lacking.join(", no ")} (required)`] : []),
    ...(result.conditions.length > 0 && all > 0 ? [conditionWords(result)] : []),
  ].join(" · ");
}

/** How many conditions came to true and to false. */
function conditionWords({ conditions }: CaseResult): string {
  const covered = conditions.filter(isBothWays).length;
  return `conditions ${covered}/${conditions.length} both ways`;
}

/** A condition that the cases do not try both ways. */
function uncoveredWords({ condition, seen, place }: ConditionCoverage): string {
  const lacking = (["true", "false"] as const).filter((truth) => !seen.includes(truth));
  return `never ${lacking.join(" or ")}: ${condition} (line ${place.line})`;
}

function* renderBad(page: TerminalPage, outcome: Outcome): Generator<string> {
  const { operation, row, trees } = outcome;
  yield "\n";
  yield page.line(2, `${caseName(outcome)}: ${problemOf(outcome)}`);
  const { file, line, column } = row?.place ?? operation.place;
  yield page.line(4, `${file}:${line}:${column}`, "dim");
  for (const tree of trees.slice(0, treesTold)) yield* renderTree(tree, page, 4);
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
  const generated = countGenerated(all);
  return [
    `${holding.length} of ${countOf(results.length, "check holds", "checks hold")}`,
    `${countOf(all.length - todo, "case")} in ${Math.round(durationMs)} ms`,
    ...(todo > 0 ? [`${todo} to do`] : []),
    ...(generated > 0 ? [`${generated} generated and not yet confirmed`] : []),
    ...(lacking.length > 0
      ? [countOf(lacking.length, "check lacks a kind of case", "checks lack a kind of case")]
      : []),
  ].join(" · ");
}
