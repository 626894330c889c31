import type { Texts } from "../../inventory/tables.ts";
import { sortedTexts } from "../columns/sorted.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Store } from "../columns/store.ts";
import type { HashTable } from "./hash-table.ts";
import { createHashTable } from "./hash-table.ts";
import type { TextBytes } from "./text-bytes.ts";
import { eachChunk, encodeTexts } from "./text-bytes.ts";
import type { HashTexts } from "./text-hash.ts";

/** Finds the rows of ids. */
export interface IdIndex {
  /** The row with this id, where there is one. */
  find(id: string): number | undefined;
  /** The rows with these ids; -1 where there is none. */
  findAll(ids: TextBytes): Int32Array;
  /** More ids, of rows from `first` on. */
  add(ids: TextBytes, first: number): void;
}

/**
 * A search in an id column in a file costs as much as reading so many ids once: from one search in as many rows on, all are
 * read and known by their hashes.
 */
const readsPerSearch = 4096;

/**
 * The ids of a sorted column, of which few are looked for at first; none where there is no column. From some on they are known by
 * their hashes, and the column is not needed.
 */
export function createIdIndex(
  store: Store,
  kernels: Kernels,
  hash: HashTexts,
  texts: Texts | undefined,
): IdIndex {
  const count = texts?.count ?? 0;
  const sorted = texts && count > 0 ? sortedTexts(store, texts) : undefined;
  let searches = 0;
  let table: HashTable | undefined;
  const added = new Map<string, number>();

  function isKnown(wanted: number): boolean {
    searches += wanted;
    if (!table && searches * readsPerSearch >= count) table = readAll();
    return table !== undefined;
  }

  function readAll(): HashTable {
    const all = createHashTable(store.memory, kernels, count);
    if (texts) eachChunk(texts, (ids, first) => all.add(hash(ids), first));
    if (added.size > 0) all.add(hash(encodeTexts([...added.keys()])), count);
    return all;
  }

  function findAll(ids: TextBytes): Int32Array {
    const wanted = ids.offsets.length - 1;
    if (isKnown(wanted)) return table!.find(hash(ids));
    return new Int32Array(wanted).map((_, i) => {
      const id = ids.text(i);
      return added.get(id) ?? sorted?.find(id) ?? -1;
    });
  }

  return {
    find(id) {
      const [row] = findAll(encodeTexts([id]));
      return row! < 0 ? undefined : row;
    },
    findAll,
    add(ids, first) {
      if (isKnown(0)) table!.add(hash(ids), first);
      else for (let i = 0; i + 1 < ids.offsets.length; i++) added.set(ids.text(i), first + i);
    },
  };
}
