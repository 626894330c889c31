import { typeNamed } from "../../dialect/keys.ts";
import { allOf } from "../../dialect/nodes.ts";
import { renderFilter } from "../../dialect/render.ts";
import type {
  Check,
  Filter,
  Inventory,
  Model,
  Query,
  Rule,
  RuleScope,
  Selection,
} from "../../types.ts";
import { asksForNone, compareExpectation } from "../document/expectation.ts";
import { isOfConnector, typesOf } from "./hidden-rows.ts";
import { asksForTag, isIdentity } from "./identifying.ts";
import { countPossible, type Counted, findNowhere, withoutOthers } from "./nowhere.ts";
import { type RelatedScope, relatedScopesOf } from "./related-scope.ts";
import type { Answers } from "./run-queries.ts";
import { unbound } from "./unbound.ts";
import { armsOf, hasOthers, type Keep, weaken } from "./weaken.ts";

/** What a rule asks besides what it finds fault with. */
export interface RuleQuestions {
  readonly rule: Rule;
  /** The assets that its filter can reach: those of the connectors that it means. */
  readonly reach?: Query;
  /** The assets that are what it speaks of and stand where it looks. */
  readonly scope?: Query;
  /** Of a filter with alternatives the part of the scope that each has for itself. */
  readonly arms: readonly Query[];
  /** What it asks related rows to be. */
  readonly related: readonly RelatedScope[];
  /** Where only some assets are meant: all of those, and those of them that are in the scope. */
  readonly inside?: { readonly all: Query; readonly scope: Query };
}

/**
 * Parts a rule's filter into where it looks and what it looks for. Where it looks are the conditions on an asset's connector, and
 * those that ask an asset to be something by name, tags, region and their like; where a filter has nothing else, they are what
 * it finds fault with, and only its tags are kept, or the connector's conditions, or none. A rule that a few may fulfil, as by `lte: 3`, counts
 * what its filter describes: all that it asks an asset to be says of what.
 */
export function questionsOf(model: Model, rule: Rule): RuleQuestions {
  const { type, where } = rule.query;
  if (!where) return { rule, arms: [], related: [] };
  const keepsConnector: Keep = type === "Connector" ? () => false : isOfConnector;
  const identity = isIdentity(model, typeNamed(model, type));
  const keepsAll: Keep = (filter, negated) =>
    keepsConnector(filter, negated) || identity(filter, negated);
  const keepsTags: Keep = (filter, negated) =>
    keepsConnector(filter, negated) || asksForTag(filter, negated);
  const counts = describesWhatIsCounted(rule);
  const keep = counts
    ? keepsAll
    : [keepsAll, keepsTags, keepsConnector].find((one) => hasOthers(where, one));
  const related = relatedScopesOf(model, type, where, counts);
  if (!keep) return { rule, arms: [], related };
  const ask = (filter: Filter | undefined) => (filter ? [{ type, where: filter }] : []);
  const [reach] = ask(unbound(weaken(where, keepsConnector)));
  const [scope] = ask(unbound(weaken(where, keep)));
  const alone = counts ? keepsAll : keepsTags;
  const arms = armsOf(where, { keep, alone }).flatMap((arm) => ask(unbound(arm)));
  return { rule, ...(reach ? { reach } : {}), ...(scope ? { scope } : {}), arms, related };
}

/** Whether finding nothing is one of several numbers that a rule allows: what it asks for is then no fault by itself. */
function describesWhatIsCounted({ expectation }: Rule): boolean {
  return !asksForNone(expectation) && compareExpectation(expectation, { low: 0, high: 0 }) === true;
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
  insideOf?: (rule: Rule) => { readonly within: Filter | undefined } | undefined,
): ScopePlan {
  const partsOf = (rule: Rule) => {
    const questions = questionsOf(model, rule);
    return insideOf ? narrowQuestions(questions, insideOf(rule)?.within) : questions;
  };
  const rules = checks.flatMap((check) =>
    check.rules.map((rule) => ({ check: check.id, ...partsOf(rule) })),
  );
  const queries = rules.flatMap(({ reach, scope, arms, related, inside }) => [
    ...[reach, scope, ...arms, ...related.map(({ query }) => query)],
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
  /**
   * Whether nothing was in the scope of a rule, or of one of its alternatives, although there was something to look at; or no related row
   * was what it asks one to be, although there are such rows.
   */
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
  const counted = rules.map(({ check, rule, scope, arms, related, inside }): Counted => {
    const all = sum(typesOf(inventory.model, rule.query).map((type) => assets[type] ?? 0));
    const of = inside ? countPossible(answers.get(inside.all)!) : all;
    const isEmpty = (query: Query) => all > 0 && countPossible(answers.get(query)!) === 0;
    const whole = scope ? [scope] : [];
    const empty = whole.some(isEmpty) ? whole : arms.filter(isEmpty);
    const isLacking = ({ query }: RelatedScope) =>
      answers.get(query)!.examined > 0 && isEmpty(query);
    const lacking = empty.length > 0 ? [] : related.filter(isLacking);
    const inScope = scope ? countPossible(answers.get(inside?.scope ?? scope)!) : of;
    return { check, rule, scope, of, inScope, empty, lacking };
  });
  const told = await withoutOthers(inventory, counted);
  const nowhere = await findNowhere(inventory, told);
  const emptyOf = ({ empty, lacking }: Counted) => [...empty, ...lacking.map(({ query }) => query)];
  const vain = new Set(told.flatMap((one) => (emptyOf(one).length > 0 ? [one.rule.query] : [])));
  const named = told.filter((one) => one.scope || emptyOf(one).length > 0);
  const byCheck = Map.groupBy(named, ({ check }) => check);
  return {
    reachOf: (query) => reaches.get(query)!,
    isNowhere: (query) => vain.has(query),
    of: (check) =>
      (byCheck.get(check) ?? []).map((one) => ({
        rule: one.rule.name,
        condition: renderFilter((one.scope ?? one.rule.query).where!),
        inScope: one.inScope,
        of: one.of,
        nowhere: [...new Set(emptyOf(one).flatMap((query) => nowhere.get(query)!))],
      })),
  };
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
