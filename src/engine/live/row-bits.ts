import type { Table } from "../../inventory/tables.ts";
import type { Memory } from "../kernels/memory.ts";
import type { PlanNode } from "../plan/node.ts";
import type { FollowedRows } from "./followed-rows.ts";

/**
 * The bits of all kept nodes over one table, laid row by row: what a suite says of a row stands in one place. A round of changes
 * looks at rows that lie far apart, and waits for memory once for each of them, not once for each node.
 */
export interface Sheet {
  readonly table: Table;
  /** Where the rows' bits are; another place once there is more of them. */
  address: number;
  /** How many u32 each row has. */
  words: number;
  /** How many rows there is room for. */
  rows: number;
  /** What each bit is of. */
  readonly kept: (Kept | undefined)[];
}

/** A node whose bits are kept. */
export interface Kept {
  readonly node: PlanNode;
  readonly sheet: Sheet;
  /** Its bit, in which of a row's words that is, and there. */
  readonly bit: number;
  readonly word: number;
  readonly mask: number;
  readonly inputs: readonly Kept[];
  /** Where somebody asked for its rows. */
  answer: FollowedRows | undefined;
  /** The number of the last answer that needed it. */
  usedIn: number;
}

/** The kept nodes and their bits. */
export interface RowBits {
  /** All kept nodes, inputs before those that read them. */
  all(): Iterable<Kept>;
  /** The same by table; the same map until another node is kept or given up. */
  byTable(): ReadonlyMap<Table, readonly Kept[]>;
  get(node: PlanNode): Kept | undefined;
  /** The bits of a table of which some node is kept. */
  sheet(table: Table): Sheet;
  /** A bit for a node that has none, not set in any row. */
  keep(node: PlanNode, usedIn: number): Kept;
  /** Its bit is another's from now on. */
  giveUp(kept: Kept): void;
  /** Makes room for so many rows of a table. */
  makeRoom(table: Table, rows: number): void;
  has(kept: Kept, row: number): boolean;
  /** Makes one bit `is`, and tells whether it was not. */
  turn(kept: Kept, row: number, is: boolean): boolean;
  /** The bits of these rows, one row's words behind the other's. */
  read(table: Table, rows: Int32Array): Uint32Array;
  /** Turns bits of rows, those that are set in `bits`, which are laid as `read` lays them. */
  turnAll(table: Table, rows: Int32Array, bits: Uint32Array): void;
}

/** Rows of which one word after the other is read: those behind the first are in the cache then. */
const readAtOnce = 256;

/** Words that a row has at first, and by which it grows. */
const wordsAtOnce = 2;

/** No nodes so far. */
export function createRowBits(memory: Memory): RowBits {
  const sheets = new Map<Table, Sheet>();
  // In the order in which they were made: a node is made after its inputs, and not given up before.
  const nodes = new Map<PlanNode, Kept>();
  let byTable: ReadonlyMap<Table, readonly Kept[]> | undefined;

  const bytesOf = ({ words, rows }: Pick<Sheet, "words" | "rows">): number => words * rows * 4;

  function sheet(table: Table): Sheet {
    const known = sheets.get(table);
    if (known) return known;
    const made: Sheet = { table, address: 0, words: 0, rows: 0, kept: [] };
    lay(made, table.rows, wordsAtOnce);
    sheets.set(table, made);
    return made;
  }

  /** Gives a sheet room for so many rows of so many words, none fewer than before. */
  function lay(own: Sheet, rows: number, words: number): void {
    const before = { ...own };
    Object.assign(own, { rows, words, address: memory.allocate(bytesOf({ words, rows })) });
    const { u32 } = memory;
    const to = own.address >>> 2;
    u32.fill(0, to, to + rows * words);
    if (before.address === 0) return;
    const from = before.address >>> 2;
    for (let row = 0; row < before.rows; row++)
      for (let word = 0; word < before.words; word++)
        u32[to + row * words + word] = u32[from + row * before.words + word]!;
    memory.release(before.address, bytesOf(before));
  }

  function makeRoom(table: Table, rows: number): void {
    const own = sheet(table);
    // More than is asked for, so that a few new rows every time cost little.
    if (rows > own.rows) lay(own, rows + (rows >>> 5) + 1024, own.words);
  }

  function keep(node: PlanNode, usedIn: number): Kept {
    const own = sheet(node.table);
    const free = own.kept.indexOf(undefined);
    const bit = free < 0 ? own.kept.length : free;
    if (bit >= own.words * 32) lay(own, own.rows, own.words + wordsAtOnce);
    const kept: Kept = {
      node,
      sheet: own,
      bit,
      word: bit >>> 5,
      mask: 1 << (bit & 31),
      inputs: node.inputs.map((input) => nodes.get(input)!),
      answer: undefined,
      usedIn,
    };
    own.kept[bit] = kept;
    nodes.set(node, kept);
    byTable = undefined;
    return kept;
  }

  function giveUp({ node, sheet: own, bit, word, mask }: Kept): void {
    nodes.delete(node);
    byTable = undefined;
    own.kept[bit] = undefined;
    const { u32 } = memory;
    const end = (own.address + bytesOf(own)) >>> 2;
    for (let at = (own.address >>> 2) + word; at < end; at += own.words) u32[at]! &= ~mask;
  }

  function has({ sheet: own, word, mask }: Kept, row: number): boolean {
    return (memory.u32[(own.address >>> 2) + row * own.words + word]! & mask) !== 0;
  }

  function turn({ sheet: own, word, mask, answer }: Kept, row: number, is: boolean): boolean {
    const { u32 } = memory;
    const at = (own.address >>> 2) + row * own.words + word;
    if (((u32[at]! & mask) !== 0) === is) return false;
    u32[at]! ^= mask;
    answer?.turn(row, is);
    return true;
  }

  /** Short loops that do nothing else: rows lie far apart, and the machine then waits for many at a time. */
  function read(table: Table, rows: Int32Array): Uint32Array {
    const { address, words } = sheet(table);
    const { u32 } = memory;
    const bits = new Uint32Array(rows.length * words);
    for (let from = 0; from < rows.length; from += readAtOnce) {
      const end = Math.min(rows.length, from + readAtOnce);
      for (let word = 0; word < words; word++) {
        const first = (address >>> 2) + word;
        for (let i = from, to = from * words + word; i < end; i++, to += words)
          bits[to] = u32[first + rows[i]! * words]!;
      }
    }
    return bits;
  }

  function turnAll(table: Table, rows: Int32Array, bits: Uint32Array): void {
    const { address, words, kept } = sheet(table);
    const { u32 } = memory;
    const asked = masksOf(
      words,
      kept.filter((own) => own?.answer),
    );
    for (let i = 0; i < rows.length; i++)
      for (let word = 0; word < words; word++) {
        const turned = bits[i * words + word]!;
        if (turned === 0) continue;
        const at = (address >>> 2) + rows[i]! * words + word;
        const now = u32[at]! ^ turned;
        u32[at] = now;
        for (let left = turned & asked[word]!; left !== 0; left &= left - 1) {
          const lowest = left & -left;
          kept[word * 32 + 31 - Math.clz32(lowest)]!.answer!.turn(rows[i]!, (now & lowest) !== 0);
        }
      }
  }

  return {
    all: () => nodes.values(),
    byTable: () => (byTable ??= Map.groupBy(nodes.values(), ({ node }) => node.table)),
    get: (node) => nodes.get(node),
    sheet,
    keep,
    giveUp,
    makeRoom,
    has,
    turn,
    read,
    turnAll,
  };
}

/** For each of a row's words the bits of these nodes in it. */
export function masksOf(words: number, nodes: Iterable<Kept | undefined>): Uint32Array {
  const masks = new Uint32Array(words);
  for (const own of nodes) if (own) masks[own.word]! |= own.mask;
  return masks;
}
