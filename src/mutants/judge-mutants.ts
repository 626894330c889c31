import type { CaseFile } from "../cases/given.ts";
import { type EstateJudgement, judgeEstates } from "../cases/judge-estates.ts";
import { placeCases, type PlacedEstate } from "../cases/place-cases.ts";
import { type OpenRecording, placeRecorded } from "../cases/place-recorded.ts";
import type { RowStatus } from "../estate/row-status.ts";
import type { Check, Model, Rule } from "../types.ts";
import type { Mutant } from "./change.ts";

/** A mutant of one rule of a check, and whether a case tells it from the check. */
export interface JudgedMutant {
  readonly rule: Rule;
  readonly mutant: Mutant;
  readonly isKilled: boolean;
}

/** A check with its mutants, judged over its cases. */
export interface JudgedMutants {
  readonly check: Check;
  readonly mutants: readonly JudgedMutant[];
  /** Rows of cases that do not hold: nothing can be told by them. */
  readonly wrongRows: number;
  /** Rows, and verdicts over whole estates, that mutants were judged by. */
  readonly rows: number;
}

/** A check, and the mutants to judge. */
export interface Mutated {
  readonly check: Check;
  readonly mutants: readonly { readonly rule: Rule; readonly mutant: Mutant }[];
}

/**
 * Judges mutants over the cases of their checks, as cases are judged: a mutant is killed by a row, or by a verdict over a whole estate,
 * that comes to something else than the check itself. Operations that are to be done say nothing; nor do recorded answers that nobody opens.
 */
export async function judgeMutants(
  model: Model,
  mutated: readonly Mutated[],
  files: readonly CaseFile[],
  openRecording?: OpenRecording,
): Promise<readonly JudgedMutants[]> {
  const mutate = createMutator();
  // Mutants may read what no check does.
  const checks = mutated.flatMap(({ check, mutants }) => [
    check,
    ...mutants.map((one) => mutate(check, one)),
  ]);
  const recorded = openRecording ? await placeRecorded(checks, files, openRecording) : [];
  const killed = new Set<Mutant>();
  const counts = new Map<string, { rows: number; wrongRows: number }>();
  for (const { inventory, estates } of [
    ...placeCases(model, checks, files, { alone: false }),
    ...recorded,
  ]) {
    const asked = mutated.flatMap(({ check, mutants }) =>
      (estates.get(check.id) ?? [])
        .filter(({ operation }) => operation.todo === undefined)
        .map((estate) => ({ check, mutants, estate })),
    );
    const trials = asked.flatMap(({ check, mutants, estate }) => [
      { check, estate },
      ...mutants.map((one) => ({ check: mutate(check, one), estate })),
    ]);
    const judged = await judgeEstates(inventory, trials);
    let next = 0;
    for (const { check, mutants, estate } of asked) {
      const own = statusesOf(judged[next++]!);
      const wrong = wrongAmong(estate, own);
      const count = counts.get(check.id) ?? { rows: 0, wrongRows: 0 };
      counts.set(check.id, {
        rows: count.rows + own.length,
        wrongRows: count.wrongRows + wrong.size,
      });
      for (const { mutant } of mutants) {
        const theirs = statusesOf(judged[next++]!);
        if (theirs.some((status, i) => status !== own[i] && !wrong.has(i))) killed.add(mutant);
      }
    }
  }
  return mutated.map(({ check, mutants }) => ({
    check,
    mutants: mutants.map((one) => ({ ...one, isKilled: killed.has(one.mutant) })),
    ...(counts.get(check.id) ?? { rows: 0, wrongRows: 0 }),
  }));
}

/** The checks with a mutant in its rule's place; the same for the same mutant, so that its questions are asked once. */
function createMutator(): (check: Check, one: Mutated["mutants"][number]) => Check {
  const known = new Map<Mutant, Check>();
  return (check, { rule, mutant }) => {
    const rules = check.rules.map((one) => (one === rule ? mutant.rule : one));
    const mutated = known.get(mutant) ?? { ...check, rules };
    known.set(mutant, mutated);
    return mutated;
  };
}

type Said = RowStatus | EstateJudgement["verdict"];

function statusesOf({ rows, verdict }: EstateJudgement): readonly Said[] {
  return [...rows.map(({ status }) => status), ...(verdict === undefined ? [] : [verdict])];
}

function wrongAmong({ rows, operation }: PlacedEstate, said: readonly Said[]): ReadonlySet<number> {
  const expected: readonly Said[] = [...rows.map((row) => row.expected.status), operation.verdict];
  return new Set(said.flatMap((status, i) => (status === expected[i] ? [] : [i])));
}
