/**
 * The few loops that all evaluation comes down to. Two sets stand behind this interface, `kernels-plain.ts` in TypeScript,
 * which is the reference, and one in WebAssembly; both give the same bits.
 *
 * Arguments are addresses in one `Memory`, at multiples of 64, and numbers, nothing else: a step is a row of integers, which any thread
 * that shares the memory can carry out. `rows` is a number of rows; a bit set over `rows` rows has whole 64-byte lines,
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
}

export type KernelName = keyof Kernels;

/** One call of a kernel: its name and its arguments. */
export type Step = readonly [kernel: Exclude<KernelName, "count">, ...operands: number[]];

/** Carries out steps, one after the other. */
export function runSteps(kernels: Kernels, steps: readonly Step[]): void {
  for (const [kernel, ...operands] of steps) {
    (kernels[kernel] as (...operands: number[]) => void)(...operands);
  }
}
