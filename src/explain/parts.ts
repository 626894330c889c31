import type { Truths } from "../backend/truths.ts";
import type { Filter, RowRef, Rows, Truth } from "../types.ts";

/** Asks about a filter and all of its parts that are about these same rows. */
export async function bring(truths: Truths, runs: readonly Rows[], where: Filter): Promise<void> {
  const asked = new Map(partsOf(where).map((part) => [part, known]));
  for (const rows of runs) await truths.bring(rows, asked);
}

const known = new Set(["true", "false", "missing"] as const);

function partsOf(filter: Filter): readonly Filter[] {
  if (filter.kind === "and" || filter.kind === "or") return [filter, ...filter.of.flatMap(partsOf)];
  return filter.kind === "not" ? [filter, ...partsOf(filter.of)] : [filter];
}

export function truthOf(truths: Truths, row: RowRef, filter: Filter): Truth {
  for (const truth of known) if (truths.is(truth, row, filter)) return truth;
  return "unknown";
}
