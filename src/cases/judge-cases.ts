import type { TreeNode } from "../explanation.ts";
import type { Check, Evidence, MissingEvidence, Model, VerdictStatus } from "../types.ts";
import type { RowStatus } from "../estate/row-status.ts";
import type { Because, CaseFile, CaseOperation, ExpectedRow } from "./given.ts";
import { type EstateJudgement, judgeEstates, type RowJudgement } from "./judge-estates.ts";
import { isAmongReasons } from "./match-because.ts";
import { type ConditionCoverage, coverConditions, joinCoverage } from "./coverage.ts";
import { placeCases, type PlacedEstate } from "./place-cases.ts";
import { type OpenRecording, placeRecorded } from "./place-recorded.ts";

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
  /** The same, every condition of every rule; read where the case does not hold. */
  readonly trees: readonly TreeNode[];
  readonly holds: boolean;
}

/** What a check came to over its cases. */
export interface CaseResult {
  readonly check: Check;
  readonly file?: CaseFile;
  readonly outcomes: readonly Outcome[];
  /** What every condition came to over the cases. */
  readonly conditions: readonly ConditionCoverage[];
}

export interface JudgeOptions {
  /** Opens a folder of raw answers; without it recorded cases are left out. */
  readonly openRecording?: OpenRecording;
  /** Says what each condition came to; without it nothing is said of conditions. */
  readonly covers?: boolean;
}

/**
 * Judges checks over their cases. In the order of the checks; those without cases have no outcomes.
 *
 * @throws InputError where recorded answers lack an asset of which a case says something
 */
export async function judgeCases(
  model: Model,
  checks: readonly Check[],
  files: readonly CaseFile[],
  { openRecording, covers = false }: JudgeOptions = {},
): Promise<readonly CaseResult[]> {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const outcomes = new Map<Check, Outcome[]>(checks.map((check) => [check, []]));
  const conditions = new Map<Check, ConditionCoverage[]>(checks.map((check) => [check, []]));
  const recorded = openRecording ? await placeRecorded(checks, files, openRecording) : [];
  for (const { inventory, estates } of [...placeCases(model, checks, files), ...recorded]) {
    const trials = [...estates].flatMap(([id, some]) =>
      some.map((estate) => ({ check: byId.get(id)!, estate })),
    );
    const judged = await judgeEstates(inventory, trials);
    const alone = trials.flatMap(({ estate }, i) =>
      estate.isAlone ? [{ estate, judged: judged[i]! }] : [],
    );
    const statusOf = statusAlone(alone);
    for (const [i, { check, estate }] of trials.entries())
      if (!estate.isAlone)
        outcomes.get(check)!.push(...(await compareEstate(estate, judged[i]!, statusOf)));
    const covered = [...estates].map(([id, some]) => ({
      check: byId.get(id)!,
      estates: some.filter(({ isAlone }) => !isAlone),
    }));
    for (const [check, own] of covers ? await coverConditions(inventory, covered) : [])
      conditions.set(check, joinCoverage(conditions.get(check)!, own));
  }
  const fileOf = new Map(files.map((file) => [file.check, file]));
  return checks.map((check): CaseResult => {
    const file = fileOf.get(check.id);
    const all = file ? inOrder(file, outcomes.get(check)!) : [];
    return { check, ...(file ? { file } : {}), outcomes: all, conditions: conditions.get(check)! };
  });
}

/** Recorded cases are judged after the others. */
function inOrder({ operations }: CaseFile, outcomes: readonly Outcome[]): readonly Outcome[] {
  return operations.flatMap((operation) => outcomes.filter((one) => one.operation === operation));
}

type StatusAlone = (expected: ExpectedRow) => RowStatus | undefined;

function statusAlone(
  alone: readonly { readonly estate: PlacedEstate; readonly judged: EstateJudgement }[],
): StatusAlone {
  const statuses = new Map<ExpectedRow, RowStatus>();
  for (const { estate, judged } of alone)
    for (const [i, { expected }] of estate.rows.entries())
      statuses.set(expected, judged.rows[i]!.status);
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
    outcomes.push({
      operation,
      expected: verdict,
      cameTo,
      unfounded: [],
      reasons: [],
      trees: [],
      holds,
    });
  }
  for (const [i, { expected }] of rows.entries()) {
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
  const holds = cameTo === status && unfounded.length === 0 && isSame;
  return {
    ...{ operation, row: { ...row, number }, expected: status, cameTo, unfounded, reasons, holds },
    trees: holds ? [] : await judged.trees(),
    ...(isSame ? {} : { alone: other }),
  };
}
