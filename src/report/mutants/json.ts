import type { AbsenceMatrix } from "../../mutants/absence.ts";
import { operatorNames } from "../../mutants/change.ts";
import {
  countFates,
  type Fate,
  type MutationResult,
  scoreOf,
  type TriedMutant,
} from "../../mutants/mutate-checks.ts";
import type { Place } from "../../types.ts";
import type { MutationReport } from "./text.ts";

/**
 * Writes what became of mutants as JSON by the schema of mutation-testing-elements, which viewers read
 * (https://github.com/stryker-mutator/mutation-testing-elements, report schema 2). Beside what that has: `score`, `counts` and `absences`.
 */
export function renderMutationJson(report: MutationReport): string {
  const { results, absences, threshold } = report;
  const counts = countFates(results);
  const whole = {
    schemaVersion: "2",
    thresholds: { high: threshold, low: threshold },
    framework: { name: "Assay" },
    score: scoreOf(counts) ?? null,
    counts,
    files: filesOf(results),
    absences: absences.map(describeMatrix),
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

function filesOf(results: readonly MutationResult[]): object {
  const files = new Map<string, { source: string; mutants: object[] }>();
  for (const result of results)
    for (const [i, one] of result.mutants.entries()) {
      const { file, source = "" } = one.mutant.place;
      const own = files.get(file) ?? { source, mutants: [] };
      files.set(file, own);
      own.mutants.push(describe(one, `${result.check.id}:${i + 1}`, result));
    }
  return Object.fromEntries(
    [...files].map(([file, { source, mutants }]) => [
      file,
      { language: "graphql", source, mutants },
    ]),
  );
}

function describe({ mutant, fate }: TriedMutant, id: string, result: MutationResult): object {
  const { operator, place, says } = mutant;
  return {
    id,
    mutatorName: `${operator} ${operatorNames[operator]}`,
    description: says,
    location: { start: { line: place.line, column: place.column }, end: endOf(place) },
    ...statusOf(fate, result.rows),
  };
}

/** The end of the key that stands at a place. */
function endOf({ line, column, source = "" }: Place): object {
  const text = source.split("\n")[line - 1] ?? "";
  const word = /^\W?\w*/.exec(text.slice(column - 1))![0];
  return { line, column: column + Math.max(word.length, 1) };
}

/** There a mutant that timed out counts as found, so that what was not decided is pending. */
function statusOf(fate: Fate, rows: number): object {
  switch (fate.is) {
    case "killed":
      return { status: "Killed" };
    case "equivalent":
      return { status: "Ignored", statusReason: "Equivalent: no asset tells it from the check." };
    case "excused":
      return { status: "Ignored", statusReason: `Excused: ${fate.reason}` };
    case "notDecided":
      return { status: "Pending", statusReason: `Not decided. ${fate.why}` };
    case "survived":
      return {
        status: rows === 0 ? "NoCoverage" : "Survived",
        ...(fate.row ? { statusReason: `Killed by: ${fate.row.row}` } : {}),
      };
  }
}

function describeMatrix({ check, cells }: AbsenceMatrix): object {
  return { check: check.id, cells };
}
