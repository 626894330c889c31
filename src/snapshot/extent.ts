import { bytesOf, numbersOf, type Texts } from "../inventory/tables.ts";
import type { SnapshotInfo } from "../types.ts";
import { withTables } from "./file.ts";

/** Of what a snapshot holds anything, and where it is whole. */
export interface Extent {
  readonly info: SnapshotInfo;
  /** Connectors' ids, those included that stand in for what could not be listed. */
  readonly connectors: readonly string[];
  /** Names of asset types that are complete in all of these connectors but for those at the given positions, from 1 and rising. */
  readonly incomplete: ReadonlyMap<string, Uint32Array>;
}

/** Reads how far the snapshot at `path` goes, whatever schema it was collected with. Throws an `InputError` where it is damaged. */
export function readExtent(path: string): Extent {
  return withTables(path, ({ info, connectors, incomplete, tables }) => ({
    info,
    connectors: textsOf(connectors),
    incomplete: new Map(
      [...tables.keys()].map((type) => {
        const open = incomplete.get(type);
        return [type, open ? numbersOf(open).slice() : new Uint32Array(0)];
      }),
    ),
  }));
}

/** Whether two snapshots are of the same cloud and were asked for the same, whatever the asset types. */
export function isSameWish(one: SnapshotInfo, other: SnapshotInfo): boolean {
  return one.origin === other.origin && partOf(one) === partOf(other);
}

/** Ids of accounts and of tenants are told apart by themselves, and whatever a snapshot calls them. */
function partOf({ wish = {} }: SnapshotInfo): string {
  return Object.values(wish).flat().sort().join();
}

function textsOf({ count, offsets, bytes }: Texts): readonly string[] {
  const ends = numbersOf(offsets);
  const text = Buffer.from(bytesOf(bytes));
  return Array.from({ length: count }, (_, i) => text.toString("utf8", ends[i]!, ends[i + 1]!));
}
