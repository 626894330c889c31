import { typeNamed } from "../../dialect/keys.ts";
import { renderFilter } from "../../dialect/render.ts";
import { usesVariable } from "../../dialect/variables.ts";
import { membersOf } from "../../model/concrete.ts";
import type { Field, Filter, Model, Query } from "../../types.ts";
import { asksForOne, asksForTag, isIdentity } from "./identifying.ts";
import { unbound } from "./unbound.ts";
import { hasOthers, weaken } from "./weaken.ts";

/** What a filter asks related rows to be, such as the one with this name. */
export interface RelatedScope {
  /** The rows that are so, whichever rows they are related to. */
  readonly query: Query;
  /** The way there and what is asked, on one line: `extensions SOME (extensionType = "…")`. */
  readonly shown: string;
  /** That none is so is told only where some rows are so, as by the same words in another case. */
  readonly unless?: Query;
}

/** A place in a filter: the type whose rows it is about, and how the filter's own rows lead there. */
interface At {
  readonly type: string;
  readonly way: (filter: Filter) => Filter;
  readonly negated: boolean;
  /** Whether something else has to hold beside it: then it says of what. */
  readonly hasBeside: boolean;
}

/**
 * What a filter over `type` asks related rows to be, where it is true only if there is one: where none is so anywhere, that part of it
 * finds nothing. What such a row is asked for alone is what the filter finds fault with, and left out, unless it is said to have something
 * beside it. So are, of every row, ids and words that are there in another case alone.
 */
export function relatedScopesOf(
  model: Model,
  type: string,
  where: Filter,
  hasBeside = false,
): readonly RelatedScope[] {
  return scopesIn(model, where, { type, way: (filter) => filter, negated: false, hasBeside });
}

function scopesIn(model: Model, filter: Filter, at: At): readonly RelatedScope[] {
  switch (filter.kind) {
    case "not":
      return scopesIn(model, filter.of, { ...at, negated: !at.negated });
    case "and":
    case "or": {
      const isAll = (filter.kind === "and") !== at.negated;
      const hasBeside = at.hasBeside || (isAll && filter.of.length > 1);
      return filter.of.flatMap((part) => scopesIn(model, part, { ...at, hasBeside }));
    }
    case "quantify":
      return scopesOver(model, filter, at);
    case "compare":
      return at.negated ? [] : scopesOfComparison(model, filter, at);
    default:
      return [];
  }
}

function scopesOver(
  model: Model,
  filter: Extract<Filter, { kind: "quantify" }>,
  { type, way, negated, hasBeside }: At,
): readonly RelatedScope[] {
  // Tags say what the row itself is.
  if (!filter.where || !asksForOne(filter, negated) || asksForTag(filter, negated)) return [];
  const target = targetOf(model, type, filter.relation);
  const { relation } = filter;
  const further = (where: Filter) => way({ kind: "quantify", relation, quantifier: "SOME", where });
  const keep = isIdentity(model, typeNamed(model, target));
  const asked = unbound(weaken(filter.where, keep));
  // An account that there is not is nobody's fault.
  const isMeant = hasBeside || relation === "connector";
  const isOwn = asked !== undefined && (isMeant || hasOthers(filter.where, keep));
  const inner = { type: target, way: further, negated: false, hasBeside: isMeant };
  return [
    ...(isOwn
      ? [{ query: { type: target, where: asked }, shown: renderFilter(further(asked)) }]
      : []),
    ...scopesIn(model, filter.where, inner),
  ];
}

/** An id that nothing has is nobody's fault; words that are there in another case are mostly those that were meant. */
function scopesOfComparison(
  model: Model,
  filter: Extract<Filter, { kind: "compare" }>,
  { type, way }: At,
): readonly RelatedScope[] {
  const { field: name, operator, value, ignoreCase } = filter;
  if (usesVariable(filter)) return [];
  const query: Query = { type, where: filter };
  const shown = renderFilter(way(filter));
  const isFound = /^(EQ|IN|CONTAINS|STARTS_WITH|ENDS_WITH)$/.test(operator);
  if (name === "id" && isFound) return [{ query, shown }];
  const field = fieldOf(model, type, name);
  const isOfLetters = [value].flat().some((one) => typeof one === "string" && /\p{L}/u.test(one));
  const isText = field?.scalar === "String" && !field.values && !field.list && !ignoreCase;
  if (!isText || !isOfLetters || !isFound) return [];
  const unless: Query = { type, where: { ...filter, ignoreCase: true } };
  return [{ query, shown: `${shown} in these letters`, unless }];
}

function fieldOf(model: Model, type: string, field: string): Field | undefined {
  const types = [type, ...membersOf(model, type)].map((name) => typeNamed(model, name));
  return types.find(({ fields }) => fields.has(field))?.fields.get(field);
}

function targetOf(model: Model, type: string, relation: string): string {
  const types = [type, ...membersOf(model, type)].map((name) => typeNamed(model, name));
  return types.find(({ relations }) => relations.has(relation))!.relations.get(relation)!.target;
}
