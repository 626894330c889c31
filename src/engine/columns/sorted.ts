import { compareText } from "../../dialect/values.ts";
import type { Texts } from "../../inventory/tables.ts";
import type { Field, Scalar } from "../../types.ts";
import type { ColumnCache } from "./column-cache.ts";

/** Values of one scalar in its order; `value(i)` for i from 0. */
export interface Sorted {
  readonly scalar: Field["scalar"];
  readonly count: number;
  value(index: number): Scalar;
}

/** The texts of a sorted column, such as ids. */
export interface SortedTexts extends Sorted {
  /** The position of the first text that is not before this one. */
  firstFrom(text: string): number;
  /** The position of this text, where it is there. */
  find(text: string): number | undefined;
}

export function sortedTexts(cache: ColumnCache, texts: Texts): SortedTexts {
  const sorted: Sorted = {
    scalar: "String",
    count: texts.count,
    value: (i) => cache.text(texts, i),
  };
  const firstFrom = (text: string) =>
    firstWhere(sorted, 0, (value) => compareText(value as string, text) >= 0);
  return {
    ...sorted,
    firstFrom,
    find(text) {
      const index = firstFrom(text);
      return index < texts.count && cache.text(texts, index) === text ? index : undefined;
    },
  };
}

/** The first position from `low` on where `test`, false up to some position and true from there on, is true. */
export function firstWhere(sorted: Sorted, low: number, test: (value: Scalar) => boolean): number {
  let high = sorted.count;
  while (low < high) {
    const half = (low + high) >>> 1;
    if (test(sorted.value(half))) high = half;
    else low = half + 1;
  }
  return low;
}
