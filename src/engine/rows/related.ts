import type { Adjacency, Blob } from "../../inventory/tables.ts";
import { createVector } from "../../inventory/vector.ts";
import type { Filter, Related, Rows } from "../../types.ts";
import type { Ask, Engine } from "../select.ts";
import type { Store } from "./store.ts";

/** Follows `relation` from many rows at once; `where` keeps the targets for which it is true. Targets come type by type, rising. */
export function relateRows(
  engine: Engine,
  { type, rows }: Rows,
  relation: string,
  where: Filter | undefined,
): Related {
  const { tables, store } = engine;
  const table = tables.tables.get(type)!;
  const touched = engine.rows.touched(table);
  const links = table.relations.get(relation)?.links ?? [];
  const kept = keptTargets(
    engine,
    links.map(({ target }) => target),
    where,
  );
  const follow = links.map(({ forward }) => createFollower(store, forward, rows.length));
  const offsets = new Uint32Array(rows.length + 1);
  const targets = createVector();
  const targetTypes = createVector();
  rows.forEach((row, i) => {
    if (touched.has(row)) {
      for (const target of engine.rows.targets({ table, row }, relation)) {
        const t = links.findIndex((candidate) => candidate.target === target.table.type);
        if (!kept[t]!(target.row)) continue;
        targets.push(target.row);
        targetTypes.push(t);
      }
    } else
      for (let t = 0; t < links.length; t++) {
        follow[t]!(row, (target) => {
          if (!kept[t]!(target)) return;
          targets.push(target);
          targetTypes.push(t);
        });
      }
    offsets[i + 1] = targets.length;
  });
  return {
    offsets,
    types: links.map(({ target }) => target),
    targetTypes: Uint8Array.from(targetTypes.view()),
    targets: targets.view().slice(),
  };
}

/** How many rows `relation` leads to from many rows, counted without following it. */
export function countLinks(engine: Engine, { type, rows }: Rows, relation: string): number {
  const { tables, store } = engine;
  const table = tables.tables.get(type)!;
  const touched = engine.rows.touched(table);
  const links = table.relations.get(relation)?.links ?? [];
  const count = links.map(({ forward }) => createLinkCounter(store, forward, rows.length));
  let sum = 0;
  for (const row of rows)
    if (touched.has(row)) sum += engine.rows.targets({ table, row }, relation).length;
    else for (const countOf of count) sum += countOf(row);
  return sum;
}

/** Reads the ends of many rows' links from memory; of few those alone. */
function createLinkCounter(
  store: Store,
  adjacency: Adjacency,
  rows: number,
): (row: number) => number {
  const { kind } = adjacency;
  const blob = kind === "one" ? adjacency.targets : adjacency.offsets;
  const numbers = store.isWorth([blob], rows) ? store.numbers(blob) : undefined;
  const at = (i: number) => (numbers ? numbers[i]! : store.integer(blob, 4, i));
  return kind === "one" ? (row) => Math.sign(at(row)) : (row) => at(row + 1) - at(row);
}

type Follow = (row: number, visit: (target: number) => void) => void;

/** Follows links of many rows from memory; of few it reads those alone. */
export function createFollower(store: Store, adjacency: Adjacency, rows: number): Follow {
  if (!store.isWorth(blobsOf(adjacency), rows))
    return (row, visit) => eachTarget(store, adjacency, row, visit);
  if (adjacency.kind === "runs") {
    const offsets = store.numbers(adjacency.offsets);
    return (row, visit) => {
      for (let target = offsets[row]!; target < offsets[row + 1]!; target++) visit(target);
    };
  }
  const targets = store.numbers(adjacency.targets);
  if (adjacency.kind === "one") {
    return (row, visit) => {
      if (targets[row] !== 0) visit(targets[row]! - 1);
    };
  }
  const offsets = store.numbers(adjacency.offsets);
  return (row, visit) => {
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) visit(targets[i]!);
  };
}

/** Where the links of one direction lie. */
export function blobsOf(adjacency: Adjacency): readonly Blob[] {
  switch (adjacency.kind) {
    case "one":
      return [adjacency.targets];
    case "runs":
      return [adjacency.offsets];
    case "many":
      return [adjacency.offsets, adjacency.targets];
  }
}

/** The rows that `row` leads to. */
export function eachTarget(
  store: Store,
  adjacency: Adjacency,
  row: number,
  visit: (target: number) => void,
): void {
  if (adjacency.kind === "one") {
    const target = store.integer(adjacency.targets, 4, row);
    if (target !== 0) visit(target - 1);
    return;
  }
  const to = store.integer(adjacency.offsets, 4, row + 1);
  for (let i = store.integer(adjacency.offsets, 4, row); i < to; i++) {
    visit(adjacency.kind === "runs" ? i : store.integer(adjacency.targets, 4, i));
  }
}

/** For each target type which rows `where` keeps. */
function keptTargets(
  engine: Engine,
  targets: readonly string[],
  where: Filter | undefined,
): readonly ((row: number) => boolean)[] {
  if (!where) return targets.map(() => () => true);
  const asks = targets.map((target): Ask => {
    return { table: engine.tables.tables.get(target)!, where, which: "matched" };
  });
  return engine.answer(asks).map((set) => {
    const rows = set.rows();
    const bits = new Uint8Array(((rows.at(-1) ?? 0) >>> 3) + 1);
    for (const row of rows) bits[row >>> 3]! |= 1 << (row & 7);
    return (row) => ((bits[row >>> 3] ?? 0) & (1 << (row & 7))) !== 0;
  });
}
