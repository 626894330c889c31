import { membersOf } from "../model/concrete.ts";
import type { Model, Relation } from "../types.ts";
import type { Draft, Ordered } from "./draft.ts";
import type { Interner } from "./interner.ts";
import { layLinks } from "./links.ts";
import { gatherTexts, markRows } from "./pack.ts";
import type { Links, RelationTable } from "./tables.ts";
import { memoryBlob } from "./tables.ts";
import type { Vector } from "./vector.ts";
import { createVector } from "./vector.ts";

/** By type, then by name. */
export type RelationTables = ReadonlyMap<string, ReadonlyMap<string, RelationTable>>;

/** The relations of every type. An inverse is the other side's links, turned round: nothing is stored twice. */
export function layRelations(
  model: Model,
  ordered: ReadonlyMap<string, Ordered>,
  ids: Interner,
): RelationTables {
  const findRow = indexRows(ordered, ids.count);
  const forward = new Map<string, Map<string, RelationTable>>();
  for (const [name, source] of ordered) {
    const relations = [...source.draft.type.relations.values()].filter(
      ({ kind }) => kind !== "inverse",
    );
    forward.set(
      name,
      new Map(
        relations.map((relation) => [
          relation.name,
          layRelation(model, ordered, findRow, source, relation, ids),
        ]),
      ),
    );
  }
  return new Map(
    [...ordered].map(([name, { draft, order }]) => [
      name,
      new Map(
        [...draft.type.relations.values()].map((relation) => {
          const missing = draft.missingLinks.get(relation.name)!;
          if (relation.kind === "inverse") spreadMissing(model, ordered, draft, relation, missing);
          return [
            relation.name,
            {
              ...(relation.kind === "inverse"
                ? { links: turnRound(model, forward, name, relation) }
                : forward.get(name)!.get(relation.name)!),
              ...(missing.length > 0 ? { missing: markRows(missing.view(), order) } : {}),
            },
          ];
        }),
      ),
    ]),
  );
}

/** From a type and the number of an id to the row + 1, 0 for none. */
type FindRow = (type: string, id: number) => number;

/** Nearly every id is one asset's: the few that assets of several types share stand apart. */
function indexRows(ordered: ReadonlyMap<string, Ordered>, idCount: number): FindRow {
  const types = new Map([...ordered.keys()].map((type, i) => [type, i + 1]));
  const typeOf = new Uint16Array(idCount);
  const rowOf = new Uint32Array(idCount);
  const shared = new Map<string, number>();
  for (const [type, { draft, order }] of ordered) {
    order.forEach((drafted, row) => {
      const id = draft.ids.get(drafted);
      if (typeOf[id] === 0) {
        typeOf[id] = types.get(type)!;
        rowOf[id] = row + 1;
      } else {
        shared.set(`${type} ${id}`, row + 1);
      }
    });
  }
  return (type, id) => {
    if (typeOf[id] === types.get(type)) return rowOf[id]!;
    return shared.size === 0 ? 0 : (shared.get(`${type} ${id}`) ?? 0);
  };
}

function layRelation(
  model: Model,
  ordered: ReadonlyMap<string, Ordered>,
  findRow: FindRow,
  source: Ordered,
  relation: Relation,
  ids: Interner,
): RelationTable {
  const drafted = source.draft.links.get(relation.name)!;
  const members = membersOf(model, relation.target);
  const pairs = members.map(() => ({ sources: createVector(), targets: createVector() }));
  const dangling = { rows: createVector(), ids: createVector() };
  for (let i = 0; i < drafted.rows.length; i++) {
    const row = source.newRow[drafted.rows.get(i)]!;
    if (row === 0) continue;
    const id = drafted.ids.get(i);
    let found = false;
    members.forEach((member, m) => {
      const target = findRow(member, id);
      if (target === 0) return;
      found = true;
      pairs[m]!.sources.push(row - 1);
      pairs[m]!.targets.push(target - 1);
    });
    if (!found) {
      dangling.rows.push(row - 1);
      dangling.ids.push(id);
    }
  }
  const links = members.map((target, m): Links => {
    const { sources, targets } = pairs[m]!;
    const targetRows = ordered.get(target)!.order.length;
    return {
      target,
      ...layLinks(sources.view(), targets.view(), source.order.length, targetRows),
    };
  });
  if (dangling.rows.length === 0) return { links };
  return { links, dangling: layDangling(dangling.rows.view(), dangling.ids.view(), ids) };
}

function layDangling(
  rows: Uint32Array,
  ends: Uint32Array,
  ids: Interner,
): NonNullable<RelationTable["dangling"]> {
  const order = Uint32Array.from({ length: rows.length }, (_, i) => i).sort(
    (a, b) => rows[a]! - rows[b]! || a - b,
  );
  const { bytes, offsets } = ids.view();
  return {
    count: rows.length,
    rows: memoryBlob(order.map((i) => rows[i]!)),
    ids: gatherTexts(
      bytes,
      offsets,
      order.map((i) => ends[i]!),
    ),
  };
}

/**
 * Adds to `missing` the rows that an inverse cannot speak for: where links of the other side could not be learnt, any row
 * within their reach may be at their far end. A part's owner is known whatever its owner does not know.
 */
function spreadMissing(
  model: Model,
  ordered: ReadonlyMap<string, Ordered>,
  { connectors }: Draft,
  { target, inverse, scope }: Relation,
  missing: Vector,
): void {
  const reach = new Set<number>();
  for (const member of membersOf(model, target)) {
    const { draft, newRow } = ordered.get(member)!;
    if (draft.type.relations.get(inverse!)?.kind === "embeds") continue;
    for (const row of draft.missingLinks.get(inverse!)?.view() ?? [])
      if (newRow[row] !== 0) reach.add(draft.connectors.get(row));
  }
  if (reach.size === 0) return;
  for (let row = 0; row < connectors.length; row++)
    if (scope === "ANYWHERE" || reach.has(connectors.get(row))) missing.push(row);
}

function turnRound(
  model: Model,
  forward: RelationTables,
  source: string,
  relation: Relation,
): readonly Links[] {
  return membersOf(model, relation.target).flatMap((target) => {
    const other = forward.get(target)?.get(relation.inverse!);
    return (other?.links ?? [])
      .filter((links) => links.target === source)
      .map(({ forward, backward, count }) => ({
        target,
        forward: backward,
        backward: forward,
        count,
      }));
  });
}
