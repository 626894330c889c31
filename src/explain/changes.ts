import { createTruths } from "../backend/truths.ts";
import type { RowStatus } from "../estate/row-status.ts";
import type { Filter, Inventory, RowRef } from "../types.ts";
import { cutEstate } from "./cut.ts";
import { applyEdits, type Edit } from "./edits.ts";
import { notToBeTrue, toBeTrue } from "./goals.ts";
import { judgeRows } from "./judge.ts";
import { proposeWays } from "./propose.ts";
import type { Way } from "./ways.ts";

/** So many changes are told of. */
const TOLD = 4;

/** So many values of one field are tried before another way is. */
const VALUES_TRIED = 3;

/** One row, and what is asked of it. */
export interface AskedRow {
  readonly row: RowRef;
  readonly id: string;
  readonly where: Filter;
}

/**
 * The cheapest changes by which a filter comes to pass or to fail for a row: each judged by the engine, and none of which a part could be
 * left out. None where nothing that anybody could set does it, or the row leads to more than is tried.
 */
export async function findChanges(
  inventory: Inventory,
  { row, id, where }: AskedRow,
  wanted: "PASS" | "FAIL",
): Promise<readonly Way[]> {
  const rows = { type: row.type, rows: Uint32Array.of(row.row) };
  const estate = await cutEstate(inventory, [{ rows, where }]);
  if (!estate) return [];
  const goal = wanted === "PASS" ? notToBeTrue : toBeTrue;
  const truths = createTruths(inventory.select, new Map());
  const proposed = await proposeWays(inventory, truths, row, where, goal);
  const comesTo = async (edits: readonly Edit[]): Promise<RowStatus | undefined> => {
    const changed = applyEdits(inventory.model, estate, edits);
    return (await judgeRows(inventory, changed, row.type, [id], where))[0];
  };
  // What is hidden may keep a small estate from being decided.
  if ((await comesTo([])) !== (wanted === "PASS" ? "FAIL" : "PASS")) return [];
  const found = new Map<string, Way>();
  for (const way of proposed) {
    const edits = await firstThat(
      variantsOf(way.edits),
      async (some) => (await comesTo(some)) === wanted,
    );
    if (!edits) continue;
    const least = await leaveOut(edits, async (some) => (await comesTo(some)) === wanted);
    if (least.length === 0) continue;
    const cost = least.reduce((sum, one) => sum + one.cost, 0);
    found.set(JSON.stringify(least), { edits: least, cost });
  }
  return [...found.values()].sort((a, b) => a.cost - b.cost).slice(0, TOLD);
}

/** The same edits, with other values of the one field that they set. */
function variantsOf(edits: readonly Edit[]): readonly (readonly Edit[])[] {
  const [only, ...more] = edits;
  if (only?.does !== "set" || more.length > 0) return [edits];
  return only.values
    .slice(0, VALUES_TRIED)
    .map((value): readonly Edit[] => [{ ...only, values: [value] }]);
}

/** What is left of some edits when none can be left out any more. */
async function leaveOut(
  edits: readonly Edit[],
  isEnough: (edits: readonly Edit[]) => Promise<boolean>,
): Promise<readonly Edit[]> {
  let least = edits;
  for (const edit of edits) {
    const fewer = least.filter((one) => one !== edit);
    if (fewer.length < least.length && (await isEnough(fewer))) least = fewer;
  }
  return least;
}

async function firstThat<T>(
  all: readonly T[],
  isSo: (one: T) => Promise<boolean>,
): Promise<T | undefined> {
  for (const one of all) if (await isSo(one)) return one;
  return undefined;
}
