/**
 * The few loops that all evaluation comes down to. Two sets stand behind this interface, `plain.ts` in TypeScript,
 * which is the reference, and one in WebAssembly; both give the same bits.
 *
 * Arguments are addresses in one `Memory`, and numbers, nothing else: a step is a row of integers, which any thread that shares the
 * memory can carry out. Bit sets are at multiples of 64, numbers at multiples of their size, bytes anywhere. `rows` is a number of rows; a bit set over `rows` rows has whole 64-byte lines,
 * and a kernel that writes one leaves no bit set past its rows. Where it says *adds*, bits that are set stay set, and the
 * caller has cleared the set before; all others overwrite `out`, which may be one of their inputs.
 */
export interface Kernels {
  /** Rows whose code is in `low`..`high`, both included. */
  range(width: number, codes: number, rows: number, low: number, high: number, out: number): void;
  /** Rows whose code is in `set`, a bit set in which code c is bit c - 1. Code 0 is in none. */
  lookup(width: number, codes: number, rows: number, set: number, out: number): void;
  /** Rows from `from` up to, not including, `to`. */
  span(rows: number, from: number, to: number, out: number): void;
  /** The intersection, the union, and what is in `a` but not in `b`, of two bit sets. */
  and(rows: number, a: number, b: number, out: number): void;
  or(rows: number, a: number, b: number, out: number): void;
  andNot(rows: number, a: number, b: number, out: number): void;
  not(rows: number, a: number, out: number): void;
  copy(rows: number, a: number, out: number): void;
  /** How many bits are set. */
  count(rows: number, a: number): number;
  /** Writes the numbers of the rows whose bits are set, rising, as u32. */
  list(rows: number, a: number, out: number): void;

  /** Adds `targets[i] - 1` for each row i in `bits` that has a target (see `Adjacency`, one). */
  scatter(rows: number, targets: number, bits: number, out: number): void;
  /** Adds all targets of each row i in `bits` (see `Adjacency`, many). */
  scatterMany(rows: number, offsets: number, targets: number, bits: number, out: number): void;
  /** As `scatter` and `scatterMany`, but what is in `out` already is added to `twice`. */
  scatterTwice(rows: number, targets: number, bits: number, out: number, twice: number): void;
  scatterManyTwice(
    rows: number,
    offsets: number,
    targets: number,
    bits: number,
    out: number,
    twice: number,
  ): void;
  /** Adds the run of each row in `bits` (see `Adjacency`, runs). */
  descend(rows: number, offsets: number, bits: number, out: number): void;
  /** Adds each row whose run holds one of `bits` (see `Adjacency`, runs). */
  ascend(rows: number, offsets: number, bits: number, out: number): void;
  /** Adds each row i whose target `targets[i] - 1` is in `bits`. */
  gather(rows: number, targets: number, bits: number, out: number): void;
  /** Adds each row that has any target, from `offsets`. */
  linked(rows: number, offsets: number, out: number): void;

  /** Texts (see `Texts`) that hold, begin with, end with or are the `length` bytes at `wanted`. */
  contains(
    rows: number,
    offsets: number,
    bytes: number,
    wanted: number,
    length: number,
    out: number,
  ): void;
  startsWith(
    rows: number,
    offsets: number,
    bytes: number,
    wanted: number,
    length: number,
    out: number,
  ): void;
  endsWith(
    rows: number,
    offsets: number,
    bytes: number,
    wanted: number,
    length: number,
    out: number,
  ): void;
  equals(
    rows: number,
    offsets: number,
    bytes: number,
    wanted: number,
    length: number,
    out: number,
  ): void;

  /**
   * Writes JSON for the rows listed at `rows` (u32), from the position at `progress` up to the one behind it, with
   * `count` members each (see `memberFields`); the third number at `progress` is 0 or the address of a u32 for each position,
   * which then says where its text ends. Stops before a row that might not fit into `limit` bytes, sets the position, and
   * returns how many bytes it wrote.
   */
  write(
    members: number,
    count: number,
    rows: number,
    progress: number,
    out: number,
    limit: number,
  ): number;
}

/**
 * How `write` makes one member of a row's JSON object; eight u32 at `members`, one member behind the other.
 *
 * - `prefix`, `prefixLength`: bytes before the value, such as `,"name":`.
 * - `kind`: what the value is (see `memberKinds`).
 * - `width`: how the text is found whose number among `offsets` and `bytes` is wanted: 0 by row, 1, 2 or 4 by a code of so
 *   many bytes (0 is null), 8 by the row's position in the list.
 * - `codes`: the codes; with width 0 a bit set of the null rows, or 0.
 * - `cells`: `cellBytes` for the kernel's own use.
 */
export const memberFields = [
  "prefix",
  "prefixLength",
  "kind",
  "width",
  "codes",
  "offsets",
  "bytes",
  "cells",
] as const;

/** Room for what `write` finds before it writes: address and length for each of 32 rows. */
export const cellBytes = 32 * 8;
/** Bytes at `progress`: the three numbers, and from the second line on room for one u64 for each of 32 rows. */
export const progressBytes = 64 + 32 * 8;

export const memberKinds = {
  /** Only the prefix. */
  nothing: 0,
  /** A text in which nothing needs to be escaped. */
  plainText: 1,
  text: 2,
  /** What is JSON already. */
  json: 3,
  /** A list of objects, each with a comma behind it. */
  list: 4,
  /** One object with a comma behind it, or nothing, which is null. */
  one: 5,
} as const;

export type KernelName = keyof Kernels;

/** One call of a kernel: its name and its arguments. */
export type Step = readonly [
  kernel: Exclude<KernelName, "count" | "list" | "write">,
  ...operands: number[],
];

/** Carries out steps, one after the other. */
export function runSteps(kernels: Kernels, steps: readonly Step[]): void {
  for (const [kernel, ...operands] of steps) {
    (kernels[kernel] as (...operands: number[]) => void)(...operands);
  }
}
