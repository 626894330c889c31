import type { CaseResult, Outcome } from "../../cases/judge-cases.ts";
import { allRowsData } from "./all-rows.ts";
import {
  caseName,
  type CasesReport,
  countKinds,
  isBad,
  lackingKinds,
  statusWord,
  tallyCases,
} from "./case-words.ts";

/** Name and version of the format. A new property does not change it; any other change does. */
const casesFormat = "assay.cases/1";

/** Writes what checks came to over their cases as JSON. */
export function renderCasesJson(report: CasesReport): string {
  const { results, required, durationMs } = report;
  const json = {
    format: casesFormat,
    summary: { checks: results.length, ...tallyCases(report), durationMs: Math.round(durationMs) },
    required,
    ...(report.foreign ? { allRows: allRowsData(report.foreign) } : {}),
    checks: results.map((result) => checkOf(result, required)),
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

function checkOf(result: CaseResult, required: readonly string[]) {
  const { check, file, outcomes, conditions } = result;
  const lacking = lackingKinds(result, required);
  return {
    id: check.id,
    status: outcomes.some(isBad) ? "fail" : lacking.length > 0 ? "lacking" : "pass",
    ...(file ? { file: file.file } : {}),
    kinds: countKinds(result),
    lacking,
    conditions: conditions.map(({ rule, condition, seen, place }) => ({
      ...{ rule, condition, seen },
      place: placeOf(place),
    })),
    cases: outcomes.map(caseOf),
  };
}

function caseOf(outcome: Outcome) {
  const { operation, row, expected, cameTo, unfounded, alone, holds, reasons, trees } = outcome;
  return {
    name: caseName(outcome),
    ...(operation.name === undefined ? {} : { operation: operation.name }),
    ...(row ? { row: row.number } : {}),
    place: placeOf(row?.place ?? operation.place),
    ...{ expected: statusWord(expected), cameTo: statusWord(cameTo), holds },
    ...(operation.todo === undefined ? {} : { todo: operation.todo }),
    ...(alone === undefined ? {} : { alone }),
    ...(unfounded.length > 0 ? { unfounded: unfounded.map(({ text }) => text) } : {}),
    ...(reasons.length > 0 ? { reasons } : {}),
    ...(trees.length > 0 ? { trees } : {}),
  };
}

function placeOf({ file, line, column }: Outcome["operation"]["place"]) {
  return { file, line, column };
}
