import type { Sort } from "../../types.ts";
import type { Ranks } from "./rank.ts";

/** Ranks of one key, of which the lowest comes first. */
export interface Key {
  /** All ranks are below. */
  readonly count: number;
  at(i: number): number;
}

/** Null is rank 0 and comes last when the rest rises. */
export function keyOf({ ranks, count }: Ranks, direction: Sort["direction"]): Key {
  return direction === "ASC"
    ? { count: count + 1, at: (i) => (ranks[i] === 0 ? count : ranks[i]! - 1) }
    : { count: count + 1, at: (i) => (ranks[i] === 0 ? 0 : count - ranks[i]! + 1) };
}
