import { joinRows, Row, RowList } from "./nodes.ts";

/** Plain data, or rows of the inventory: what stands at one level of an answer. */
export type Things = RowList | readonly object[];

/** What a field leads to from many parents at once: that of parent `i` is `offsets[i]` to `offsets[i + 1]` of `things`. */
export interface Children {
  readonly offsets: Uint32Array;
  readonly things: Things;
  /** Parents whose value is null, which an empty list is not. */
  readonly absent: ReadonlySet<number>;
}

/**
 * A field's values from many parents, as children: each is null, a row, rows, an object or a list of objects or rows.
 * Over all parents they are either rows or objects.
 */
export function gatherChildren(values: readonly unknown[]): Children {
  const absent = new Set<number>();
  const offsets = new Uint32Array(values.length + 1);
  const single = values[0];
  if (values.length === 1 && single instanceof RowList)
    return { offsets: Uint32Array.of(0, single.length), things: single, absent };
  const things: object[] = [];
  values.forEach((value, i) => {
    if (value === null || value === undefined) absent.add(i);
    else if (Array.isArray(value)) things.push(...(value as object[]));
    else if (value instanceof RowList) things.push(...rowsOf(value));
    else things.push(value);
    offsets[i + 1] = things.length;
  });
  const areRows = things[0] instanceof Row;
  return { offsets, things: areRows ? joinRows(things as Row[]) : things, absent };
}

/** The parent that child `j` belongs to. */
export function parentOf(offsets: Uint32Array, j: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle + 1]! > j) high = middle;
    else low = middle + 1;
  }
  return low;
}

function rowsOf(list: RowList): Row[] {
  return Array.from(list.rows, (row, i) => new Row(list.types[list.typeOf[i]!]!, row));
}
