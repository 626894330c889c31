import type { Inventory, Selection, Step } from "../types.ts";
import { followPath, type Reached } from "./follow.ts";
import type { Question } from "./plan.ts";
import type { Judged } from "./verdict.ts";

/** A judged answer with the rows it stands for. */
export interface Asked extends Judged {
  readonly selection: Selection;
}

/** A row that a verdict names, and the question that it answers. */
export interface Finding extends Reached {
  readonly question: Question;
}

/** At most so many findings of one check, and how many there are. */
export interface Findings {
  readonly count: number;
  readonly findings: readonly Finding[];
}

/**
 * The rows of several answers to one check, in the answers' order, each named once per rule. Rows are only made where
 * they are needed: up to `limit`, and all of them where an asset can come up more than once (a path; several connectors).
 */
export async function findRows(
  inventory: Inventory,
  asked: readonly Asked[],
  which: "matched" | "undecided",
  limit: number,
): Promise<Findings> {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  let count = 0;
  for (const { question, selection } of asked) {
    const path = which === "matched" ? (question.rule.offendersPath ?? []) : [];
    if (path.length === 0 && question.connector === undefined) {
      count += which === "matched" ? selection.matched : selection.undecided;
      const left = limit - findings.length;
      // One by one: as arguments of one call a hundred thousand would not fit on the stack.
      if (left > 0)
        for (const finding of await readRows(inventory, question, selection, which, left))
          findings.push(finding);
      continue;
    }
    for (const finding of await readRows(inventory, question, selection, which, undefined, path)) {
      const key = `${question.rule.name} ${finding.asset.type} ${finding.asset.row}`;
      if (seen.has(key)) continue;
      seen.add(key);
      count++;
      if (findings.length < limit) findings.push(finding);
    }
  }
  return { count, findings };
}

async function readRows(
  inventory: Inventory,
  question: Question,
  selection: Selection,
  which: "matched" | "undecided",
  limit?: number,
  path: readonly Step[] = [],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const isCut = limit !== undefined && Number.isFinite(limit);
  for (const rows of selection.rows(which, isCut ? { limit } : undefined))
    for (const reached of await followPath(inventory, rows, path))
      findings.push({ ...reached, question });
  return findings;
}
