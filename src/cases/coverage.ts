import { createTruths } from "../backend/truths.ts";
import { renderFilter } from "../dialect/render.ts";
import { isBound } from "../dialect/variables.ts";
import { membersOf } from "../model/concrete.ts";
import type { Check, Filter, Inventory, Place, Rule, Rows, Truth } from "../types.ts";
import type { PlacedEstate } from "./place-cases.ts";

/** A condition of a check, and what it came to for the rows of its cases, decisive or not. */
export interface ConditionCoverage {
  readonly rule: string;
  /** As a filter is written on one line. */
  readonly condition: string;
  readonly place: Place;
  readonly seen: readonly Truth[];
}

/** A check with the estates of its cases, none of them twice. */
export interface Covered {
  readonly check: Check;
  readonly estates: readonly PlacedEstate[];
}

type Known = Exclude<Truth, "unknown">;

/** A condition, and the rows that it is asked of. */
interface Looked {
  readonly rule: Rule;
  readonly condition: Filter;
  readonly rows: readonly Rows[];
}

const known: ReadonlySet<Known> = new Set<Known>(["true", "false", "missing"]);

const order: readonly Truth[] = ["true", "false", "unknown", "missing"];

/** What every condition of some checks comes to over the rows of their cases: all of them are evaluated, whatever decides. */
export async function coverConditions(
  inventory: Inventory,
  covered: readonly Covered[],
): Promise<ReadonlyMap<Check, readonly ConditionCoverage[]>> {
  const looked = new Map<Check, readonly Looked[]>();
  for (const { check, estates } of covered)
    looked.set(check, await lookAt(inventory, check, estates));
  const truths = createTruths(inventory.select, new Map());
  for (const [type, some] of Map.groupBy(
    [...looked.values()].flat().flatMap(perType),
    (one) => one.type,
  )) {
    const rows = Uint32Array.from(new Set(some.flatMap((one) => [...one.rows]))).sort();
    await truths.bring({ type, rows }, new Map(some.map(({ condition }) => [condition, known])));
  }

  function truthOf(type: string, row: number, condition: Filter): Truth {
    for (const truth of known) if (truths.is(truth, { type, row }, condition)) return truth;
    return "unknown";
  }

  const cover = ({ rule, condition, rows }: Looked): ConditionCoverage => {
    const seen = new Set<Truth>();
    for (const { type, rows: own } of rows)
      for (const row of own) seen.add(truthOf(type, row, condition));
    return {
      rule: rule.name,
      condition: renderFilter(condition),
      place: rule.places.get(condition) ?? rule.place,
      seen: order.filter((truth) => seen.has(truth)),
    };
  };
  return new Map([...looked].map(([check, some]) => [check, some.map(cover)]));
}

function perType({ condition, rows }: Looked) {
  return rows.map(({ type, rows: own }) => ({ type, rows: own, condition }));
}

async function lookAt(
  inventory: Inventory,
  check: Check,
  estates: readonly PlacedEstate[],
): Promise<readonly Looked[]> {
  const looked: Looked[] = [];
  for (const rule of check.rules) {
    const roots = await rootsOf(inventory, rule, estates);
    await visit(rule, rule.query.where, roots);
  }
  return looked;

  async function visit(
    rule: Rule,
    filter: Filter | undefined,
    rows: readonly Rows[],
  ): Promise<void> {
    switch (filter?.kind) {
      case "and":
      case "or":
        for (const part of filter.of) await visit(rule, part, rows);
        break;
      case "not":
        await visit(rule, filter.of, rows);
        break;
      case "quantify":
        if (filter.where)
          await visit(rule, filter.where, await behind(inventory, rows, filter.relation));
        else looked.push({ rule, condition: filter, rows });
        break;
      case "compare":
        // What it compares with is not known before the check is asked for a connector.
        if (isBound(filter.value)) looked.push({ rule, condition: filter, rows });
        break;
      case "null":
      case "type":
        looked.push({ rule, condition: filter, rows });
    }
  }
}

/** The rows of the types that a rule asks for, in these estates. */
async function rootsOf(
  inventory: Inventory,
  { query }: Rule,
  estates: readonly PlacedEstate[],
): Promise<readonly Rows[]> {
  const roots: Rows[] = [];
  for (const type of membersOf(inventory.model, query.type)) {
    const ids = estates.flatMap(({ all }) =>
      all.flatMap((row) => (row.type === type ? [row.id] : [])),
    );
    const found = await inventory.find(type, ids);
    if (ids.length > 0) roots.push({ type, rows: Uint32Array.from(found as number[]) });
  }
  return roots;
}

/** What a relation leads to from some rows, by type. */
async function behind(
  inventory: Inventory,
  rows: readonly Rows[],
  relation: string,
): Promise<readonly Rows[]> {
  const reached = new Map<string, Set<number>>();
  for (const some of rows) {
    if (!inventory.model.types.get(some.type)!.relations.has(relation)) continue;
    const { types, targets, targetTypes } = await inventory.related(some, relation);
    for (const [i, target] of targets.entries()) {
      const type = types[targetTypes[i]!]!;
      reached.set(type, (reached.get(type) ?? new Set()).add(target));
    }
  }
  return [...reached].map(([type, some]) => ({ type, rows: Uint32Array.from(some).sort() }));
}

/** The same conditions over the rows of further cases. */
export function joinCoverage(
  before: readonly ConditionCoverage[],
  more: readonly ConditionCoverage[],
): ConditionCoverage[] {
  return more.map((one, i) => {
    const both = new Set([...one.seen, ...(before[i]?.seen ?? [])]);
    return { ...one, seen: order.filter((truth) => both.has(truth)) };
  });
}
