/** A stream of numbers that a seed determines: the same on every machine. */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Eight hexadecimal digits. */
  hex(): string;
}

/**
 * The stream that `seed` and `stream` determine; streams of one seed do not follow from each other.
 *
 * Marsaglia's xorshift with 32 bits, after a mixing step so that neighbouring streams differ from their first number on.
 */
export function createRandom(seed: number, stream: number): Random {
  let state = mix(mix(seed ^ 0x9e3779b9) ^ (stream + 0x85ebca6b)) || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (limit: number): number => Math.floor((next() / 4294967296) * limit);
  return {
    below,
    chance: (percent) => next() < percent * 42949672.96,
    pick: (from) => from[below(from.length)]!,
    hex: () => next().toString(16).padStart(8, "0"),
  };
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
