import type { Collection, Coverage } from "../types.ts";

/** Counts the collections that are in the same state for the same reason. By type, then status, then cause. */
export function summariseCoverage(collections: readonly Collection[]): readonly Coverage[] {
  const groups = Map.groupBy(
    collections,
    ({ type, status, cause, permission }) =>
      `${type}\n${status}\n${cause ?? ""}\n${permission ?? ""}`,
  );
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([, group]) => {
    const { type, status, cause, permission } = group[0]!;
    return {
      type,
      status,
      connectors: group.length,
      ...(cause === undefined ? {} : { cause }),
      ...(permission === undefined ? {} : { permission }),
    };
  });
}
