import { asksForNone } from "../check/document/expectation.ts";
import { nameAssets } from "../check/run/name-assets.ts";
import { type Reads, readsOf } from "../dialect/reads.ts";
import { bindVariable, usesVariable } from "../dialect/variables.ts";
import { statusesOf } from "../estate/row-status.ts";
import type { Turned } from "../explanation.ts";
import { collectedTypesOf } from "../model/concrete.ts";
import type { Check, Filter, Inventory, Model, Rows } from "../types.ts";
import { cutEstate } from "./cut.ts";
import { applyEdits, type Edit } from "./edits.ts";
import { judgeRows } from "./judge.ts";
import { affectedBy, readsDerived, touchedBy } from "./touched.ts";

/** So many assets that a rule lets depend on a change are judged, of each type. */
const MOST_JUDGED = 500;

/** So many of those that turn are named. */
const NAMED = 3;

/** What a change does besides. */
export interface WhatElse {
  readonly turns: readonly Turned[];
  readonly mayTurn: readonly string[];
}

/** Rows of one type that a rule asks about, with its filter as it is asked of them. */
interface Asked {
  readonly check: Check;
  readonly rows: Rows;
  readonly where: Filter;
}

/**
 * What some edits turn over the whole estate, either way: of each rule that expects nothing, the assets from which its conditions lead to
 * what is changed, judged before and after. `except` is the asset that the change is for, which turns anyway.
 */
export async function findWhatElse(
  inventory: Inventory,
  checks: readonly Check[],
  edits: readonly Edit[],
  except: { readonly check: string; readonly id: string },
): Promise<WhatElse> {
  const { model } = inventory;
  const touched = touchedBy(model, edits);
  const stated = touched.filter(({ row: { type }, member }) => !isDerived(model, type, member));
  const changed = new Set(stated.flatMap(({ row }) => collectedTypesOf(model, row.type)));
  const mayTurn: string[] = [];
  const turns: Turned[] = [];
  for (const check of checks) {
    const asked: Asked[] = [];
    for (const { query, expectation } of check.rules) {
      if (!query.where || !asksForNone(expectation)) continue;
      const reads = readsOf(model, query.type, query.where);
      if (readsDerived(model, reads, changed)) mayTurn.push(check.id);
      for (const rows of await rowsAffected(inventory, reads, touched))
        asked.push(...(await askAbout(inventory, check, query.where, rows)));
    }
    const both = await judgeBoth(inventory, check.id, asked, edits, except);
    turns.push(...both.turns);
    if (both.isOpen) mayTurn.push(check.id);
  }
  return { turns, mayTurn: [...new Set(mayTurn)] };
}

async function rowsAffected(
  inventory: Inventory,
  reads: readonly Reads[],
  touched: Parameters<typeof affectedBy>[1],
): Promise<readonly Rows[]> {
  const affected = affectedBy(reads, touched);
  if (affected.length === 0) return [];
  const selections = await inventory.select(affected);
  const found: Rows[] = [];
  for (const selection of selections)
    for (const rows of await selection.rows("matched", { limit: MOST_JUDGED })) found.push(rows);
  return [...Map.groupBy(found, ({ type }) => type)].map(([type, runs]) => ({
    type,
    rows: Uint32Array.from(new Set(runs.flatMap(({ rows }) => [...rows]))).slice(0, MOST_JUDGED),
  }));
}

/** The filter as it is asked of rows: of a check that runs per connector for the one that each is in. */
async function askAbout(
  inventory: Inventory,
  check: Check,
  where: Filter,
  rows: Rows,
): Promise<readonly Asked[]> {
  if (!usesVariable(where)) return [{ check, rows, where }];
  const connectors = await inventory.connectorsOf(rows);
  const groups = Map.groupBy(rows.rows.keys(), (i) => connectors[i]!);
  return [...groups].map(([connector, places]) => ({
    check,
    rows: { type: rows.type, rows: Uint32Array.from(places, (place) => rows.rows[place]!) },
    where: bindVariable(where, connector),
  }));
}

async function judgeBoth(
  inventory: Inventory,
  check: string,
  asked: readonly Asked[],
  edits: readonly Edit[],
  except: { readonly check: string; readonly id: string },
): Promise<{ readonly turns: readonly Turned[]; readonly isOpen: boolean }> {
  const turned: Record<Turned["to"], Rows[]> = { pass: [], fail: [], undecided: [] };
  let isOpen = false;
  for (const { rows, where } of asked) {
    const [selection] = await inventory.select([{ type: rows.type, where }]);
    const before = await statusesOf(selection!, rows);
    const cut = await cutEstate(inventory, [{ rows, where }]);
    const ids = (await inventory.read(rows, ["id"]))[0]!.map(String);
    const judge = (some: readonly Edit[]) =>
      judgeRows(inventory, applyEdits(inventory.model, cut!, some), rows.type, ids, where);
    const [same, after] = cut ? [await judge([]), await judge(edits)] : [[], []];
    // A cut that does not come to what the whole does, for what it leaves open, says nothing of a change.
    if (before.some((status, i) => status !== same[i])) isOpen = true;
    for (const [i, status] of after.entries()) {
      const isOwn = check === except.check && ids[i] === except.id;
      if (isOwn || status === undefined || status === before[i] || same[i] !== before[i]) continue;
      turned[wordOf[status]].push({ type: rows.type, rows: Uint32Array.of(rows.rows[i]!) });
    }
  }
  const told: Turned[] = [];
  for (const to of ["pass", "fail", "undecided"] as const) {
    const count = turned[to].length;
    if (count === 0) continue;
    const named = turned[to].slice(0, NAMED).map((rows) => nameAssets(inventory, rows));
    told.push({ check, to, count, assets: (await Promise.all(named)).flat() });
  }
  return { turns: told, isOpen };
}

/** What is worked out changes with what makes it so, which is not known of a change that says only what is to come of it. */
function isDerived(model: Model, type: string, member: string): boolean {
  const { fields, relations } = model.types.get(type)!;
  return (fields.get(member) ?? relations.get(member))?.derived !== undefined;
}

const wordOf = { PASS: "pass", FAIL: "fail", UNDECIDED: "undecided" } as const;
