import { compareText } from "../../dialect/values.ts";
import type { Texts } from "../../inventory/tables.ts";
import type { Field, Scalar } from "../../types.ts";
import type { ColumnCache } from "./column-cache.ts";
import { firstWhere } from "./first-where.ts";

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
    firstWhere(0, texts.count, (i) => compareText(cache.text(texts, i), text) >= 0);
  return {
    ...sorted,
    firstFrom,
    find(text) {
      const index = firstFrom(text);
      return index < texts.count && cache.text(texts, index) === text ? index : undefined;
    },
  };
}
