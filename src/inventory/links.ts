import type { Adjacency } from "./tables.ts";
import { memoryBlob, uniformBlob } from "./tables.ts";

/** Both directions of links between rows of two tables. */
export interface BothWays {
  readonly forward: Adjacency;
  readonly backward: Adjacency;
  readonly count: number;
}

/** Lays out the links `sources[i]` → `targets[i]`; the sources rise. */
export function layLinks(
  sources: Uint32Array,
  targets: Uint32Array,
  sourceRows: number,
  targetRows: number,
): BothWays {
  if (sources.length === 0)
    return { forward: leadNowhere(sourceRows), backward: leadNowhere(targetRows), count: 0 };
  const offsets = countKeys(sources, sourceRows);
  sortRuns(targets, offsets);
  const backward = group(targets, sources, targetRows);
  return {
    forward: layAdjacency(offsets, targets, targetRows),
    backward: layAdjacency(backward.offsets, backward.values, sourceRows),
    count: sources.length,
  };
}

/** As most relations of a schema are in most estates: nothing is laid out for any of the rows. */
function leadNowhere(rows: number): Adjacency {
  return { kind: "one", targets: uniformBlob(rows * 4, 0) };
}

/** `values` grouped by `keys`: those of key `k` stand from `offsets[k]` to `offsets[k + 1]`, in the order they came. */
export function group(
  keys: Uint32Array,
  values: Uint32Array,
  count: number,
): { readonly offsets: Uint32Array; readonly values: Uint32Array } {
  const offsets = countKeys(keys, count);
  const next = offsets.slice();
  const grouped = new Uint32Array(values.length);
  for (let i = 0; i < keys.length; i++) grouped[next[keys[i]!]!++] = values[i]!;
  return { offsets, values: grouped };
}

/** Where each key's values begin once they are grouped; behind the last key how many there are. */
export function countKeys(keys: Uint32Array, count: number): Uint32Array {
  const offsets = new Uint32Array(count + 1);
  for (let i = 0; i < keys.length; i++) offsets[keys[i]! + 1]!++;
  for (let k = 0; k < count; k++) offsets[k + 1]! += offsets[k]!;
  return offsets;
}

/** Makes the values of each key rise, as they mostly do already. */
function sortRuns(values: Uint32Array, offsets: Uint32Array): void {
  for (let k = 0; k + 1 < offsets.length; k++) {
    const from = offsets[k]!;
    const to = offsets[k + 1]!;
    for (let i = from + 1; i < to; i++) {
      if (values[i]! >= values[i - 1]!) continue;
      values.subarray(from, to).sort();
      break;
    }
  }
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
