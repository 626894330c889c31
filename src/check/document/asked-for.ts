import type { Check, Filter } from "../../types.ts";

/** The texts that checks compare with: where one of them stands in an answer decides what a check comes to. */
export function textsAskedFor(checks: readonly Check[]): readonly string[] {
  const filters = checks
    .flatMap(({ rules }) => rules)
    .flatMap(({ query, offendersPath = [] }) => [query, ...offendersPath])
    .flatMap(({ where }) => (where ? [...textsOf(where)] : []));
  return [...new Set(filters)];
}

function* textsOf(filter: Filter): Generator<string> {
  if (filter.kind === "and" || filter.kind === "or")
    for (const one of filter.of) yield* textsOf(one);
  if (filter.kind === "not") yield* textsOf(filter.of);
  if (filter.kind === "quantify" && filter.where) yield* textsOf(filter.where);
  if (filter.kind !== "compare") return;
  for (const value of [filter.value].flat()) if (typeof value === "string") yield value;
}
