import type { Task } from "./engines/engine.ts";
import { type Report, runJob } from "./workers/job.ts";

/** A round of one engine, and the one that it is compared with. */
export interface Comparison {
  readonly engine: string;
  readonly report: Report;
  readonly reference: { readonly engine: string; readonly report: Report };
  readonly task: Task;
  /** Where workers find the task. */
  readonly path: string;
}

/**
 * Throws the name of the first check for which an engine has other ids than the reference, and the difference; or for which its
 * measured runs found another number of rows.
 */
export async function assertAgreement(comparison: Comparison): Promise<void> {
  const { engine, report, reference, task, path } = comparison;
  for (const measured of Object.values(report.matched))
    assertCounts(task, engine, measured, `${engine}'s ids`, report.gate);
  const position = report.gate.findIndex(
    ({ hash, count }, i) =>
      hash !== reference.report.gate[i]?.hash || count !== reference.report.gate[i]?.count,
  );
  if (position < 0) return;
  const job = { task: path, measures: [], runs: 0, budgetMs: 0, idsOf: position };
  const [theirs, ours] = await Promise.all(
    [engine, reference.engine].map(async (name) => (await runJob({ ...job, engine: name })).ids),
  );
  throw new Error(describeDifference(task, position, engine, theirs!, reference.engine, ours!));
}

/** One paragraph: the check, how many rows each side has, and a few ids that only one of them has. */
export function describeDifference(
  task: Pick<Task, "questions">,
  position: number,
  engine: string,
  theirs: readonly string[],
  reference: string,
  ours: readonly string[],
): string {
  const only = (some: readonly string[], others: readonly string[]): string => {
    const known = new Set(others);
    const extra = some.filter((id) => !known.has(id));
    return `${extra.length}${extra.length > 0 ? ` (${extra.slice(0, 3).join(", ")})` : ""}`;
  };
  const { name, where } = task.questions[position]!;
  return [
    `Engines disagree on "${name}": ${engine} has ${theirs.length} rows, ${reference} ${ours.length}.`,
    `Only in ${engine}: ${only(theirs, ours)}. Only in ${reference}: ${only(ours, theirs)}.`,
    `Filter: ${JSON.stringify(where)}`,
  ].join("\n");
}

/** Throws the name of the first check for which an engine's measured runs found another number of rows than the reference's. */
export function assertSameCounts({ engine, report, reference, task }: Comparison): void {
  const of = ({ matched: { counts, rows } }: Report) => (counts.length > 0 ? counts : rows);
  const theirs = of(reference.report).map((count) => ({ count }));
  assertCounts(task, engine, of(report), reference.engine, theirs);
}

function assertCounts(
  task: Task,
  engine: string,
  measured: readonly number[],
  other: string,
  expected: readonly { readonly count: number }[],
): void {
  const position = measured.findIndex((count, i) => count !== expected[i]?.count);
  if (position < 0) return;
  const { name, where } = task.questions[position]!;
  throw new Error(
    `Engines disagree on "${name}": ${engine} counts ${measured[position]} rows, ${other} ${expected[position]?.count}.\nFilter: ${JSON.stringify(where)}`,
  );
}
