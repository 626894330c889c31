import { not } from "../dialect/nodes.ts";
import { renderFilter } from "../dialect/render.ts";
import type { Filter, Quantifier } from "../types.ts";
import type { Change } from "./change.ts";
import type { Site } from "./sites.ts";

const quantifiers: readonly Quantifier[] = ["SOME", "NONE", "ALL", "SINGLE"];

/** Changes of how conditions are put together: M1 to M6, and M13. */
export function* changeLogic(site: Site): Generator<Change> {
  const { filter, within } = site;
  if (within === "and" || within === "root")
    yield { operator: "M1", says: `without ${tell(filter)}`, by: undefined };
  if (within === "or")
    yield { operator: "M2", says: `without the arm ${tell(filter)}`, by: undefined };
  if (filter.kind === "and" || filter.kind === "or") {
    const kind = filter.kind === "and" ? "or" : "and";
    const words = `${kind.toUpperCase()} in place of ${filter.kind.toUpperCase()}`;
    yield { operator: "M3", says: words, by: { kind, of: filter.of } };
  }
  if (filter.kind === "not")
    yield { operator: "M4", says: `${tell(filter.of)} not negated`, by: filter.of };
  else if (within !== "not" && filter.kind !== "and" && filter.kind !== "or")
    yield { operator: "M4", says: `${tell(filter)} negated`, by: not(filter) };
  if (filter.kind === "quantify") yield* changeRelated(filter, site);
}

function* changeRelated(
  filter: Extract<Filter, { kind: "quantify" }>,
  { types }: Site,
): Generator<Change> {
  const { relation, quantifier, where, ...rest } = filter;
  for (const other of quantifiers)
    if (other !== quantifier) {
      const says = `${relation} ${other} in place of ${quantifier}`;
      yield { operator: "M5", says, by: { ...filter, quantifier: other } };
    }
  if (where) {
    const says = `${relation} ${quantifier} without its condition`;
    yield { operator: "M6", says, by: { ...rest, relation, quantifier } };
  }
  const targetsOf = (name: string) => types.map(({ relations }) => relations.get(name)?.target);
  const own = targetsOf(relation);
  const names = new Set(types.flatMap(({ relations }) => [...relations.keys()]));
  for (const name of names)
    if (name !== relation && targetsOf(name).every((target, i) => target === own[i])) {
      const says = `${name} in place of ${relation}`;
      yield { operator: "M13", says, by: { ...filter, relation: name } };
    }
}

const toldLength = 70;

function tell(filter: Filter): string {
  const text = renderFilter(filter);
  return `\`${text.length > toldLength ? `${text.slice(0, toldLength - 1)}…` : text}\``;
}
