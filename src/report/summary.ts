import type { Run, VerdictStatus } from "../types.ts";

/** A run in numbers. */
export interface Summary {
  readonly checks: number;
  readonly verdicts: Readonly<Record<VerdictStatus, number>>;
  /** Assets in the snapshot, of all types. */
  readonly assets: number;
  /** Collections of one asset type in one connector, of the types that the checks read: how many there are, and how many are complete. */
  readonly collections: { readonly all: number; readonly complete: number };
}

/** Counts what a run came to. */
export function summarise({ verdicts, assets, coverage }: Run): Summary {
  const counts = { pass: 0, fail: 0, undecided: 0, notApplicable: 0 };
  for (const { status } of verdicts) counts[status]++;
  const complete = coverage.filter(({ status }) => status === "complete");
  const connectors = (list: typeof coverage) =>
    list.reduce((sum, { connectors: count }) => sum + count, 0);
  return {
    checks: verdicts.length,
    verdicts: counts,
    assets: Object.values(assets).reduce((sum, count) => sum + count, 0),
    collections: { all: connectors(coverage), complete: connectors(complete) },
  };
}
