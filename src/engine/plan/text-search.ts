import { type Comparison, type Operator, operators } from "../../dialect/operators.ts";
import type { Texts } from "../../inventory/tables.ts";
import { bitSetBytes } from "../../inventory/tables.ts";
import type { Step } from "../kernels/kernels.ts";
import type { TakeZeroed } from "./node.ts";
import type { ColumnCache } from "../columns/column-cache.ts";

// Which comparisons of texts a kernel can decide on bytes, and the steps that do.

/** A comparison of texts that a kernel decides by their bytes. */
export interface Search {
  /** Whether an order of values would answer as well. */
  readonly operator: "whole" | "substring";
  readonly kernel: NonNullable<Operator["search"]>;
  readonly wanted: readonly string[];
}

/** How a kernel can decide a comparison of texts, if one can. */
export function searchFor({ operator, value, ignoreCase }: Comparison): Search | undefined {
  const kernel = ignoreCase ? undefined : operators[operator]!.search;
  const wanted = (Array.isArray(value) ? value : [value]).filter((member) => member !== null);
  // Many texts are better looked up in a set, row by row.
  if (!kernel || wanted.length > 8 || wanted.some((text) => typeof text !== "string"))
    return undefined;
  const substring = kernel === "contains" || kernel === "endsWith";
  return { operator: substring ? "substring" : "whole", kernel, wanted: wanted as string[] };
}

/** Runs a search over `count` texts: `out` are those that hold one of the wanted ones. */
export function searchSteps(
  cache: ColumnCache,
  texts: Texts,
  { kernel, wanted }: Search,
  out: number,
  takeZeroed: TakeZeroed,
): Step[] {
  const offsets = cache.address(texts.offsets);
  const bytes = cache.address(texts.bytes);
  return wanted.flatMap((text, i): Step[] => {
    const encoded = Buffer.from(text);
    const place = takeZeroed(encoded.length);
    cache.memory.u8.set(encoded, place);
    const into = i === 0 ? out : takeZeroed(bitSetBytes(texts.count));
    const search: Step = [kernel, texts.count, offsets, bytes, place, encoded.length, into];
    return i === 0 ? [search] : [search, ["or", texts.count, out, into, out]];
  });
}
