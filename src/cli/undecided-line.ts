import { countOf, nounOf, missingWords } from "../report/words.ts";
import type { Inventory, Query, Selection } from "../types.ts";

/** A selection that missing data leaves open, and what asked for it. */
export interface Open {
  readonly query: Query;
  readonly selection: Selection;
}

/** So many assets of a selection are asked what they wait for. */
const askedLimit = 100;
/** So many reasons are told. */
const reasonLimit = 3;

/**
 * One line about the assets that an answer leaves out because it is not known whether they belong there: how many there are,
 * and for the first hundred of each selection what is missing, the most frequent first. `open` holds one at least.
 */
export async function renderUndecidedLine(
  inventory: Inventory,
  open: readonly Open[],
): Promise<string> {
  // A list and its count are the same question.
  const keyOf = ({ query: { type, where } }: Open) => JSON.stringify([type, where]);
  const different = [...new Map(open.map((one) => [keyOf(one), one])).values()];
  const counts = different.map(({ query, selection }) =>
    countOf(selection.undecided, nounOf(query.type)),
  );
  const waiting = new Map<string, number>();
  for (const one of different)
    for (const reason of await reasonsOf(inventory, one))
      waiting.set(reason, (waiting.get(reason) ?? 0) + 1);
  const reasons = [...waiting].sort(([, a], [, b]) => b - a).map(([reason]) => reason);
  const rest = reasons.length - reasonLimit;
  const told = reasons.slice(0, reasonLimit).join("; ") + (rest > 0 ? `; and ${rest} more` : "");
  return `Undecided, and not in the answer: ${counts.join(", ")} (${told}). "assay coverage" says what would mend it.\n`;
}

/** What each of the first assets waits for; a reason comes once for each asset. */
async function reasonsOf(
  inventory: Inventory,
  { query, selection }: Open,
): Promise<readonly string[]> {
  const reasons: string[] = [];
  for (const rows of await selection.rows("undecided", { limit: askedLimit }))
    for (const missing of await inventory.explainMissing(rows, query.where))
      reasons.push(...new Set(missing.map((one) => `${one.path}: ${missingWords(one)}`)));
  return reasons;
}
