import { membersOf } from "../model/concrete.ts";
import type { Model, Relation } from "../types.ts";
import { type Draft, unreadMarks } from "./draft.ts";
import type { Ids } from "./ids.ts";
import { countKeys, layLinks } from "./links.ts";
import type { Order, Ordered } from "./ordered.ts";
import type { LinkColumns, RelationTable } from "./tables.ts";
import { memoryBlob } from "./tables.ts";
import { createVector } from "./vector.ts";

/** By type, then by name. */
export type RelationTables = ReadonlyMap<string, ReadonlyMap<string, RelationTable>>;

/** The relations of every type. An inverse is the other side's links, turned round: nothing is stored twice. */
export function layRelations(model: Model, order: Order, ids: Ids): RelationTables {
  const ordered = order.drafts;
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
          layRelation(model, order, source, relation, ids),
        ]),
      ),
    );
    // What is laid out need not be in memory twice.
    source.draft.links.length = 0;
  }
  return new Map(
    [...ordered].map(([name, { draft, order }]) => [
      name,
      new Map(
        [...draft.type.relations.values()].map((relation) => {
          const missing = draft.missingLinks.get(relation.name)!;
          if (relation.kind === "inverse") spreadMissing(model, ordered, draft, relation);
          return [
            relation.name,
            {
              ...(relation.kind === "inverse"
                ? { links: turnRound(model, forward, name, relation) }
                : forward.get(name)!.get(relation.name)!),
              ...(missing.isEmpty ? {} : { missing: missing.lay(order) }),
              ...layUnread(draft, relation.name, order),
            },
          ];
        }),
      ),
    ]),
  );
}

function layRelation(
  model: Model,
  order: Order,
  source: Ordered,
  relation: Relation,
  ids: Ids,
): RelationTable {
  const drafted = source.draft.links.find(({ name }) => name === relation.name)!;
  const members = membersOf(model, relation.target).map((name) => ({
    name,
    rows: order.drafts.get(name)!.order.length,
    sources: createVector(),
    targets: createVector(),
  }));
  const types = [...order.drafts.keys()];
  const memberOf = types.map((type) => members.find(({ name }) => name === type));
  const dangling = { rows: createVector(), ids: createVector() };
  const starts = countKeys(drafted.rows.view(), source.draft.ids.length);
  const ends = drafted.ids.view();
  let row = 0;
  let found = false;
  const link = (type: number, target: number) => {
    const member = memberOf[type];
    if (member === undefined) return;
    found = true;
    member.sources.push(row);
    member.targets.push(target);
  };
  for (; row < source.order.length; row++) {
    const drafted = source.order[row]!;
    for (let i = starts[drafted]!; i < starts[drafted + 1]!; i++) {
      found = false;
      order.find(ends[i]!, link);
      if (found) continue;
      dangling.rows.push(row);
      dangling.ids.push(ends[i]!);
    }
  }
  const links = members.map(({ name, rows, sources, targets }): LinkColumns => {
    const both = layLinks(sources.view(), targets.view(), source.order.length, rows);
    return { target: name, ...both };
  });
  const count = dangling.rows.length;
  if (count === 0) return { links };
  const rows = memoryBlob(dangling.rows.view());
  return { links, dangling: { count, rows, ids: ids.gather(dangling.ids.view()) } };
}

function layUnread(
  { unread }: Draft,
  relation: string,
  order: Uint32Array,
): Pick<RelationTable, "unread"> {
  const laid = [...(unread.get(relation) ?? [])]
    .filter(([, marks]) => !marks.isEmpty)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, marks]) => [type, marks.lay(order)] as const);
  return laid.length === 0 ? {} : { unread: new Map(laid) };
}

/**
 * Marks the rows that an inverse cannot speak for: where links of the other side could not be learnt, any row within their
 * reach may be at their far end. A part's owner is known whatever its owner does not know.
 */
function spreadMissing(
  model: Model,
  ordered: ReadonlyMap<string, Ordered>,
  near: Draft,
  { name, target, inverse, scope }: Relation,
): void {
  const { connectors } = near;
  for (const member of membersOf(model, target)) {
    const { draft, order } = ordered.get(member)!;
    if (draft.type.relations.get(inverse!)?.kind === "embeds") continue;
    const unknown = draft.missingLinks.get(inverse!);
    if (unknown === undefined || unknown.isEmpty) continue;
    const reach = new Set<number>();
    for (const row of order) if (unknown.has(row)) reach.add(draft.connectors.get(row));
    if (reach.size === 0) continue;
    const marks = unreadMarks(near, name, member);
    for (let row = 0; row < connectors.length; row++)
      if (scope === "ANYWHERE" || reach.has(connectors.get(row))) marks.add(row);
  }
}

function turnRound(
  model: Model,
  forward: RelationTables,
  source: string,
  relation: Relation,
): readonly LinkColumns[] {
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
