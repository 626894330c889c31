import type { Check, Evidence, MissingEvidence, Model, VerdictStatus } from "../types.ts";
import type { RowStatus } from "../estate/row-status.ts";
import type { Because, CaseFile, CaseOperation, ExpectedRow } from "./given.ts";
import { type EstateJudgement, judgeEstates, type RowJudgement } from "./judge-estates.ts";
import { isAmongReasons } from "./match-because.ts";
import { placeCases, type PlacedEstate } from "./place-cases.ts";

/** One thing that a case says of a check, and what the check came to. */
export interface Outcome {
  readonly operation: CaseOperation;
  /** Of a row; absent for the verdict over the whole estate. */
  readonly row?: ExpectedRow & { readonly number: number };
  readonly expected: RowStatus | VerdictStatus;
  readonly cameTo: RowStatus | VerdictStatus;
  /** Conditions that are not among the reasons. */
  readonly unfounded: readonly Because[];
  /** What the check says of the row without the rows before and behind it, where that is something else. */
  readonly alone?: RowStatus;
  /** Why it came to that; read where the case does not hold. */
  readonly reasons: readonly (Evidence | MissingEvidence)[];
  readonly holds: boolean;
}

/** What a check came to over its cases. */
export interface CaseResult {
  readonly check: Check;
  readonly file?: CaseFile;
  readonly outcomes: readonly Outcome[];
}

/** Judges checks over their cases. In the order of the checks; those without cases have no outcomes. */
export async function judgeCases(
  model: Model,
  checks: readonly Check[],
  files: readonly CaseFile[],
): Promise<readonly CaseResult[]> {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const outcomes = new Map<string, Outcome[]>();
  for (const { inventory, estates } of placeCases(model, checks, files)) {
    const trials = [...estates].flatMap(([id, some]) =>
      some.map((estate) => ({ check: byId.get(id)!, estate })),
    );
    const judged = await judgeEstates(inventory, trials);
    const said = trials.map(({ check, estate }, i) => ({ check, estate, judged: judged[i]! }));
    for (const { check, estate, judged: own } of said) {
      if (estate.isAlone) continue;
      const alone = said.filter(
        (one) =>
          one.estate.isAlone && one.check === check && one.estate.operation === estate.operation,
      );
      const all = outcomes.get(check.id) ?? [];
      outcomes.set(check.id, all);
      all.push(...(await compareEstate(estate, own, statusAlone(alone))));
    }
  }
  const fileOf = new Map(files.map((file) => [file.check, file]));
  return checks.map((check): CaseResult => {
    const file = fileOf.get(check.id);
    return { check, ...(file ? { file } : {}), outcomes: outcomes.get(check.id) ?? [] };
  });
}

type StatusAlone = (expected: ExpectedRow) => RowStatus | undefined;

function statusAlone(
  alone: readonly { readonly estate: PlacedEstate; readonly judged: EstateJudgement }[],
): StatusAlone {
  const statuses = new Map<ExpectedRow, RowStatus>();
  for (const { estate, judged } of alone)
    for (const [i, { given }] of estate.rows.entries())
      statuses.set(given.expected!, judged.rows[i]!.status);
  return (expected) => statuses.get(expected);
}

async function compareEstate(
  { operation, rows }: PlacedEstate,
  judged: EstateJudgement,
  alone: StatusAlone,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const { verdict } = operation;
  if (verdict !== undefined) {
    const cameTo = judged.verdict!;
    const holds = cameTo === verdict;
    outcomes.push({ operation, expected: verdict, cameTo, unfounded: [], reasons: [], holds });
  }
  for (const [i, { given }] of rows.entries()) {
    const expected = given.expected!;
    const other = alone(expected);
    outcomes.push(await compareRow(operation, expected, i + 1, judged.rows[i]!, other));
  }
  return outcomes;
}

async function compareRow(
  operation: CaseOperation,
  row: ExpectedRow,
  number: number,
  judged: RowJudgement,
  other: RowStatus | undefined,
): Promise<Outcome> {
  const { status, because } = row;
  const cameTo = judged.status;
  const isSame = other === undefined || other === cameTo;
  const asked = cameTo === status ? because : [];
  const reasons = asked.length > 0 || cameTo !== status ? await judged.reasons() : [];
  const unfounded = asked.filter(({ text }) => !isAmongReasons(text, reasons));
  return {
    ...{ operation, row: { ...row, number }, expected: status, cameTo, unfounded, reasons },
    ...(isSame ? {} : { alone: other }),
    holds: cameTo === status && unfounded.length === 0 && isSame,
  };
}
