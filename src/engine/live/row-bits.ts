import type { Table } from "../../inventory/tables.ts";
import type { Memory } from "../kernels/memory.ts";
import type { Combined, PlanNode } from "../plan/node.ts";
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
  /** What it is combined in with other bits of the same row. */
  combinations: readonly Kept[];
  /** What leads to its rows. */
  hops: readonly HopReader[];
  /** Where somebody asked for its rows. */
  answer: FollowedRows | undefined;
  /** The number of the last answer that needed it. */
  usedIn: number;
}

/** A kept node whose rows lead to those of another. */
export interface HopReader {
  readonly kept: Kept;
  /** The bit of the other one's `row` has turned; now it `is`. */
  inputTurned(row: number, is: boolean): void;
}

/** The kept nodes and their bits. */
export interface RowBits {
  /** All kept nodes, inputs before those that read them. */
  all(): Iterable<Kept>;
  /** The same by table. */
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
  /** As `turn`; where it was not, what it is combined in is settled for the row too, and hops that read it are told. */
  settle(kept: Kept, row: number, is: boolean): void;
  /** What the inputs' bits say of a combination. */
  combine(kept: Kept, row: number): boolean;
  /** Makes no bit of a row set, whatever is combined of them; hops that read them are told. */
  clear(table: Table, row: number): void;
}

/** Words that a row has at first, and by which it grows. */
const wordsAtOnce = 2;

/** No nodes so far. */
export function createRowBits(memory: Memory): RowBits {
  const sheets = new Map<Table, Sheet>();
  // In the order in which they were made: a node is made after its inputs, and not given up before.
  const nodes = new Map<PlanNode, Kept>();

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
      combinations: [],
      hops: [],
      answer: undefined,
      usedIn,
    };
    if (node.single!.kind === "combined")
      for (const input of kept.inputs) input.combinations = [...input.combinations, kept];
    own.kept[bit] = kept;
    nodes.set(node, kept);
    return kept;
  }

  function giveUp(kept: Kept): void {
    const { node, sheet: own, bit, word, mask, inputs } = kept;
    nodes.delete(node);
    own.kept[bit] = undefined;
    for (const input of inputs) {
      input.combinations = input.combinations.filter((other) => other !== kept);
      input.hops = input.hops.filter((reader) => reader.kept !== kept);
    }
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

  function settle(kept: Kept, row: number, is: boolean): void {
    if (!turn(kept, row, is)) return;
    const { combinations, hops } = kept;
    for (let i = 0; i < combinations.length; i++) {
      const own = combinations[i]!;
      settle(own, row, combine(own, row));
    }
    for (let i = 0; i < hops.length; i++) hops[i]!.inputTurned(row, is);
  }

  function clear(table: Table, row: number): void {
    const { address, words, kept } = sheet(table);
    for (let word = 0; word < words; word++) {
      let left = memory.u32[(address >>> 2) + row * words + word]!;
      for (; left !== 0; left &= left - 1) {
        const own = kept[word * 32 + 31 - Math.clz32(left & -left)]!;
        turn(own, row, false);
        for (const hop of own.hops) hop.inputTurned(row, false);
      }
    }
  }

  function combine({ node, sheet: own, inputs }: Kept, row: number): boolean {
    const { positive, isNot } = node.single as Combined;
    const { u32 } = memory;
    const first = (own.address >>> 2) + row * own.words;
    for (let i = 0; i < inputs.length; i++) {
      const { word, mask } = inputs[i]!;
      if (((u32[first + word]! & mask) !== 0) !== i < positive) return isNot;
    }
    return !isNot;
  }

  return {
    all: () => nodes.values(),
    byTable: () => Map.groupBy(nodes.values(), ({ node }) => node.table),
    get: (node) => nodes.get(node),
    sheet,
    keep,
    giveUp,
    makeRoom,
    has,
    turn,
    settle,
    combine,
    clear,
  };
}
