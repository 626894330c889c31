import { conjunctsOf } from "../../dialect/clash.ts";
import { type FilteredType, typeNamed } from "../../dialect/keys.ts";
import { allOf } from "../../dialect/nodes.ts";
import { renderFilter } from "../../dialect/render.ts";
import type {
  Check,
  Field,
  Filter,
  Inventory,
  Model,
  Query,
  Rule,
  RuleScope,
  Selection,
} from "../../types.ts";
import { usesVariable } from "../../dialect/variables.ts";
import { isOfConnector, typesOf } from "./hidden-rows.ts";
import type { Answers } from "./run-queries.ts";
import { armsOf, hasOthers, type Keep, weaken } from "./weaken.ts";

const identifying = new Set(
  "id name type kind region location group provider cloudProvider".split(" "),
);

/** Whether a field says what an asset is or where it stands, and is seldom at fault: by its name, or since it holds an id. */
function identifies({ name, list, spelling }: Field): boolean {
  const isId =
    spelling !== undefined && "form" in spelling && /^((RESOURCE_)?ID|GUID)$/.test(spelling.form);
  return identifying.has(name) || (isId && !list);
}

/** What a rule asks besides what it finds fault with. */
export interface RuleQuestions {
  readonly rule: Rule;
  /** The assets that its filter can reach: those of the connectors that it means. */
  readonly reach?: Query;
  /** The assets that are what it speaks of and stand where it looks. */
  readonly scope?: Query;
  /** Of a filter with alternatives the part of the scope that each has for itself. */
  readonly arms: readonly Query[];
  /** Where only some assets are meant: all of those, and those of them that are in the scope. */
  readonly inside?: { readonly all: Query; readonly scope: Query };
}

/**
 * Parts a rule's filter into where it looks and what it looks for. Where it looks are the conditions on an asset's connector, and
 * those that ask an asset to be something by name, tags, region and their like; where a filter has nothing else, they are what
 * it finds fault with, and only its tags are kept, or the connector's conditions, or none.
 */
export function questionsOf(model: Model, rule: Rule): RuleQuestions {
  const { type, where } = rule.query;
  if (!where) return { rule, arms: [] };
  const keepsConnector: Keep = type === "Connector" ? () => false : isOfConnector;
  const identity = isIdentity(model, typeNamed(model, type));
  const keepsAll: Keep = (filter, negated) =>
    keepsConnector(filter, negated) || identity(filter, negated);
  const keepsTags: Keep = (filter, negated) =>
    keepsConnector(filter, negated) || asksForTag(filter, negated);
  const keep = [keepsAll, keepsTags, keepsConnector].find((one) => hasOthers(where, one));
  if (!keep) return { rule, arms: [] };
  const ask = (filter: Filter | undefined) => (filter ? [{ type, where: filter }] : []);
  const [reach] = ask(unbound(weaken(where, keepsConnector)));
  const [scope] = ask(unbound(weaken(where, keep)));
  const arms = armsOf(where, { keep, alone: keepsTags }).flatMap((arm) => ask(unbound(arm)));
  return { rule, ...(reach ? { reach } : {}), ...(scope ? { scope } : {}), arms };
}

/** Whether a condition asks an asset of a type to be something. */
function isIdentity(model: Model, { fields, relations }: FilteredType): Keep {
  return (filter, negated) => {
    if (asksForTag(filter, negated)) return true;
    if (negated) return false;
    if (filter.kind === "compare") {
      const field = fields.get(filter.field);
      return field !== undefined && identifies(field);
    }
    if (filter.kind !== "quantify") return filter.kind === "type";
    // What is said of the one asset that it belongs to: `vault: { name: "…" }`.
    const relation = relations.get(filter.relation);
    if (!relation || relation.toMany || filter.quantifier !== "SOME" || !filter.where) return false;
    return !hasOthers(filter.where, isIdentity(model, typeNamed(model, relation.target)));
  };
}

/** Whether a condition asks for a tag that is there: that one lacks is what a check complains of. */
function asksForTag(filter: Filter, negated: boolean): boolean {
  if (filter.kind !== "quantify" || filter.relation !== "tags") return false;
  return (negated ? ["NONE"] : ["SOME", "SINGLE"]).includes(filter.quantifier);
}

/** Without what depends on the connector that a check is asked for: it goes through all of them. */
export function unbound(filter: Filter | undefined): Filter | undefined {
  return allOf(splitConnectors(conjunctsOf(filter)).filter((one) => !usesVariable(one)));
}

/** An asset has one connector, so that each condition on it can be told by itself. */
function splitConnectors(conjuncts: readonly Filter[]): readonly Filter[] {
  return conjuncts.flatMap((filter) => {
    if (filter.kind !== "quantify" || filter.quantifier !== "SOME") return [filter];
    if (filter.relation !== "connector" || filter.where === undefined) return [filter];
    return conjunctsOf(filter.where).map((where) => ({ ...filter, where }));
  });
}

/** The same where only some assets are meant, for which `within` is true. Whether a condition is true of none is asked of all. */
function narrowQuestions(questions: RuleQuestions, within: Filter | undefined): RuleQuestions {
  const { type } = questions.rule.query;
  const ask = (filter?: Filter): Query => {
    const where = allOf([filter, unbound(within)]);
    return where ? { type, where } : { type };
  };
  const { reach, scope } = questions;
  return {
    ...questions,
    reach: ask(reach?.where),
    inside: { all: ask(), scope: ask(scope?.where) },
  };
}

/** What the rules of a suite ask besides what they find fault with. */
export interface ScopePlan {
  readonly rules: readonly (RuleQuestions & { readonly check: string })[];
  /** All of these questions. */
  readonly queries: readonly Query[];
}

/** Parts all rules of a suite, see `questionsOf`; `insideOf` a rule says what is meant where that is not all. */
export function planScopes(
  model: Model,
  checks: readonly Check[],
  insideOf?: (rule: Rule) => { readonly within: Filter | undefined },
): ScopePlan {
  const partsOf = (rule: Rule) => {
    const questions = questionsOf(model, rule);
    return insideOf ? narrowQuestions(questions, insideOf(rule).within) : questions;
  };
  const rules = checks.flatMap((check) =>
    check.rules.map((rule) => ({ check: check.id, ...partsOf(rule) })),
  );
  const queries = rules.flatMap(({ reach, scope, arms, inside }) => [
    ...[reach, scope, ...arms],
    ...[inside?.all, inside?.scope],
  ]);
  return { rules, queries: queries.filter((query) => query !== undefined) };
}

/** How much a suite's rules looked at. */
export interface Scopes {
  /** The assets that a rule's filter can reach, per asset type. By the rule's query as it stands in its check. */
  reachOf(query: Query): Readonly<Record<string, number>>;
  /** Of the rules of a check those that look at some assets only. */
  of(check: string): readonly RuleScope[];
  /** Whether nothing was in the scope of a rule, or of one of its alternatives, although there was something to look at. */
  isNowhere(query: Query): boolean;
}

/**
 * Counts what is in each scope. One that nothing is in is looked into: which of its conditions are true of no asset at all.
 */
export async function countScopes(
  inventory: Inventory,
  { rules }: ScopePlan,
  { assets, others: answers }: Pick<Answers, "assets" | "others">,
): Promise<Scopes> {
  const count = (types: readonly string[], query: Query) =>
    countByType(types, query, answers.get(query)!);
  const reaches = new Map(
    await Promise.all(
      rules.map(async ({ rule, reach }) => {
        const types = typesOf(inventory.model, rule.query);
        const all = Object.fromEntries(types.map((type) => [type, assets[type] ?? 0]));
        return [rule.query, reach ? await count(types, reach) : all] as const;
      }),
    ),
  );
  const counted = rules.flatMap(({ check, rule, scope, arms, inside }) => {
    const all = sum(typesOf(inventory.model, rule.query).map((type) => assets[type] ?? 0));
    const of = inside ? countPossible(answers.get(inside.all)!) : all;
    const isEmpty = (query: Query) => all > 0 && countPossible(answers.get(query)!) === 0;
    const whole = scope ? [scope] : [];
    const empty = whole.some(isEmpty) ? whole : arms.filter(isEmpty);
    if (!scope && empty.length === 0) return [];
    const inScope = scope ? countPossible(answers.get(inside?.scope ?? scope)!) : of;
    return [{ check, rule, scope, of, inScope, empty }];
  });
  const nowhere = await findNowhere(
    inventory,
    counted.flatMap(({ empty }) => empty),
  );
  const vain = new Set(
    counted.flatMap(({ rule, empty }) => (empty.length > 0 ? [rule.query] : [])),
  );
  const byCheck = Map.groupBy(counted, ({ check }) => check);
  return {
    reachOf: (query) => reaches.get(query)!,
    isNowhere: (query) => vain.has(query),
    of: (check) =>
      (byCheck.get(check) ?? []).map(({ rule, scope, inScope, of, empty }) => ({
        rule: rule.name,
        condition: renderFilter((scope ?? rule.query).where!),
        inScope,
        of,
        nowhere: [...new Set(empty.flatMap((query) => nowhere.get(query)!))],
      })),
  };
}

/** Of scopes that nothing is in the conditions that are true of no asset; the whole where each is true of some. */
async function findNowhere(
  inventory: Inventory,
  scopes: readonly Query[],
): Promise<ReadonlyMap<Query, readonly string[]>> {
  const parts = scopes.flatMap((scope) =>
    conjunctsOf(scope.where).map((where) => ({ scope, query: { type: scope.type, where } })),
  );
  if (parts.length === 0) return new Map();
  const answers = await inventory.select(parts.map(({ query }) => query));
  const isNowhere = parts.filter((_, i) => countPossible(answers[i]!) === 0);
  return new Map(
    scopes.map((scope) => {
      const own = isNowhere.filter((part) => part.scope === scope).map(({ query }) => query);
      return [scope, (own.length > 0 ? own : [scope]).map(({ where }) => renderFilter(where!))];
    }),
  );
}

function countPossible({ matched, undecided }: Selection): number {
  return matched + undecided;
}

/** Of the rows of some types; a query over several is not narrowed to those that its rule can return. */
async function countByType(
  types: readonly string[],
  { type: asked }: Query,
  selection: Selection,
): Promise<Readonly<Record<string, number>>> {
  if (types.includes(asked)) return { [asked]: countPossible(selection) };
  const counts = Object.fromEntries(types.map((type) => [type, 0]));
  for (const which of ["matched", "undecided"] as const)
    for (const { type, rows } of await selection.rows(which))
      if (type in counts) counts[type]! += rows.length;
  return counts;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
