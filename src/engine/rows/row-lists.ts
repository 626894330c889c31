/** Rows of one table. */
export type RowList = Int32Array | readonly number[];

/** Some rows, and where each stands among others. */
export interface Selected {
  readonly rows: Int32Array;
  readonly positions: Int32Array;
}

/** Those of `rows` that are such, with their positions there. */
export function select(rows: Int32Array, isSuch: (row: number) => boolean): Selected {
  const kept = new Int32Array(rows.length);
  const positions = new Int32Array(rows.length);
  let end = 0;
  for (let i = 0; i < rows.length; i++) {
    kept[end] = rows[i]!;
    positions[end] = i;
    if (isSuch(rows[i]!)) end++;
  }
  return { rows: kept.subarray(0, end), positions: positions.subarray(0, end) };
}

/** The numbers that stand at some places among others. */
export function pick(numbers: Int32Array, places: Int32Array): Int32Array {
  const picked = new Int32Array(places.length);
  for (let i = 0; i < places.length; i++) picked[i] = numbers[places[i]!]!;
  return picked;
}

/** All rows of some lists, each once, rising. */
export function distinct(lists: readonly RowList[]): Int32Array {
  const sorted = new Int32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const list of lists) {
    sorted.set(list, end);
    end += list.length;
  }
  sorted.sort();
  end = 0;
  for (let i = 0; i < sorted.length; i++)
    if (end === 0 || sorted[end - 1] !== sorted[i]) sorted[end++] = sorted[i]!;
  return sorted.subarray(0, end);
}
