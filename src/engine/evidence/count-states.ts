import type { CodedColumn, Codes, Table } from "../../inventory/tables.ts";

/** Rows of the table of collections that ended alike: the first of them, and how many there are. */
export interface State {
  readonly row: number;
  readonly connectors: number;
}

/** Rows whose codes are read at once. */
const chunkRows = 16_384;

/** Counts the rows from `from` up to `to` by status, cause and permission, in the order in which each first comes up. */
export function countStates(collections: Table, from: number, to: number): readonly State[] {
  const columns = ["status", "cause", "permission"].map(
    (name) => (collections.columns.get(name) as CodedColumn).codes,
  );
  const states = new Map<string, { row: number; connectors: number }>();
  for (let first = from; first < to; first += chunkRows) {
    const length = Math.min(chunkRows, to - first);
    const codes = columns.map((column) => readCodes(column, first, length));
    // Where the value of each column changes next: most are the same for all of a type.
    const ends = codes.map(() => 0);
    for (let i = 0; i < length;) {
      let end = length;
      for (const [column, own] of codes.entries()) {
        if (ends[column]! <= i) ends[column] = endOfRun(own, i);
        end = Math.min(end, ends[column]!);
      }
      const key = codes.map((own) => own[i]).join();
      const state = states.get(key);
      if (state) state.connectors += end - i;
      else states.set(key, { row: first + i, connectors: end - i });
      i = end;
    }
  }
  return [...states.values()];
}

/** The position from `from` on of the first code that is another one. */
function endOfRun(codes: Uint8Array | Uint16Array | Uint32Array, from: number): number {
  const code = codes[from];
  let end = from + 1;
  while (end < codes.length && codes[end] === code) end++;
  return end;
}

/** Codes as they are stored, past the memory of columns: each is looked at once. */
function readCodes(
  { blob, width }: Codes,
  from: number,
  length: number,
): Uint8Array | Uint16Array | Uint32Array {
  const bytes = new Uint8Array(length * width);
  blob.read(bytes, from * width);
  if (width === 1) return bytes;
  return width === 2 ? new Uint16Array(bytes.buffer) : new Uint32Array(bytes.buffer);
}
