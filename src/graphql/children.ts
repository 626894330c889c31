import type { Call, Spent } from "./call.ts";
import { joinRows, RowRef, RowList } from "./nodes.ts";

/** Plain data, or rows of the inventory: what stands at one level of an answer. */
export type Things = RowList | readonly object[];

/** What a field leads to from many parents at once: that of parent `i` is `offsets[i]` to `offsets[i + 1]` of `things`. */
export interface Children {
  readonly offsets: Uint32Array;
  readonly things: Things;
  /** Parents whose value is null, which an empty list is not. */
  readonly absent: ReadonlySet<number>;
}

/** A stretch of a list; without `to` to its end. */
export interface Stretch {
  readonly from: number;
  readonly to?: number | undefined;
}

/** A list whose members are made when they are asked for: how many they are is known, and can be accounted for, before. */
export class LazyList<T> implements Iterable<object> {
  readonly length: number;
  readonly #items: readonly T[];
  readonly #make: (item: T, i: number) => object;
  readonly #from: number;

  constructor(
    items: readonly T[],
    make: (item: T, i: number) => object,
    { from, to = items.length }: Stretch = { from: 0 },
  ) {
    this.#items = items;
    this.#make = make;
    this.#from = from;
    this.length = Math.max(0, Math.min(items.length, to) - from);
  }

  *[Symbol.iterator](): Generator<object> {
    for (let i = this.#from; i < this.#from + this.length; i++)
      yield this.#make(this.#items[i]!, i);
  }
}

/** Parents whose children are made without giving way, where they have few. */
const PARENTS_AT_ONCE = 256;

/** Children that are made without giving way. */
const CHILDREN_AT_ONCE = 512;

/**
 * A field's values from many parents, as children: each is null, a row, rows, an object or a list of objects or rows.
 * Over all parents they are either rows or objects. They are counted and spent before those of lazy lists are made.
 *
 * @throws Stopped when they are more than the operation may have
 */
export async function gatherChildren(
  call: Call,
  values: readonly unknown[],
  what: Spent = "rows",
): Promise<Children> {
  const absent = new Set<number>();
  const offsets = new Uint32Array(values.length + 1);
  values.forEach((value, i) => {
    if (value === null || value === undefined) absent.add(i);
    offsets[i + 1] = offsets[i]! + countOf(value);
  });
  call.spend(offsets[values.length]!, what);
  const single = values[0];
  if (values.length === 1 && single instanceof RowList) return { offsets, things: single, absent };
  const things: object[] = [];
  for (const [i, value] of values.entries()) {
    if (i % PARENTS_AT_ONCE === 0) await call.yieldToEventLoop();
    for (const thing of membersOf(value))
      if (things.push(thing) % CHILDREN_AT_ONCE === 0) await call.yieldToEventLoop();
  }
  const areRows = things[0] instanceof RowRef;
  return { offsets, things: areRows ? joinRows(things as RowRef[]) : things, absent };
}

function countOf(value: unknown): number {
  if (value === null || value === undefined) return 0;
  const isList = Array.isArray(value) || value instanceof RowList || value instanceof LazyList;
  return isList ? value.length : 1;
}

function membersOf(value: unknown): Iterable<object> {
  if (value === null || value === undefined) return [];
  if (value instanceof RowList) return rowsOf(value);
  return Array.isArray(value) || value instanceof LazyList
    ? (value as Iterable<object>)
    : [value as object];
}

/** The parent that child `j` belongs to. */
function parentOf(offsets: Uint32Array, j: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle + 1]! > j) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The keys and positions that lead to object `i` of a level; asked for only where something is to be told of it. */
export type PathOf = (i: number) => readonly (string | number)[];

/** Where the children of a field stand, whose parents' fields stand at `pathOf`: of a list each at its own position. */
export function pathsBelow(offsets: Uint32Array, isList: boolean, pathOf: PathOf): PathOf {
  return (j) => {
    const parent = parentOf(offsets, j);
    return isList ? [...pathOf(parent), j - offsets[parent]!] : pathOf(parent);
  };
}

function rowsOf(list: RowList): RowRef[] {
  return Array.from(list.rows, (row, i) => new RowRef(list.types[list.typeOf[i]!]!, row));
}
