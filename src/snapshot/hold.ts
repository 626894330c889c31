import { type Extent, isSameWish, readExtent } from "./extent.ts";
import type { SnapshotInfo } from "../types.ts";

/** What of a snapshot decides whether it is kept. */
interface Held {
  readonly path: string;
  /** Absent where it cannot be read. */
  readonly info?: SnapshotInfo;
  readonly isEmpty?: true;
}

/**
 * Of `others`, newest first, those that are complete where none of `kept` is, nor one of them that is newer: what stands for
 * nothing else must not go. `newest` decides what is missing on purpose: a subscription of which the same wish knows nothing
 * any more was said to be gone.
 */
export function findHolders<T extends Held>(
  kept: readonly T[],
  others: readonly T[],
): readonly T[] {
  const present = kept.filter(({ info }) => info).map(({ path }) => wholeIn(readExtent(path)));
  const held: T[] = [];
  for (const entry of others) {
    if (!entry.info || entry.isEmpty) continue;
    const own = wholeIn(readExtent(entry.path));
    if (!addsTo(present, own)) continue;
    present.push(own);
    held.push(entry);
  }
  return held;
}

/** What a snapshot has wholly: the connectors by number, and for each asset type those where it is not complete. */
interface Whole {
  readonly extent: Extent;
  readonly known: ReadonlyMap<string, number>;
  readonly open: ReadonlyMap<string, ReadonlySet<number>>;
}

function wholeIn(extent: Extent): Whole {
  return {
    extent,
    known: new Map(extent.connectors.map((id, i) => [id, i + 1])),
    open: new Map([...extent.incomplete].map(([type, open]) => [type, new Set(open)])),
  };
}

function addsTo(present: readonly Whole[], own: Whole): boolean {
  const [newest] = present;
  // What only stands in for connectors that could not be listed has none of its own type.
  const listed = own.extent.connectors.filter((id) => has(own, "Connector", id));
  const isGone = (id: string) =>
    newest !== undefined &&
    newest.extent.info.origin !== "import" &&
    isSameWish(newest.extent.info, own.extent.info) &&
    !newest.known.has(id);
  const wanted = listed.filter((id) => !isGone(id));
  return [...own.open.keys()].some((type) =>
    wanted.some((id) => has(own, type, id) && !present.some((one) => has(one, type, id))),
  );
}

function has({ known, open }: Whole, type: string, connector: string): boolean {
  const number = known.get(connector);
  const gaps = open.get(type);
  return number !== undefined && gaps !== undefined && !gaps.has(number);
}
