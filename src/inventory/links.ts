import type { Adjacency } from "./tables.ts";
import { memoryBlob } from "./tables.ts";

/** Both directions of links between rows of two tables. */
export interface BothWays {
  readonly forward: Adjacency;
  readonly backward: Adjacency;
  readonly count: number;
}

/** Lays out the links `sources[i]` → `targets[i]`, in any order. */
export function layLinks(
  sources: Uint32Array,
  targets: Uint32Array,
  sourceRows: number,
  targetRows: number,
): BothWays {
  // Two stable passes leave each row's targets in rising order.
  const byTarget = group(targets, sources, targetRows);
  const forward = group(byTarget.values, expand(byTarget.offsets), sourceRows);
  const backward = group(forward.values, expand(forward.offsets), targetRows);
  return {
    forward: layAdjacency(forward.offsets, forward.values, targetRows),
    backward: layAdjacency(backward.offsets, backward.values, sourceRows),
    count: sources.length,
  };
}

/** `values` grouped by `keys`: those of key `k` stand from `offsets[k]` to `offsets[k + 1]`, in the order they came. */
export function group(
  keys: Uint32Array,
  values: Uint32Array,
  count: number,
): { readonly offsets: Uint32Array; readonly values: Uint32Array } {
  const offsets = new Uint32Array(count + 1);
  for (let i = 0; i < keys.length; i++) offsets[keys[i]! + 1]!++;
  for (let k = 0; k < count; k++) offsets[k + 1]! += offsets[k]!;
  const next = offsets.slice();
  const grouped = new Uint32Array(values.length);
  for (let i = 0; i < keys.length; i++) grouped[next[keys[i]!]!++] = values[i]!;
  return { offsets, values: grouped };
}

/** For each grouped value its key. */
function expand(offsets: Uint32Array): Uint32Array {
  const keys = new Uint32Array(offsets.at(-1)!);
  for (let k = 0; k + 1 < offsets.length; k++) keys.fill(k, offsets[k], offsets[k + 1]);
  return keys;
}

function layAdjacency(offsets: Uint32Array, targets: Uint32Array, targetRows: number): Adjacency {
  const rows = offsets.length - 1;
  let most = 0;
  for (let row = 0; row < rows; row++) most = Math.max(most, offsets[row + 1]! - offsets[row]!);
  if (most > 1) {
    return targets.length === targetRows && targets.every((target, i) => target === i)
      ? { kind: "runs", offsets: memoryBlob(offsets) }
      : { kind: "many", offsets: memoryBlob(offsets), targets: memoryBlob(targets) };
  }
  const one = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    if (offsets[row + 1]! > offsets[row]!) one[row] = targets[offsets[row]!]! + 1;
  }
  return { kind: "one", targets: memoryBlob(one) };
}
