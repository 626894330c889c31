import { type AbsenceMatrix, isHole } from "../../mutants/absence.ts";
import {
  countFates,
  type MutationCounts,
  type MutationResult,
  scoreOf,
  type TriedMutant,
} from "../../mutants/mutate-checks.ts";
import type { RowStatus } from "../../estate/row-status.ts";
import type { VerdictStatus } from "../../types.ts";
import type { TerminalStyle } from "../options.ts";
import { createTerminalPage, type TerminalPage } from "../terminal/terminal-page.ts";
import { countOf } from "../words.ts";

/** What there is to tell of the mutants of a suite. */
export interface MutationReport {
  readonly results: readonly MutationResult[];
  readonly absences: readonly AbsenceMatrix[];
  /** So much of a hundred is asked for. */
  readonly threshold: number;
  readonly durationMs: number;
}

/** Writes what became of mutants, for people: of each check what is left to do; with `details` every cell of its absence matrix too. */
export function* renderMutationText(
  report: MutationReport,
  style: TerminalStyle,
  details: boolean,
): Generator<string> {
  const { results, absences, threshold, durationMs } = report;
  const page = createTerminalPage(style);
  const width = Math.max(0, ...results.map(({ check }) => check.id.length));
  const matrixOf = new Map(absences.map((matrix) => [matrix.check, matrix]));
  for (const result of results) {
    const counts = countFates([result]);
    const told = result.rows === 0 ? "no cases" : tellCounts(counts);
    yield page.marked(statusOf(result, counts), `${result.check.id.padEnd(width)}  ${told}`);
    yield* renderTroubles(page, result);
    const cells = matrixOf.get(result.check)?.cells ?? [];
    for (const { member, absence, statuses, isAsserted } of details ? cells : cells.filter(isHole))
      yield page.line(
        2,
        `${member} ${absence}: ${statuses.join(", ")}${isAsserted ? ", as a case says" : ""}`,
        "dim",
      );
  }
  const counts = countFates(results);
  const holes = absences.flatMap(({ cells }) => cells.filter(isHole)).length;
  yield "\n";
  if (holes > 0)
    yield page.line(
      0,
      `${countOf(holes, "value")} could be absent from a failing asset that then passes, and no case says that it should.`,
    );
  const score = scoreOf(counts);
  const total = [
    `${countOf(results.length, "check")}: ${tellCounts(counts)}`,
    ...(score === undefined ? [] : [`score ${tellScore(score)} of ${threshold} asked for`]),
    `${(durationMs / 1000).toFixed(1)} s`,
  ];
  yield page.line(0, total.join(" · "), "bold");
}

function statusOf({ rows, wrongRows }: MutationResult, counts: MutationCounts): VerdictStatus {
  if (rows === 0) return "notApplicable";
  if (counts.survived + wrongRows > 0) return "fail";
  return counts.notDecided > 0 ? "undecided" : "pass";
}

function tellCounts(counts: MutationCounts): string {
  const { made, killed, equivalent, excused, notDecided } = counts;
  return [
    `${killed} of ${countOf(made - equivalent, "mutant")} killed`,
    `${equivalent} equivalent`,
    ...(excused > 0 ? [`${excused} excused`] : []),
    ...(notDecided > 0 ? [`${notDecided} not decided`] : []),
  ].join(" · ");
}

/** Never a hundred of what is less. */
function tellScore(score: number): string {
  return String(Math.floor(score * 10) / 10);
}

function* renderTroubles(page: TerminalPage, result: MutationResult): Generator<string> {
  const { rows, wrongRows, idleExcuses, mutants } = result;
  if (wrongRows > 0)
    yield page.line(
      2,
      `${countOf(wrongRows, "row")} of its cases ${wrongRows === 1 ? "does" : "do"} not hold, and ${wrongRows === 1 ? "tells" : "tell"} nothing: see "assay test".`,
      "fail",
    );
  for (const { place, operators } of idleExcuses)
    yield page.line(
      2,
      `${place.file}:${place.line}:${place.column} excuses ${operators.join(", ")} where nothing survives. Remove it.`,
    );
  // Without cases all of them survive, which one line says.
  if (rows === 0) return;
  for (const one of mutants) yield* renderMutant(page, one, result);
}

const words: Readonly<Record<RowStatus, string>> = {
  FAIL: "fails",
  PASS: "passes",
  UNDECIDED: "is undecided",
};

function* renderMutant(
  page: TerminalPage,
  { mutant, fate }: TriedMutant,
  { check }: MutationResult,
): Generator<string> {
  if (fate.is !== "survived" && fate.is !== "notDecided") return;
  const { operator, place, says } = mutant;
  const file = place.file === check.place.file ? "" : place.file;
  const label = fate.is === "survived" ? "survives" : "not decided";
  yield page.labelled(2, label, `${operator}  ${file}:${place.line}:${place.column}  ${says}`);
  if (fate.is === "notDecided") yield page.line(4, fate.why, "dim");
  if (fate.is !== "survived" || !fate.row) return;
  const [own, other] = fate.row.statuses;
  yield page.line(
    4,
    `No case tells them apart. This ${fate.row.type} ${words[own]}, and ${words[other]} by the mutant:`,
    "dim",
  );
  yield page.line(6, fate.row.row);
}
