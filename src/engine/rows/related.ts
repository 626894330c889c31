import { createVector } from "../../inventory/vector.ts";
import { SLICE, type Slices } from "../../slices.ts";
import type { Filter, Related, Rows } from "../../types.ts";
import type { Ask, Engine } from "../engine.ts";
import { createLinkCounter, type LinkList, LINKS_AT_ONCE, listLinks } from "../columns/links.ts";

/**
 * Follows `relation` from many rows at once; `where` keeps the targets for which it is true. Targets come type by type, rising; of
 * each row the first alone where that `isOne`.
 */
export function* relateRows(
  engine: Engine,
  { type, rows }: Rows,
  relation: string,
  where: Filter | undefined,
  isOne = false,
): Slices<Related> {
  const { tables, cache } = engine;
  const table = tables.tables.get(type)!;
  const links = table.relations.get(relation)?.links ?? [];
  const kept = yield* keptTargets(
    engine,
    links.map(({ target }) => target),
    where,
  );
  const lists: LinkList[] = [];
  for (const { forward } of links) {
    lists.push(yield* listLinks(cache, forward, rows));
    yield;
  }
  const next = lists.map(() => 0);
  const offsets = new Uint32Array(rows.length + 1);
  const targets = createVector();
  const targetTypes = createVector();
  let begin = 0;
  const take = (t: number, target: number): void => {
    if ((isOne && targets.length > begin) || !kept[t]!(target)) return;
    targets.push(target);
    targetTypes.push(t);
  };
  for (let i = 0; i < rows.length; i++) {
    if (i % SLICE === SLICE - 1) yield;
    begin = targets.length;
    for (const [t, { positions, targets: ends }] of lists.entries())
      for (; positions[next[t]!] === i; next[t]!++) {
        take(t, ends[next[t]!]!);
        if (next[t]! % SLICE === SLICE - 1) yield;
      }
    offsets[i + 1] = targets.length;
  }
  return {
    offsets,
    types: links.map(({ target }) => target),
    targetTypes: Uint8Array.from(targetTypes.view()),
    targets: targets.view().slice(),
  };
}

/** Whether one is promised. Two may be found: a disk that two machines share, or one id that assets of two types have. */
export function leadsToOne({ model }: Engine, { type }: Rows, relation: string): boolean {
  return model.types.get(type)?.relations.get(relation)?.toMany === false;
}

/** How many rows `relation` leads to from many rows, counted without following it. */
export function* countLinks(
  engine: Engine,
  { type, rows }: Rows,
  relation: string,
): Slices<number> {
  const { tables, cache } = engine;
  const table = tables.tables.get(type)!;
  const links = table.relations.get(relation)?.links ?? [];
  const count: ((row: number) => number)[] = [];
  for (const { forward } of links)
    count.push(yield* createLinkCounter(cache, forward, rows.length));
  const most = leadsToOne(engine, { type, rows }, relation) ? 1 : Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    if (i % SLICE === SLICE - 1) yield;
    let found = 0;
    for (const countOf of count) found += countOf(rows[i]!);
    sum += Math.min(found, most);
  }
  return sum;
}

/** For each target type which rows `where` keeps. */
function* keptTargets(
  engine: Engine,
  targets: readonly string[],
  where: Filter | undefined,
): Slices<readonly ((row: number) => boolean)[]> {
  if (!where) return targets.map(() => () => true);
  const asks = targets.map((target): Ask => {
    return { table: engine.tables.tables.get(target)!, where, which: "matched" };
  });
  const kept: ((row: number) => boolean)[] = [];
  for (const set of yield* engine.answer(asks)) {
    const rows = set.rows();
    const bits = new Uint8Array(((rows.at(-1) ?? 0) >>> 3) + 1);
    for (let i = 0; i < rows.length; i++) {
      bits[rows[i]! >>> 3]! |= 1 << (rows[i]! & 7);
      if (i % LINKS_AT_ONCE === LINKS_AT_ONCE - 1) yield;
    }
    kept.push((row) => ((bits[row >>> 3] ?? 0) & (1 << (row & 7))) !== 0);
  }
  return kept;
}
